//! Which postings may be closed: those that a list which is believed came without twice, those whose source says that they are gone,
//! those whose end has passed, and those of boards that nobody asks any more. Whether a list is believed is [`crate::doubt`]'s.

use std::collections::HashSet;

use chrono::TimeDelta;
use db::postings::OpenPosting;
use db::{Conn, Db, listings, postings};
use domain::id::{ListingId, PostingId};
use domain::listing::CloseReason;
use domain::time::Timestamp;

use crate::error::Error;
use crate::merge;

/// The time from the first run without a posting to the one that closes it, at least.
const APART: TimeDelta = TimeDelta::hours(6);
/// Postings closed in one transaction.
const BATCH: usize = 500;

/// After a complete run over a board at `now` that listed these external ids: notes what is missing for the first time, and
/// closes what has been missing for [`APART`]. A list of nothing changes nothing. Returns how many closed.
pub fn missing(db: &Db, source: &str, board: &str, listed: &HashSet<String>, now: Timestamp) -> Result<usize, Error> {
    if listed.is_empty() {
        return Ok(0);
    }
    let is_listed = |posting: &OpenPosting| listed.contains(&posting.external_id);
    let open = db.read_blocking(|c| postings::open_of_board(c, source, board))?;
    if open.iter().all(|posting| is_listed(posting) && posting.missed_since.is_none()) {
        return Ok(0);
    }
    Ok(db.write_blocking(|c| {
        listings::lock(c)?;
        // Looked up again: another writer may have come between.
        let (present, absent): (Vec<_>, Vec<_>) = postings::open_of_board(c, source, board)?.into_iter().partition(is_listed);
        postings::set_missed(c, &ids(present.iter().filter(|posting| posting.missed_since.is_some())), None)?;
        postings::set_missed(c, &ids(absent.iter().filter(|posting| posting.missed_since.is_none())), Some(now))?;
        close_all(c, absent.iter().filter(|posting| is_long_missed(posting, now)), CloseReason::Absent, now)
    })?)
}

/// After a run over a board whose last list was complete, and that says of it that it has not changed: closes what has been
/// missing for [`APART`]. Returns how many.
pub fn still_missing(db: &Db, source: &str, board: &str, now: Timestamp) -> Result<usize, Error> {
    let open = db.read_blocking(|c| postings::open_of_board(c, source, board))?;
    if !open.iter().any(|posting| is_long_missed(posting, now)) {
        return Ok(0);
    }
    Ok(db.write_blocking(|c| {
        listings::lock(c)?;
        let open = postings::open_of_board(c, source, board)?;
        close_all(c, open.iter().filter(|posting| is_long_missed(posting, now)), CloseReason::Absent, now)
    })?)
}

/// What the own pages of postings said at `now`: of those that are gone, notes it the first time, and closes the posting
/// [`APART`] later; those that are there are not missing. Returns how many closed.
pub fn said(db: &Db, gone: &[OpenPosting], there: &[OpenPosting], now: Timestamp) -> Result<usize, Error> {
    Ok(db.write_blocking(|c| {
        listings::lock(c)?;
        postings::set_missed(c, &ids(there.iter().filter(|posting| posting.missed_since.is_some())), None)?;
        postings::set_missed(c, &ids(gone.iter().filter(|posting| posting.missed_since.is_none())), Some(now))?;
        close_all(c, gone.iter().filter(|posting| is_long_missed(posting, now)), CloseReason::SaidBySource, now)
    })?)
}

/// Forgets a board at `now`. Nobody will learn any more when its postings end, so the open ones close. Returns how many;
/// `None` if the board was not known.
pub fn forgotten(db: &Db, source: &str, board: &str, now: Timestamp) -> Result<Option<usize>, Error> {
    Ok(db.write_blocking(|c| match db::boards::remove(c, source, board)? {
        true => unwatched(c, source, board, now).map(Some),
        false => Ok(None),
    })?)
}

/// Closes the open postings of a board that is not known any more. Returns how many.
pub(crate) fn unwatched(c: &mut Conn, source: &str, board: &str, now: Timestamp) -> Result<usize, db::Error> {
    listings::lock(c)?;
    let open = postings::open_of_board(c, source, board)?;
    close_all(c, open.iter(), CloseReason::Unwatched, now)
}

fn is_long_missed(posting: &OpenPosting, now: Timestamp) -> bool {
    posting.missed_since.is_some_and(|since| now.since(since) >= APART)
}

fn ids<'p>(postings: impl Iterator<Item = &'p OpenPosting>) -> Vec<PostingId> {
    postings.map(|posting| posting.id).collect()
}

fn close_all<'p>(
    c: &mut Conn,
    postings: impl Iterator<Item = &'p OpenPosting> + Clone,
    reason: CloseReason,
    now: Timestamp,
) -> Result<usize, db::Error> {
    close(c, &ids(postings.clone()), postings.map(|posting| posting.listing), reason, now)
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
    if ids.is_empty() {
        return Ok(0);
    }
    postings::close(c, ids, reason, now)?;
    let affected: Vec<ListingId> = of.collect::<HashSet<_>>().into_iter().collect();
    let writes = merge::stored(c, &affected, now)?;
    listings::upsert(c, &writes)?;
    Ok(ids.len())
}
