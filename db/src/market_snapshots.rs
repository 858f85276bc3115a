//! How the market stood, a row a day.

use diesel::prelude::*;
use domain::time::Timestamp;

use crate::conn::{Conn, per_backend};
use crate::error::Error;
use crate::schema::market_snapshots;

/// The market of a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Snapshot {
    /// When it was taken.
    pub taken_at: Timestamp,
    /// The answer, as JSON.
    pub body: String,
}

/// Keeps a snapshot of the day on which it was taken, unless there is one. Returns whether it was kept.
pub fn keep(conn: &mut Conn, snapshot: &Snapshot) -> Result<bool, Error> {
    let values = (
        market_snapshots::day.eq(day(snapshot.taken_at)),
        market_snapshots::taken_at.eq(snapshot.taken_at.unix_micros()),
        market_snapshots::body.eq(&snapshot.body),
    );
    let kept = per_backend!(conn, c => diesel::insert_into(market_snapshots::table)
        .values(&values)
        .on_conflict(market_snapshots::day)
        .do_nothing()
        .execute(c))?;
    Ok(kept > 0)
}

/// The snapshot of the day of `at`.
pub fn on_day(conn: &mut Conn, at: Timestamp) -> Result<Option<Snapshot>, Error> {
    let columns = (market_snapshots::taken_at, market_snapshots::body);
    let found: Option<(i64, String)> = market_snapshots::table.find(day(at)).select(columns).first(conn).optional()?;
    Ok(found.map(|(taken_at, body)| Snapshot { taken_at: Timestamp::from_unix_micros(taken_at), body }))
}

/// Whether the day of `at` has a snapshot.
pub fn has_day(conn: &mut Conn, at: Timestamp) -> Result<bool, Error> {
    let count: i64 = market_snapshots::table.find(day(at)).count().get_result(conn)?;
    Ok(count > 0)
}

/// Days since 1970.
fn day(at: Timestamp) -> i32 {
    i32::try_from(at.unix_day()).unwrap_or(i32::MAX)
}
