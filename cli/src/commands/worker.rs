//! `remnavi worker`: the background tasks without the API.

use crate::error::Error;
use crate::settings::Settings;
use crate::tasks::{self, Stop};
use crate::{signals, terminal, wiring};

/// Runs the command until the program is told to stop.
pub fn run(settings: Settings) -> Result<(), Error> {
    let db = wiring::database(&settings)?;
    let stop = Stop::default();
    let mut running = tasks::background::housekeeping(&db, &stop)?;
    running.extend(tasks::fetching::begin(&settings, &db, &stop)?);
    running.extend(tasks::alerting::begin(&db, &stop)?);
    running.extend(tasks::mailing::begin(&settings, &db, &stop)?);
    running.extend(tasks::webhooks::begin(&settings, &db, &stop)?);
    terminal::say("working; stop with Ctrl-C");
    signals::block_on(signals::stop_or_exit(stop.clone()))?;
    for task in running {
        let _ = task.join();
    }
    Ok(())
}
