//! `remnavi doctor`: settings with their origin, and whether database and index can be used.

use crate::error::Error;
use crate::settings::{NAMES, Sourced};
use crate::{tasks, terminal, wiring};

/// Runs the command. It changes nothing; it fails when something is not in order.
pub fn run(sourced: &Sourced) -> Result<(), Error> {
    for name in NAMES {
        terminal::print(&format!("{name:<20} {:<40} {}", sourced.shown(name), sourced.origin(name)))?;
    }
    let settings = &sourced.settings;
    let database = wiring::connect(settings).and_then(|db| {
        db.check_schema()?;
        let (listings, change) = db.read_blocking(|c| Ok((db::listings::count(c)?, db::listings::last_change(c)?)))?;
        Ok(format!("{listings} listings, last change {change}"))
    });
    let index = match settings.index_dir().is_dir() {
        true => wiring::index(settings).map(|index| format!("at change {}", index.checkpoint())),
        false => Ok("not built yet; serve builds it".to_owned()),
    };
    let queue = wiring::connect(settings).and_then(|db| tasks::mailing::queue(&db));
    let alerts = wiring::connect(settings).and_then(|db| tasks::alerting::queue(&db));
    let mail = tasks::mailing::check(settings);
    let checks = [("database", database), ("index", index), ("mail", mail), ("mails", queue), ("alerts", alerts)];
    for (name, result) in &checks {
        let line = match result {
            Ok(found) => format!("{name:<20} ok: {found}"),
            Err(error) => format!("{name:<20} NOT OK: {}", error.with_causes()),
        };
        terminal::print(&line)?;
    }
    match checks.into_iter().filter(|(_, result)| result.is_err()).count() {
        0 => Ok(()),
        n => Err(Error::Usage(format!("{n} of the checks failed"))),
    }
}
