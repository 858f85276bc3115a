//! Keeping how the market stood, once a day. Every serving process does it, because it takes an index; the first one's is kept.

use std::thread::JoinHandle;
use std::time::Duration;

use api::State;

use super::{Step, Stop, start};
use crate::error::Error;

/// How often it is looked whether the day has its snapshot: it should be taken soon after the day has begun.
const EVERY: Duration = Duration::from_secs(60);

/// Starts keeping the market of each day.
pub fn begin(state: &State, stop: &Stop) -> Result<JoinHandle<()>, Error> {
    let state = state.clone();
    start("market", EVERY, stop.clone(), move || step(&state))
}

/// Keeps the market of today, unless that was done.
pub fn step(state: &State) -> Result<Step, Error> {
    Ok(if api::keep_market(state)? { Step::Worked } else { Step::Idle })
}
