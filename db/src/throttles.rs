//! Limits that survive a restart: the generic cell rate algorithm, one moment for each limited action.

use chrono::TimeDelta;
use diesel::prelude::*;
use domain::time::Timestamp;

use crate::conn::{Conn, per_backend};
use crate::error::Error;
use crate::schema::throttles;

/// How often something may happen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rate {
    /// The time that one occurrence takes up.
    pub every: TimeDelta,
    /// How many may come at once, at least 1.
    pub burst: i32,
}

/// Books one occurrence. `Some` is how long to wait because too many came; nothing is booked then.
pub fn book(conn: &mut Conn, name: &str, rate: Rate, now: Timestamp) -> Result<Option<TimeDelta>, Error> {
    let one = rate.every.num_microseconds().unwrap_or(i64::MAX);
    let now = now.unix_micros();
    per_backend!(conn, c => diesel::insert_into(throttles::table)
        .values((throttles::name.eq(name), throttles::booked_until.eq(now)))
        .on_conflict(throttles::name)
        .do_nothing()
        .execute(c))?;
    let row = throttles::table.find(name);
    let idle = diesel::update(row.filter(throttles::booked_until.lt(now))).set(throttles::booked_until.eq(now + one)).execute(conn)?;
    if idle == 1 {
        return Ok(None);
    }
    let latest = now + rate.every.checked_mul(rate.burst - 1).and_then(|room| room.num_microseconds()).unwrap_or(0);
    let booked = diesel::update(row.filter(throttles::booked_until.le(latest)))
        .set(throttles::booked_until.eq(throttles::booked_until + one))
        .execute(conn)?;
    if booked == 1 {
        return Ok(None);
    }
    let until: i64 = row.select(throttles::booked_until).first(conn)?;
    Ok(Some(TimeDelta::microseconds((until - latest).max(1))))
}

/// Gives back what was booked, for an occurrence that turned out not to count.
pub fn give_back(conn: &mut Conn, name: &str, rate: Rate) -> Result<(), Error> {
    let one = rate.every.num_microseconds().unwrap_or(0);
    diesel::update(throttles::table.find(name)).set(throttles::booked_until.eq(throttles::booked_until - one)).execute(conn)?;
    Ok(())
}
