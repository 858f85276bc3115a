//! Answers to requests with an `Idempotency-Key`, written in the transaction of their effect.

use chrono::TimeDelta;
use diesel::prelude::*;
use domain::time::Timestamp;

use crate::conn::{Conn, per_backend};
use crate::error::Error;
use crate::row::{At, to_json};
use crate::schema::idempotency_keys;

/// How long an answer is kept.
pub const KEPT_FOR: TimeDelta = TimeDelta::hours(24);

/// What makes a request the same one.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Key {
    /// Who asks.
    pub principal: String,
    /// Method and path.
    pub operation: String,
    /// The client's key.
    pub key: String,
}

/// An answer to be given again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// The status.
    pub status: u16,
    /// Headers that are part of the answer, as name and value.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: String,
}

/// What is known of a key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Claim {
    /// Nothing: the effect may happen, and [`complete`] or [`release`] must follow in this transaction.
    New,
    /// It was used with this body, and answered so.
    Done(Answer),
    /// It was used with another body.
    OtherBody,
}

#[derive(Debug, Queryable, Selectable)]
#[diesel(table_name = idempotency_keys)]
struct Row {
    body_hash: String,
    status: i16,
    headers: String,
    body: String,
}

/// Claims a key. Whoever comes second waits for the first one's transaction to end.
pub fn claim(conn: &mut Conn, key: &Key, body_hash: &str, now: Timestamp) -> Result<Claim, Error> {
    let row = idempotency_keys::table.find((&key.principal, &key.operation, &key.key));
    diesel::delete(row.filter(idempotency_keys::created_at.lt(now.minus(KEPT_FOR).unix_micros()))).execute(conn)?;
    let inserted = per_backend!(conn, c => diesel::insert_into(idempotency_keys::table)
        .values((
            idempotency_keys::principal.eq(&key.principal),
            idempotency_keys::operation.eq(&key.operation),
            idempotency_keys::key.eq(&key.key),
            idempotency_keys::body_hash.eq(body_hash),
            idempotency_keys::status.eq(0),
            idempotency_keys::headers.eq("[]"),
            idempotency_keys::body.eq(""),
            idempotency_keys::created_at.eq(now.unix_micros()),
        ))
        .on_conflict((idempotency_keys::principal, idempotency_keys::operation, idempotency_keys::key))
        .do_nothing()
        .execute(c))?;
    if inserted == 1 {
        return Ok(Claim::New);
    }
    let stored: Row = row.select(Row::as_select()).first(conn)?;
    if stored.body_hash != body_hash {
        return Ok(Claim::OtherBody);
    }
    let at = At { table: "idempotency_keys", id: &key.key };
    Ok(Claim::Done(Answer {
        status: at.need("status", u16::try_from(stored.status).ok())?,
        headers: at.json("headers", &stored.headers)?,
        body: stored.body,
    }))
}

/// Keeps the answer under a claimed key.
pub fn complete(conn: &mut Conn, key: &Key, answer: &Answer) -> Result<(), Error> {
    let at = At { table: "idempotency_keys", id: &key.key };
    diesel::update(idempotency_keys::table.find((&key.principal, &key.operation, &key.key)))
        .set((
            idempotency_keys::status.eq(at.need("status", i16::try_from(answer.status).ok())?),
            idempotency_keys::headers.eq(to_json(at, "headers", &answer.headers)?),
            idempotency_keys::body.eq(&answer.body),
        ))
        .execute(conn)?;
    Ok(())
}

/// Lets go of a claimed key, because the request was refused and nothing happened.
pub fn release(conn: &mut Conn, key: &Key) -> Result<(), Error> {
    diesel::delete(idempotency_keys::table.find((&key.principal, &key.operation, &key.key))).execute(conn)?;
    Ok(())
}
