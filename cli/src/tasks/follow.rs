//! The follower: brings the search index up to the database's last change.

use std::path::Path;
use std::sync::{Arc, Once};
use std::thread::JoinHandle;
use std::time::Duration;

use db::Db;
use search::Index;

use super::{Step, Stop, start};
use crate::error::Error;
use crate::progress::Progress;

/// Changes applied in one go: large enough that a commit's fixed cost doesn't count, small enough to be published soon.
const BATCH: usize = 5_000;

/// How often the follower looks for changes: readers see them within a second of their commit.
const EVERY: Duration = Duration::from_millis(500);

/// Opens the index of a directory, on a thread that gives way to requests: those that the index starts for writing then do so, too.
pub fn open(dir: &Path) -> Result<Index, Error> {
    let open = || {
        api::give_way();
        Index::open(dir)
    };
    let opened = std::thread::scope(|scope| scope.spawn(open).join());
    Ok(opened.unwrap_or_else(|panic| std::panic::resume_unwind(panic))?)
}

/// Starts following. What there is to catch up at the start, be it the whole index, shows how far it is.
pub fn begin(db: &Db, index: &Arc<Index>, stop: &Stop) -> Result<JoinHandle<()>, Error> {
    let (db, index) = (db.clone(), index.clone());
    let (from, to) = (index.checkpoint(), db.read_blocking(db::listings::last_change)?);
    let total = to.saturating_sub(from).unsigned_abs();
    let caught_up = Once::new();
    let mut catching_up = (total > BATCH as u64).then(|| Progress::new("indexing", total));
    start("follow", EVERY, stop.clone(), move || {
        let applied = apply_next(&db, &index)?;
        // What changed meanwhile waits for its turn: a commit has a fixed cost, and beside an import each would hold little.
        let did = if applied < BATCH { Step::Idle } else { Step::Worked };
        let done = index.checkpoint().saturating_sub(from).unsigned_abs();
        match (&mut catching_up, did) {
            (Some(progress), Step::Worked) => progress.at(done.min(total), done),
            (None, _) | (_, Step::Idle) => {
                if let Some(progress) = catching_up.take() {
                    progress.done();
                    log::info!(changes = done; "the index has caught up");
                }
                // A start needs all processors; from then on one is enough, also for the threads that write words, which every
                // commit starts anew.
                caught_up.call_once(api::leave_a_processor);
            }
        }
        if did == Step::Idle {
            index.generation().prepare();
        }
        Ok(did)
    })
}

/// Applies the next changes, if there are any.
pub fn step(db: &Db, index: &Index) -> Result<Step, Error> {
    Ok(if apply_next(db, index)? == 0 { Step::Idle } else { Step::Worked })
}

/// Applies the next changes; says how many there were, `BATCH` at most.
fn apply_next(db: &Db, index: &Index) -> Result<usize, Error> {
    let after = index.checkpoint();
    let changes = db.read_blocking(|c| db::listings::changed_since(c, after, BATCH))?;
    if !changes.is_empty() {
        index.apply(&changes)?;
        log::debug!(checkpoint = index.checkpoint(), changes = changes.len(); "index follows");
    }
    Ok(changes.len())
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
