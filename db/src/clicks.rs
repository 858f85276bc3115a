//! How often people went on to apply: a number a day, no person.

use diesel::prelude::*;
use diesel::upsert::excluded;
use domain::id::ListingId;
use domain::time::Timestamp;

use crate::conn::{Conn, per_backend};
use crate::error::Error;
use crate::schema::clicks;

/// Counts `times` more clicks on the day of `at`.
pub fn add(conn: &mut Conn, id: ListingId, at: Timestamp, times: i64) -> Result<(), Error> {
    let day = i32::try_from(at.unix_day()).unwrap_or(i32::MAX);
    let values = (clicks::listing_id.eq(id.to_string()), clicks::day.eq(day), clicks::times.eq(times));
    per_backend!(conn, c => diesel::insert_into(clicks::table)
        .values(&values)
        .on_conflict((clicks::listing_id, clicks::day))
        .do_update()
        .set(clicks::times.eq(clicks::times + excluded(clicks::times)))
        .execute(c))?;
    Ok(())
}

/// The clicks of a listing on the day of `at`.
pub fn on_day(conn: &mut Conn, id: ListingId, at: Timestamp) -> Result<u64, Error> {
    let day = i32::try_from(at.unix_day()).unwrap_or(i32::MAX);
    let found: Option<i64> = clicks::table.find((id.to_string(), day)).select(clicks::times).first(conn).optional()?;
    Ok(found.unwrap_or(0).unsigned_abs())
}
