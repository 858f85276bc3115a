//! What a person has removed, for a while: removing it again is no error.

use chrono::TimeDelta;
use diesel::prelude::*;
use diesel::upsert::excluded;
use domain::id::UserId;
use domain::time::Timestamp;

use crate::conn::{Conn, per_backend};
use crate::error::Error;
use crate::schema::removals;

/// How long it is known that something was removed.
pub const KEPT_FOR: TimeDelta = TimeDelta::hours(24);

/// Notes that a person removed a resource, named by its path.
pub fn add(conn: &mut Conn, user: UserId, resource: &str, now: Timestamp) -> Result<(), Error> {
    let values = (removals::user_id.eq(user.to_string()), removals::resource.eq(resource), removals::removed_at.eq(now.unix_micros()));
    per_backend!(conn, c => diesel::insert_into(removals::table)
        .values(&values)
        .on_conflict((removals::user_id, removals::resource))
        .do_update()
        .set(removals::removed_at.eq(excluded(removals::removed_at)))
        .execute(c))?;
    Ok(())
}

/// Whether a person removed a resource not long ago.
pub fn contains(conn: &mut Conn, user: UserId, resource: &str, now: Timestamp) -> Result<bool, Error> {
    let row = removals::table.find((user.to_string(), resource)).filter(removals::removed_at.gt(now.minus(KEPT_FOR).unix_micros()));
    Ok(diesel::select(diesel::dsl::exists(row)).get_result(conn)?)
}
