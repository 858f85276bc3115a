//! Scores change by the passing of time alone.

use db::{Db, listings};
use domain::time::Timestamp;

use crate::error::Error;
use crate::merge;

/// Listings scored in one transaction.
const BATCH: usize = 500;

/// Scores the listings that are longest overdue anew, in one transaction. Returns how many were due.
pub fn due(db: &Db, now: Timestamp) -> Result<usize, Error> {
    Ok(db.write_blocking(|c| {
        listings::lock(c)?;
        let ids = listings::due_for_rescore(c, now, BATCH)?;
        let writes = merge::stored(c, &ids, now)?;
        listings::upsert(c, &writes)?;
        Ok(ids.len())
    })?)
}
