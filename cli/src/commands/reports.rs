//! `remnavi reports`: what readers report of listings.

use crate::args::Reports;
use crate::error::Error;
use crate::settings::Settings;
use crate::{terminal, wiring};

/// Runs the command.
pub fn run(settings: &Settings, what: &Reports) -> Result<(), Error> {
    let db = wiring::database(settings)?;
    for report in db.read_blocking(|c| db::reports::latest(c, what.limit))? {
        let posting = report.posting.map(|id| format!("  {id}")).unwrap_or_default();
        terminal::print(&format!("{}  {}  {}{posting}", report.created_at, report.listing, report.reason))?;
    }
    Ok(())
}
