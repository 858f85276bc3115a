//! Forgetting what has run out: it means nothing any more, and some of it is about people.

use chrono::TimeDelta;
use diesel::prelude::*;
use domain::time::Timestamp;

use crate::conn::Conn;
use crate::error::Error;
use crate::reports;
use crate::schema::{
    alerts, deliveries, idempotency_keys, known_networks, mail_tokens, mails, registrations, removals, runs, sessions, signing_keys,
    throttles, told,
};
use crate::signing_keys::VERIFIES_FOR;
use crate::{idempotency, removals as removed};

/// How long a network stays known after the last login from it.
const NETWORK_KNOWN_FOR: TimeDelta = TimeDelta::days(90);
/// How long it can be looked up what became of a mail.
const MAIL_KEPT_FOR: TimeDelta = TimeDelta::days(30);
/// How long it can be looked up what a person was told, and what became of it.
const ALERT_KEPT_FOR: TimeDelta = TimeDelta::days(90);
/// How long a listing is not told again. One that is open for longer is told once a year at most, when it meets another saved search.
const TOLD_FOR: TimeDelta = TimeDelta::days(365);
/// How long it can be looked up what a run brought; what the next run needs of it stands with its board.
const RUN_KEPT_FOR: TimeDelta = TimeDelta::days(30);

/// How long a report of a listing waits for somebody to look at it.
const REPORT_KEPT_FOR: TimeDelta = TimeDelta::days(180);

/// Forgets what has run out by `now`; returns how many rows went.
pub fn expired(conn: &mut Conn, now: Timestamp) -> Result<usize, Error> {
    let before = |age: TimeDelta| now.minus(age).unix_micros();
    let at = now.unix_micros();
    let mut gone = diesel::delete(registrations::table.filter(registrations::expires_at.le(at))).execute(conn)?;
    gone += diesel::delete(sessions::table.filter(sessions::expires_at.le(at))).execute(conn)?;
    gone += diesel::delete(mail_tokens::table.filter(mail_tokens::expires_at.le(at))).execute(conn)?;
    gone += diesel::delete(throttles::table.filter(throttles::booked_until.lt(at))).execute(conn)?;
    gone += diesel::delete(signing_keys::table.filter(signing_keys::retired_at.lt(before(VERIFIES_FOR)))).execute(conn)?;
    gone += diesel::delete(idempotency_keys::table.filter(idempotency_keys::created_at.lt(before(idempotency::KEPT_FOR)))).execute(conn)?;
    gone += diesel::delete(removals::table.filter(removals::removed_at.lt(before(removed::KEPT_FOR)))).execute(conn)?;
    gone += diesel::delete(known_networks::table.filter(known_networks::seen_at.lt(before(NETWORK_KNOWN_FOR)))).execute(conn)?;
    gone += diesel::delete(mails::table.filter(mails::created_at.lt(before(MAIL_KEPT_FOR)))).execute(conn)?;
    gone += diesel::delete(alerts::table.filter(alerts::created_at.lt(before(ALERT_KEPT_FOR)))).execute(conn)?;
    gone += diesel::delete(deliveries::table.filter(deliveries::created_at.lt(before(ALERT_KEPT_FOR)))).execute(conn)?;
    gone += diesel::delete(told::table.filter(told::told_at.lt(before(TOLD_FOR)))).execute(conn)?;
    gone += diesel::delete(runs::table.filter(runs::finished_at.lt(before(RUN_KEPT_FOR)))).execute(conn)?;
    gone += reports::forget_before(conn, now.minus(REPORT_KEPT_FOR))?;
    Ok(gone)
}
