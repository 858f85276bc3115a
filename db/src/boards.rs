//! Boards that are fetched again and again, leased so that two workers never fetch the same one.

use diesel::prelude::*;
use domain::time::Timestamp;

use crate::conn::{Conn, per_backend};
use crate::error::Error;
use crate::row::{micros, time};
use crate::schema::boards;

/// A board with where its last run got to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Board {
    /// The source.
    pub source: String,
    /// The platform's name of the board, or empty.
    pub slug: String,
    /// When it is due.
    pub next_run_at: Timestamp,
    /// Up to when it has been read.
    pub watermark: Option<Timestamp>,
    /// The validator of its first page.
    pub etag: Option<String>,
    /// The date of its first page, as the source wrote it.
    pub last_modified: Option<String>,
    /// Failed runs in a row.
    pub failures: u32,
}

#[derive(Debug, Queryable, Selectable)]
#[diesel(table_name = boards)]
struct BoardRow {
    source: String,
    slug: String,
    next_run_at: i64,
    watermark: Option<i64>,
    etag: Option<String>,
    last_modified: Option<String>,
    failures: i32,
}

impl From<BoardRow> for Board {
    fn from(row: BoardRow) -> Board {
        Board {
            source: row.source,
            slug: row.slug,
            next_run_at: Timestamp::from_unix_micros(row.next_run_at),
            watermark: time(row.watermark),
            etag: row.etag,
            last_modified: row.last_modified,
            failures: row.failures.unsigned_abs(),
        }
    }
}

/// Adds a board, due at `due`; one that is known stays as it is.
pub fn add(conn: &mut Conn, source: &str, slug: &str, due: Timestamp) -> Result<(), Error> {
    per_backend!(conn, c => diesel::insert_into(boards::table)
        .values((
            boards::source.eq(source),
            boards::slug.eq(slug),
            boards::next_run_at.eq(due.unix_micros()),
            boards::leased_until.eq(0),
            boards::failures.eq(0),
        ))
        .on_conflict((boards::source, boards::slug))
        .do_nothing()
        .execute(c))?;
    Ok(())
}

/// A board, if it is known.
pub fn get(conn: &mut Conn, source: &str, slug: &str) -> Result<Option<Board>, Error> {
    let row: Option<BoardRow> = boards::table.find((source, slug)).select(BoardRow::as_select()).first(conn).optional()?;
    Ok(row.map(Board::from))
}

/// The slugs of a source's boards, sorted.
pub fn of_source(conn: &mut Conn, source: &str) -> Result<Vec<String>, Error> {
    Ok(boards::table.filter(boards::source.eq(source)).order(boards::slug).select(boards::slug).load(conn)?)
}

/// Leases the board that is longest due, until `until`. A lease that has run out is free again.
pub fn lease(conn: &mut Conn, owner: &str, now: Timestamp, until: Timestamp) -> Result<Option<Board>, Error> {
    // Somebody else may take a board between the look and the claim; the next one may still be free.
    let due: Vec<BoardRow> = boards::table
        .filter(boards::next_run_at.le(now.unix_micros()).and(boards::leased_until.lt(now.unix_micros())))
        .order((boards::next_run_at, boards::source, boards::slug))
        .limit(16)
        .select(BoardRow::as_select())
        .load(conn)?;
    for row in due {
        if claim(conn, &row.source, &row.slug, owner, now, until)? {
            return Ok(Some(row.into()));
        }
    }
    Ok(None)
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
    let done = diesel::update(mine)
        .set((
            boards::leased_by.eq(None::<String>),
            boards::leased_until.eq(0),
            boards::next_run_at.eq(board.next_run_at.unix_micros()),
            boards::watermark.eq(micros(board.watermark)),
            boards::etag.eq(&board.etag),
            boards::last_modified.eq(&board.last_modified),
            boards::failures.eq(i32::try_from(board.failures).unwrap_or(i32::MAX)),
        ))
        .execute(conn)?;
    Ok(done == 1)
}
