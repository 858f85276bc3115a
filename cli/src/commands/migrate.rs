//! `remnavi migrate`: brings the database to this program's schema.

use crate::error::Error;
use crate::settings::Settings;
use crate::{terminal, wiring};

/// Runs the command.
pub fn run(settings: &Settings) -> Result<(), Error> {
    let db = wiring::connect(settings)?;
    db.migrate()?;
    db.check_schema()?;
    terminal::say("the database has this program's schema");
    Ok(())
}
