//! Numbers that all processes share, by name.

use diesel::prelude::*;
use diesel::upsert::excluded;

use crate::conn::{Conn, per_backend};
use crate::error::Error;
use crate::schema::counters;

/// What counters of things that were left out begin with.
pub const SKIPPED: &str = "skipped:";

/// Adds to a number and returns what it is then. Until the transaction ends, everybody else who adds to it waits.
pub fn add(conn: &mut Conn, name: &str, more: i64) -> Result<i64, Error> {
    let row = counters::table.find(name);
    let after: Option<i64> =
        diesel::update(row).set(counters::number.eq(counters::number + more)).returning(counters::number).get_result(conn).optional()?;
    if let Some(after) = after {
        return Ok(after);
    }
    per_backend!(conn, c => diesel::insert_into(counters::table)
        .values((counters::name.eq(name), counters::number.eq(more)))
        .on_conflict(counters::name)
        .do_update()
        .set(counters::number.eq(counters::number + excluded(counters::number)))
        .execute(c))?;
    get(conn, name)
}

/// Moves a number from one value to another; `false` when somebody else has moved it meanwhile.
pub fn swap(conn: &mut Conn, name: &str, from: i64, to: i64) -> Result<bool, Error> {
    let row = counters::table.find(name).filter(counters::number.eq(from));
    Ok(diesel::update(row).set(counters::number.eq(to)).execute(conn)? == 1)
}

/// A number; 0 where nobody has added to it.
pub fn get(conn: &mut Conn, name: &str) -> Result<i64, Error> {
    let number: Option<i64> = counters::table.find(name).select(counters::number).first(conn).optional()?;
    Ok(number.unwrap_or(0))
}

/// Every number whose name begins so, by the rest of its name.
pub fn beginning(conn: &mut Conn, prefix: &str) -> Result<Vec<(String, i64)>, Error> {
    let all: Vec<(String, i64)> = counters::table.order(counters::name).load(conn)?;
    Ok(all.into_iter().filter_map(|(name, number)| Some((name.strip_prefix(prefix)?.to_owned(), number))).collect())
}
