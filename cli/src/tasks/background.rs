//! The tasks that one process of all does, or several side by side: each unit of work is leased or idempotent.

use std::thread::JoinHandle;
use std::time::Duration;

use db::Db;

use super::{Step, Stop, start};
use crate::error::Error;
use crate::wiring;

/// How often the tasks look for what has expired, and for scores that time has changed.
const EVERY: Duration = Duration::from_secs(60);

/// Starts closing what has expired, confirming what was shown again, forgetting what has run out, and rescoring what time has changed.
pub fn housekeeping(db: &Db, stop: &Stop) -> Result<Vec<JoinHandle<()>>, Error> {
    let closing = db.clone();
    let confirming = db.clone();
    let scoring = db.clone();
    let forgetting = db.clone();
    Ok(vec![
        start("expire", EVERY, stop.clone(), move || Ok(step(ingest::close::expired(&closing, wiring::now())?)))?,
        start("confirm", EVERY, stop.clone(), move || Ok(step(ingest::confirm::due(&confirming, wiring::now())?)))?,
        start("forget", EVERY, stop.clone(), move || Ok(step(forgetting.write_blocking(|c| db::purge::expired(c, wiring::now()))?)))?,
        start("rescore", EVERY, stop.clone(), move || Ok(step(ingest::rescore::due(&scoring, wiring::now())?)))?,
    ])
}

fn step(done: usize) -> Step {
    if done == 0 { Step::Idle } else { Step::Worked }
}
