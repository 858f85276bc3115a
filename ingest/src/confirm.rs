//! Telling postings that they were seen, once a day. A board that says again what it said costs its own row and nothing else; that
//! its postings are still there is told to all of them later, together.

use chrono::TimeDelta;
use db::boards::Board;
use db::{Db, boards, listings, postings};
use domain::id::{ListingId, PostingId};
use domain::time::Timestamp;

use crate::error::Error;
use crate::merge;

/// How long it may take until a posting is told that it was seen.
const AGE: TimeDelta = TimeDelta::hours(12);
/// Boards done by one call.
const BATCH: i64 = 20;

/// Marks the postings of some boards as seen when the board last showed them. Returns how many boards.
pub fn due(db: &Db, now: Timestamp) -> Result<usize, Error> {
    let boards = db.read_blocking(|c| boards::unconfirmed(c, AGE, BATCH))?;
    for board in &boards {
        confirm(db, board, now)?;
    }
    Ok(boards.len())
}

fn confirm(db: &Db, board: &Board, now: Timestamp) -> Result<(), Error> {
    let at = board.complete_at.unwrap_or(board.confirmed_at);
    Ok(db.write_blocking(|c| {
        listings::lock(c)?;
        let open = postings::open_of_board(c, &board.source, &board.slug)?;
        let shown = open.iter().filter(|posting| posting.missed_since.is_none());
        let ids: Vec<PostingId> = shown.clone().map(|posting| posting.id).collect();
        let mut of: Vec<ListingId> = shown.map(|posting| posting.listing).collect();
        of.sort();
        of.dedup();
        postings::touch(c, &ids, at)?;
        let writes = merge::stored(c, &of, now)?;
        listings::upsert(c, &writes)?;
        boards::confirm(c, &board.source, &board.slug, at)
    })?)
}
