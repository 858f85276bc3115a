//! Which postings may be closed. An empty, failed or suspiciously small answer closes nothing.

use std::collections::HashSet;

use db::{Conn, Db, listings, postings};
use domain::id::{ListingId, PostingId};
use domain::listing::CloseReason;
use domain::time::Timestamp;

use crate::error::Error;
use crate::merge;

/// Complete runs in a row without a posting after which it closes.
const RUNS_WITHOUT: u32 = 2;
/// From so many open postings on, an answer is measured against what was there before.
const MEASURED_FROM: usize = 10;
/// Postings closed in one transaction.
const BATCH: usize = 500;

/// After a complete run over a board at `now` that saw these external ids: counts what is missing, and closes what is
/// missing for the second time. An answer with less than half of a larger board changes nothing. Returns how many closed.
pub fn missing(db: &Db, source: &str, board: &str, seen: &HashSet<String>, now: Timestamp) -> Result<usize, Error> {
    Ok(db.write_blocking(|c| {
        listings::lock(c)?;
        let open = postings::open_of_board(c, source, board)?;
        let present = open.iter().filter(|posting| seen.contains(&posting.external_id)).count();
        if seen.is_empty() || (open.len() >= MEASURED_FROM && present * 2 < open.len()) {
            return Ok(0);
        }
        let absent: Vec<_> = open.into_iter().filter(|posting| !seen.contains(&posting.external_id)).collect();
        let ids = |closing: bool| -> Vec<PostingId> {
            let wanted = absent.iter().filter(|posting| (posting.missed_runs + 1 >= RUNS_WITHOUT) == closing);
            wanted.map(|posting| posting.id).collect()
        };
        postings::add_missed(c, &ids(false))?;
        let closing = ids(true);
        let listings = absent.iter().filter(|posting| closing.contains(&posting.id)).map(|posting| posting.listing);
        close(c, &closing, listings, CloseReason::Absent, now)
    })?)
}

/// Closes postings whose end has passed. Returns how many.
pub fn expired(db: &Db, now: Timestamp) -> Result<usize, Error> {
    let mut closed = 0;
    loop {
        let batch = db.write_blocking(|c| {
            listings::lock(c)?;
            let ended = postings::expired(c, now, BATCH)?;
            let ids: Vec<PostingId> = ended.iter().map(|(id, _)| *id).collect();
            close(c, &ids, ended.iter().map(|(_, listing)| *listing), CloseReason::Expired, now)
        })?;
        closed += batch;
        if batch < BATCH {
            return Ok(closed);
        }
    }
}

/// Closes postings, and listings none of whose postings is open any more.
fn close(
    c: &mut Conn,
    ids: &[PostingId],
    of: impl Iterator<Item = ListingId>,
    reason: CloseReason,
    now: Timestamp,
) -> Result<usize, db::Error> {
    postings::close(c, ids, reason, now)?;
    let affected: Vec<ListingId> = of.collect::<HashSet<_>>().into_iter().collect();
    let writes = merge::stored(c, &affected, now)?;
    listings::upsert(c, &writes)?;
    Ok(ids.len())
}
