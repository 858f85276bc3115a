//! Hosts that are asked: one request at a time over all workers, and none before the host wants it, also after a restart.

use diesel::prelude::*;
use domain::time::Timestamp;

use crate::conn::{Conn, per_backend};
use crate::error::Error;
use crate::schema::hosts;

/// What came of asking for a host's next turn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Turn {
    /// It is the caller's, after so many failures of the host in a row.
    Taken {
        /// Failed requests in a row.
        failures: u32,
    },
    /// Somebody else is asking the host; at this time their lease runs out, if they don't give it back before.
    Busy(Timestamp),
    /// The host is not to be asked before this time.
    NotBefore(Timestamp),
}

/// What a host's robots.txt allows, and until when that is taken to hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Robots {
    /// The rules, in the reader's own form.
    pub rules: String,
    /// When to look again.
    pub until: Timestamp,
}

/// Leases a host until `until` for one request. A lease that has run out is free again.
pub fn take(conn: &mut Conn, host: &str, owner: &str, now: Timestamp, until: Timestamp) -> Result<Turn, Error> {
    per_backend!(conn, c => diesel::insert_into(hosts::table)
        .values((hosts::host.eq(host), hosts::leased_until.eq(0), hosts::next_at.eq(0), hosts::failures.eq(0)))
        .on_conflict(hosts::host)
        .do_nothing()
        .execute(c))?;
    let at = now.unix_micros();
    let free = hosts::table.find(host).filter(hosts::leased_until.lt(at).and(hosts::next_at.le(at)));
    let taken = diesel::update(free).set((hosts::leased_by.eq(owner), hosts::leased_until.eq(until.unix_micros()))).execute(conn)?;
    let row = hosts::table.find(host).select((hosts::leased_until, hosts::next_at, hosts::failures));
    let (leased_until, next_at, failures): (i64, i64, i32) = row.first(conn)?;
    Ok(match taken {
        1 => Turn::Taken { failures: failures.unsigned_abs() },
        _ if leased_until >= at => Turn::Busy(Timestamp::from_unix_micros(leased_until)),
        _ => Turn::NotBefore(Timestamp::from_unix_micros(next_at)),
    })
}

/// Gives a host back: not to be asked before `next_at`, after so many failures in a row. Nothing happens if the lease has gone to somebody else.
pub fn give_back(conn: &mut Conn, host: &str, owner: &str, next_at: Timestamp, failures: u32) -> Result<(), Error> {
    let mine = hosts::table.find(host).filter(hosts::leased_by.eq(owner));
    diesel::update(mine)
        .set((
            hosts::leased_by.eq(None::<String>),
            hosts::leased_until.eq(0),
            hosts::next_at.eq(next_at.unix_micros()),
            hosts::failures.eq(i32::try_from(failures).unwrap_or(i32::MAX)),
        ))
        .execute(conn)?;
    Ok(())
}

/// What is known of a host's robots.txt.
pub fn robots(conn: &mut Conn, host: &str) -> Result<Option<Robots>, Error> {
    let row: Option<(Option<String>, Option<i64>)> =
        hosts::table.find(host).select((hosts::robots, hosts::robots_until)).first(conn).optional()?;
    Ok(match row {
        Some((Some(rules), Some(until))) => Some(Robots { rules, until: Timestamp::from_unix_micros(until) }),
        _ => None,
    })
}

/// Keeps what a host's robots.txt allows. The host must have been asked.
pub fn keep_robots(conn: &mut Conn, host: &str, robots: &Robots) -> Result<(), Error> {
    diesel::update(hosts::table.find(host))
        .set((hosts::robots.eq(&robots.rules), hosts::robots_until.eq(robots.until.unix_micros())))
        .execute(conn)?;
    Ok(())
}

/// Until when a host is not to be asked, if that is known.
pub fn next_at(conn: &mut Conn, host: &str) -> Result<Option<Timestamp>, Error> {
    let row: Option<i64> = hosts::table.find(host).select(hosts::next_at).first(conn).optional()?;
    Ok(row.map(Timestamp::from_unix_micros))
}
