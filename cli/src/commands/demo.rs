//! `remnavi demo`: loads the invented sample.

use crate::error::Error;
use crate::settings::Settings;
use crate::{sample, terminal, wiring};

/// Runs the command.
pub fn run(settings: &Settings) -> Result<(), Error> {
    let db = wiring::database(settings)?;
    let outcome = sample::load(&db)?;
    terminal::say(&format!("{} invented postings loaded, {} new listings", sample::POSTINGS, outcome.new));
    Ok(())
}
