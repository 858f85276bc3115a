//! The follower: brings the search index up to the database's last change.

use db::Db;
use search::Index;

use super::Step;
use crate::error::Error;

/// Changes applied in one go: large enough that a commit's fixed cost doesn't count, small enough to be published soon.
const BATCH: usize = 5_000;

/// Applies the next changes, if there are any.
pub fn step(db: &Db, index: &Index) -> Result<Step, Error> {
    let after = index.checkpoint();
    let changes = db.read_blocking(|c| db::listings::changed_since(c, after, BATCH))?;
    if changes.is_empty() {
        return Ok(Step::Idle);
    }
    index.apply(&changes)?;
    log::debug!(checkpoint = index.checkpoint(), changes = changes.len(); "index follows");
    Ok(Step::Worked)
}

/// Applies every change that there is now; `progress` is told how many were applied.
pub fn catch_up(db: &Db, index: &Index, mut progress: impl FnMut(u64)) -> Result<(), Error> {
    let mut before = index.checkpoint();
    while step(db, index)? == Step::Worked {
        let now = index.checkpoint();
        progress(now.saturating_sub(before).unsigned_abs());
        before = now;
    }
    Ok(())
}
