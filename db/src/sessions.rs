//! Sessions and their refresh tokens. A session that has ended is gone, and its tokens with it.

use chrono::TimeDelta;
use diesel::prelude::*;
use domain::account::SecretHash;
use domain::id::{SessionId, UserId};
use domain::time::Timestamp;

use crate::conn::Conn;
use crate::error::Error;
use crate::row::{At, time};
use crate::schema::{refresh_tokens, sessions};

/// How long a session lasts without being used.
pub const IDLE: TimeDelta = TimeDelta::days(14);
/// How long a session lasts at most.
pub const LONGEST: TimeDelta = TimeDelta::days(90);
/// How long after its use a token may come again, because the answer to its first use was lost.
const GRACE: TimeDelta = TimeDelta::seconds(30);

/// One login.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    /// The identifier.
    pub id: SessionId,
    /// Whose it is.
    pub user: UserId,
    /// What the client said that it is.
    pub client: Option<String>,
    /// When the person logged in.
    pub created_at: Timestamp,
    /// When it was last prolonged.
    pub last_used_at: Timestamp,
    /// When it ends unless it is used before.
    pub expires_at: Timestamp,
}

impl Session {
    /// A session that begins now.
    pub fn begin(id: SessionId, user: UserId, client: Option<String>, now: Timestamp) -> Session {
        Session { id, user, client, created_at: now, last_used_at: now, expires_at: now.plus(IDLE) }
    }
}

/// What became of a refresh token that was presented.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refresh {
    /// It was good; the fresh one takes its place.
    Rotated(Session),
    /// It had been used: somebody else has it, too. The session has been ended.
    Reused,
    /// It is none, or none any more.
    Unknown,
}

#[derive(Debug, Queryable, Selectable, Insertable)]
#[diesel(table_name = sessions)]
struct SessionRow {
    id: String,
    user_id: String,
    client: Option<String>,
    created_at: i64,
    last_used_at: i64,
    expires_at: i64,
}

#[derive(Debug, Queryable, Selectable, Insertable)]
#[diesel(table_name = refresh_tokens)]
struct TokenRow {
    hash: String,
    session_id: String,
    used_at: Option<i64>,
    successor: Option<String>,
}

/// Stores a session with its first refresh token.
pub fn start(conn: &mut Conn, session: &Session, token: &SecretHash) -> Result<(), Error> {
    let row = SessionRow {
        id: session.id.to_string(),
        user_id: session.user.to_string(),
        client: session.client.clone(),
        created_at: session.created_at.unix_micros(),
        last_used_at: session.last_used_at.unix_micros(),
        expires_at: session.expires_at.unix_micros(),
    };
    diesel::insert_into(sessions::table).values(&row).execute(conn)?;
    add_token(conn, session, token)
}

/// A session that has not ended.
pub fn active(conn: &mut Conn, id: SessionId, now: Timestamp) -> Result<Option<Session>, Error> {
    let row: Option<SessionRow> = sessions::table
        .find(id.to_string())
        .filter(sessions::expires_at.gt(now.unix_micros()))
        .select(SessionRow::as_select())
        .first(conn)
        .optional()?;
    row.map(Session::try_from).transpose()
}

/// The sessions of a person that have not ended, the newest first.
pub fn of_user(conn: &mut Conn, user: UserId, now: Timestamp) -> Result<Vec<Session>, Error> {
    let rows: Vec<SessionRow> = sessions::table
        .filter(sessions::user_id.eq(user.to_string()).and(sessions::expires_at.gt(now.unix_micros())))
        .order(sessions::id.desc())
        .select(SessionRow::as_select())
        .load(conn)?;
    rows.into_iter().map(Session::try_from).collect()
}

/// Exchanges a refresh token for a fresh one, and prolongs the session.
///
/// A token that was used before ends its session, except within half a minute when what it was exchanged for was never used:
/// then the answer was lost, and the fresh token takes the place of the lost one.
pub fn refresh(conn: &mut Conn, presented: &SecretHash, fresh: &SecretHash, now: Timestamp) -> Result<Refresh, Error> {
    let Some(token) = token(conn, presented.as_str())? else { return Ok(Refresh::Unknown) };
    // The session's row is the lock under which its tokens change hands.
    diesel::update(sessions::table.find(&token.session_id)).set(sessions::last_used_at.eq(now.unix_micros())).execute(conn)?;
    let at = At { table: "refresh_tokens", id: &token.hash };
    let id = at.need("session_id", SessionId::parse(&token.session_id).ok())?;
    let Some(mut session) = active(conn, id, now)? else { return Ok(Refresh::Unknown) };
    let Some(token) = self::token(conn, presented.as_str())? else { return Ok(Refresh::Unknown) };
    if let Some(used_at) = time(token.used_at) {
        let successor = token.successor.as_deref().map(|hash| self::token(conn, hash)).transpose()?.flatten();
        let lost = successor.filter(|successor| successor.used_at.is_none() && now.since(used_at) <= GRACE);
        let Some(lost) = lost else {
            diesel::delete(sessions::table.find(&token.session_id)).execute(conn)?;
            return Ok(Refresh::Reused);
        };
        replace(conn, &lost.hash, fresh, now)?;
    }
    replace(conn, &token.hash, fresh, time(token.used_at).unwrap_or(now))?;
    add_token(conn, &session, fresh)?;
    session.expires_at = now.plus(IDLE).min(session.created_at.plus(LONGEST));
    diesel::update(sessions::table.find(&token.session_id)).set(sessions::expires_at.eq(session.expires_at.unix_micros())).execute(conn)?;
    Ok(Refresh::Rotated(session))
}

/// Ends a session of a person; says whether there was one.
pub fn end(conn: &mut Conn, user: UserId, id: SessionId) -> Result<bool, Error> {
    let mine = sessions::table.find(id.to_string()).filter(sessions::user_id.eq(user.to_string()));
    Ok(diesel::delete(mine).execute(conn)? == 1)
}

/// Ends every session of a person but one.
pub fn end_all(conn: &mut Conn, user: UserId, but: Option<SessionId>) -> Result<(), Error> {
    // No session has an empty identifier.
    let but = but.map(|id| id.to_string()).unwrap_or_default();
    diesel::delete(sessions::table.filter(sessions::user_id.eq(user.to_string()).and(sessions::id.ne(but)))).execute(conn)?;
    Ok(())
}

fn token(conn: &mut Conn, hash: &str) -> Result<Option<TokenRow>, Error> {
    Ok(refresh_tokens::table.find(hash).select(TokenRow::as_select()).first(conn).optional()?)
}

fn add_token(conn: &mut Conn, session: &Session, token: &SecretHash) -> Result<(), Error> {
    let row = TokenRow { hash: token.as_str().to_owned(), session_id: session.id.to_string(), used_at: None, successor: None };
    diesel::insert_into(refresh_tokens::table).values(&row).execute(conn)?;
    Ok(())
}

fn replace(conn: &mut Conn, hash: &str, by: &SecretHash, at: Timestamp) -> Result<(), Error> {
    diesel::update(refresh_tokens::table.find(hash))
        .set((refresh_tokens::used_at.eq(at.unix_micros()), refresh_tokens::successor.eq(by.as_str())))
        .execute(conn)?;
    Ok(())
}

impl TryFrom<SessionRow> for Session {
    type Error = Error;

    fn try_from(row: SessionRow) -> Result<Session, Error> {
        let at = At { table: "sessions", id: &row.id };
        Ok(Session {
            id: at.need("id", SessionId::parse(&row.id).ok())?,
            user: at.need("user_id", UserId::parse(&row.user_id).ok())?,
            client: row.client,
            created_at: Timestamp::from_unix_micros(row.created_at),
            last_used_at: Timestamp::from_unix_micros(row.last_used_at),
            expires_at: Timestamp::from_unix_micros(row.expires_at),
        })
    }
}
