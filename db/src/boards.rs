//! Boards that are fetched again and again, leased so that two workers never fetch the same one.

mod health;
mod row;

use diesel::prelude::*;
use domain::source::{BoardState, Filled};
use domain::time::Timestamp;

use crate::conn::{Conn, per_backend};
use crate::error::Error;
use crate::schema::{boards, hosts};
pub use health::{Tally, Troubled, tallies};
use row::BoardRow;

/// A board with where its last run got to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Board {
    /// The source.
    pub source: String,
    /// The platform's name of the board, or empty.
    pub slug: String,
    /// The host and port that its list is asked at; empty until that is known.
    pub host: String,
    /// When it was added, or taken up again after it had been retired.
    pub watched_since: Timestamp,
    /// When it is due.
    pub next_run_at: Timestamp,
    /// Seconds between its last two runs, as planned; 0 before the first.
    pub interval_seconds: u32,
    /// Up to when it has been read.
    pub watermark: Option<Timestamp>,
    /// The validator of its first page.
    pub etag: Option<String>,
    /// The date of its first page, as the source wrote it.
    pub last_modified: Option<String>,
    /// What its last whole answer was, by the rules that read it.
    pub content_hash: Option<String>,
    /// Failed runs in a row.
    pub failures: u32,
    /// When it last answered, with something new or not.
    pub checked_at: Option<Timestamp>,
    /// When its whole list was last given, anew or as unchanged.
    pub complete_at: Option<Timestamp>,
    /// Up to when its postings are known to have been shown: what is unchanged is told to them later, together.
    pub confirmed_at: Timestamp,
    /// How many postings its last complete runs listed, the latest last.
    pub sizes: Vec<u32>,
    /// What its last answer held.
    pub counts: Counts,
    /// How many of its postings said what.
    pub filled: Filled,
    /// What is wrong with it.
    pub trouble: Option<Trouble>,
    /// Since when its list has not been believed.
    pub doubted_since: Option<Timestamp>,
    /// When it was given up.
    pub retired_at: Option<Timestamp>,
    /// The last posting whose own page was asked.
    pub asked_after: Option<String>,
}

/// What an answer held.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counts {
    /// Items that claimed to be jobs.
    pub seen: u32,
    /// Items taken.
    pub accepted: u32,
    /// Items not taken.
    pub rejected: u32,
}

/// What is wrong with a board.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trouble {
    /// In words.
    pub words: String,
    /// Since when something has been.
    pub since: Timestamp,
}

impl Board {
    /// A board that has not been asked yet, due at `due`.
    pub fn new(source: &str, slug: &str, host: &str, due: Timestamp) -> Board {
        Board {
            source: source.to_owned(),
            slug: slug.to_owned(),
            host: host.to_owned(),
            watched_since: due,
            next_run_at: due,
            interval_seconds: 0,
            watermark: None,
            etag: None,
            last_modified: None,
            content_hash: None,
            failures: 0,
            checked_at: None,
            complete_at: None,
            confirmed_at: Timestamp::default(),
            sizes: Vec::new(),
            counts: Counts::default(),
            filled: Filled::default(),
            trouble: None,
            doubted_since: None,
            retired_at: None,
            asked_after: None,
        }
    }

    /// How it goes with it.
    pub fn state(&self) -> BoardState {
        match self {
            Board { retired_at: Some(_), .. } => BoardState::Retired,
            Board { failures: 1.., .. } => BoardState::Failing,
            Board { trouble: Some(_), .. } => BoardState::Doubtful,
            Board { checked_at: None, .. } => BoardState::New,
            _ => BoardState::Healthy,
        }
    }
}

/// Adds a board; one that is known stays as it is. Says whether it was added.
pub fn add(conn: &mut Conn, board: &Board) -> Result<bool, Error> {
    let row = BoardRow::new(board);
    let added = per_backend!(conn, c => diesel::insert_into(boards::table)
        .values((&row, boards::leased_until.eq(0)))
        .on_conflict((boards::source, boards::slug))
        .do_nothing()
        .execute(c))?;
    Ok(added == 1)
}

/// Forgets a board; its postings are left to the caller. Says whether it was known.
pub fn remove(conn: &mut Conn, source: &str, slug: &str) -> Result<bool, Error> {
    Ok(diesel::delete(boards::table.find((source, slug))).execute(conn)? == 1)
}

/// A board, if it is known.
pub fn get(conn: &mut Conn, source: &str, slug: &str) -> Result<Option<Board>, Error> {
    let row: Option<BoardRow> = boards::table.find((source, slug)).select(BoardRow::as_select()).first(conn).optional()?;
    row.map(Board::try_from).transpose()
}

/// The slugs of a source's boards that have not been given up, sorted.
pub fn of_source(conn: &mut Conn, source: &str) -> Result<Vec<String>, Error> {
    let kept = boards::table.filter(boards::source.eq(source).and(boards::retired_at.is_null()));
    Ok(kept.order(boards::slug).select(boards::slug).load(conn)?)
}

/// The boards of a source, or all, by source and slug.
pub fn all(conn: &mut Conn, source: Option<&str>) -> Result<Vec<Board>, Error> {
    let mut wanted = boards::table.order((boards::source, boards::slug)).select(BoardRow::as_select()).into_boxed();
    if let Some(source) = source {
        wanted = wanted.filter(boards::source.eq(source));
    }
    wanted.load::<BoardRow>(conn)?.into_iter().map(Board::try_from).collect()
}

/// Boards that said again what they had said, at least `age` after their postings were last marked as seen.
pub fn unconfirmed(conn: &mut Conn, age: chrono::TimeDelta, limit: i64) -> Result<Vec<Board>, Error> {
    let age = age.num_microseconds().unwrap_or(i64::MAX);
    let rows: Vec<BoardRow> = boards::table
        .filter(boards::complete_at.ge((boards::confirmed_at + age).nullable()))
        .order((boards::complete_at, boards::source, boards::slug))
        .limit(limit)
        .select(BoardRow::as_select())
        .load(conn)?;
    rows.into_iter().map(Board::try_from).collect()
}

/// Notes up to when a board's postings have been marked as seen.
pub fn confirm(conn: &mut Conn, source: &str, slug: &str, at: Timestamp) -> Result<(), Error> {
    diesel::update(boards::table.find((source, slug))).set(boards::confirmed_at.eq(at.unix_micros())).execute(conn)?;
    Ok(())
}

/// Takes up a board again that was given up or fails: its failures are forgotten, and it is due at `now`. Says whether it is known.
pub fn revive(conn: &mut Conn, source: &str, slug: &str, now: Timestamp) -> Result<bool, Error> {
    let revived = diesel::update(boards::table.find((source, slug)))
        .set((
            boards::retired_at.eq(None::<i64>),
            boards::failures.eq(0),
            boards::watched_since.eq(now.unix_micros()),
            boards::next_run_at.eq(now.unix_micros()),
        ))
        .execute(conn)?;
    Ok(revived == 1)
}

/// Whether [`lease`] may find a board; looks without writing.
pub fn is_due(conn: &mut Conn, now: Timestamp) -> Result<bool, Error> {
    Ok(!due(conn, now, 1)?.is_empty())
}

/// Leases the board that is longest due and whose host is free, until `until`. A lease that has run out is free again.
pub fn lease(conn: &mut Conn, owner: &str, now: Timestamp, until: Timestamp) -> Result<Option<Board>, Error> {
    for row in due(conn, now, 16)? {
        // Somebody else may have taken a board since the look, and even have given it back: then it is due at another time.
        let unchanged = boards::table
            .find((&row.source, &row.slug))
            .filter(boards::leased_until.lt(now.unix_micros()).and(boards::next_run_at.eq(row.next_run_at)));
        let mine = (boards::leased_by.eq(owner), boards::leased_until.eq(until.unix_micros()));
        if diesel::update(unchanged).set(mine).execute(conn)? == 1 {
            return row.try_into().map(Some);
        }
    }
    Ok(None)
}

/// Boards that are due, leased by nobody, and asked at a host that is free.
fn due(conn: &mut Conn, now: Timestamp, limit: i64) -> Result<Vec<BoardRow>, Error> {
    let now = now.unix_micros();
    let is_free = hosts::host.nullable().is_null().or(hosts::leased_until.lt(now).and(hosts::next_at.le(now)).nullable().assume_not_null());
    Ok(boards::table
        .left_join(hosts::table.on(boards::host.eq(hosts::host)))
        .filter(boards::next_run_at.le(now).and(boards::leased_until.lt(now)).and(boards::retired_at.is_null()))
        .filter(is_free)
        .order((boards::next_run_at, boards::source, boards::slug))
        .limit(limit)
        .select(BoardRow::as_select())
        .load(conn)?)
}

/// Leases one board, whether it is due or not; `false` while somebody else has it.
pub fn claim(conn: &mut Conn, source: &str, slug: &str, owner: &str, now: Timestamp, until: Timestamp) -> Result<bool, Error> {
    let free = boards::table.find((source, slug)).filter(boards::leased_until.lt(now.unix_micros()));
    let claimed = diesel::update(free).set((boards::leased_by.eq(owner), boards::leased_until.eq(until.unix_micros()))).execute(conn)?;
    Ok(claimed == 1)
}

/// Gives a board back with where the run got to; nothing happens if the lease has gone to somebody else. Says whether it was given back.
pub fn finish(conn: &mut Conn, owner: &str, board: &Board) -> Result<bool, Error> {
    let mine = boards::table.find((&board.source, &board.slug)).filter(boards::leased_by.eq(owner));
    let done =
        diesel::update(mine).set((BoardRow::new(board), boards::leased_by.eq(None::<String>), boards::leased_until.eq(0))).execute(conn)?;
    Ok(done == 1)
}
