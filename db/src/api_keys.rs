//! Keys for programs.

use chrono::TimeDelta;
use diesel::prelude::*;
use domain::account::{Name, Scope, SecretHash};
use domain::id::{ApiKeyId, UserId};
use domain::time::Timestamp;

use crate::conn::Conn;
use crate::error::Error;
use crate::row::{At, micros, time};
use crate::schema::api_keys;

/// How exactly the last use is kept, so that a busy key is not a write for each request.
const LAST_USE: TimeDelta = TimeDelta::minutes(1);

/// A key, as far as anybody but its holder knows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ApiKeyRecord {
    /// The identifier.
    pub id: ApiKeyId,
    /// Whose it is.
    pub user: UserId,
    /// What its owner calls it.
    pub name: Name,
    /// Its last characters.
    pub hint: String,
    /// What it may be used for.
    pub scopes: Vec<Scope>,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it ends.
    pub expires_at: Option<Timestamp>,
    /// When it was last used, to the minute.
    pub last_used_at: Option<Timestamp>,
}

#[derive(Debug, Queryable, Selectable, Insertable)]
#[diesel(table_name = api_keys)]
struct KeyRow {
    id: String,
    user_id: String,
    name: String,
    hint: String,
    scopes: String,
    created_at: i64,
    expires_at: Option<i64>,
    last_used_at: Option<i64>,
}

/// Stores a key.
pub fn insert(conn: &mut Conn, key: &ApiKeyRecord, hash: &SecretHash) -> Result<(), Error> {
    let scopes: Vec<&str> = key.scopes.iter().map(|scope| scope.slug()).collect();
    let row = KeyRow {
        id: key.id.to_string(),
        user_id: key.user.to_string(),
        name: key.name.to_string(),
        hint: key.hint.clone(),
        scopes: scopes.join(" "),
        created_at: key.created_at.unix_micros(),
        expires_at: micros(key.expires_at),
        last_used_at: micros(key.last_used_at),
    };
    diesel::insert_into(api_keys::table).values((&row, api_keys::hash.eq(hash.as_str()))).execute(conn)?;
    Ok(())
}

/// A key by what its holder presents; one that has ended is none.
pub fn by_hash(conn: &mut Conn, hash: &SecretHash, now: Timestamp) -> Result<Option<ApiKeyRecord>, Error> {
    let row: Option<KeyRow> =
        api_keys::table.filter(api_keys::hash.eq(hash.as_str())).select(KeyRow::as_select()).first(conn).optional()?;
    let key = row.map(ApiKeyRecord::try_from).transpose()?;
    Ok(key.filter(|key| key.expires_at.is_none_or(|end| end > now)))
}

/// The keys of a person, the newest first, ended ones included.
pub fn of_user(conn: &mut Conn, user: UserId) -> Result<Vec<ApiKeyRecord>, Error> {
    let mine = api_keys::table.filter(api_keys::user_id.eq(user.to_string()));
    let rows: Vec<KeyRow> = mine.order(api_keys::id.desc()).select(KeyRow::as_select()).load(conn)?;
    rows.into_iter().map(ApiKeyRecord::try_from).collect()
}

/// Removes a key of a person; says whether there was one.
pub fn delete(conn: &mut Conn, user: UserId, id: ApiKeyId) -> Result<bool, Error> {
    let mine = api_keys::table.find(id.to_string()).filter(api_keys::user_id.eq(user.to_string()));
    Ok(diesel::delete(mine).execute(conn)? == 1)
}

/// Whether the last use is so long ago that [`used`] should be called.
pub fn is_stale(key: &ApiKeyRecord, now: Timestamp) -> bool {
    key.last_used_at.is_none_or(|at| now.since(at) >= LAST_USE)
}

/// Notes that a key was used.
pub fn used(conn: &mut Conn, id: ApiKeyId, now: Timestamp) -> Result<(), Error> {
    diesel::update(api_keys::table.find(id.to_string())).set(api_keys::last_used_at.eq(now.unix_micros())).execute(conn)?;
    Ok(())
}

impl TryFrom<KeyRow> for ApiKeyRecord {
    type Error = Error;

    fn try_from(row: KeyRow) -> Result<ApiKeyRecord, Error> {
        let at = At { table: "api_keys", id: &row.id };
        let scopes: Option<Vec<Scope>> = row.scopes.split_whitespace().map(Scope::from_slug).collect();
        Ok(ApiKeyRecord {
            id: at.need("id", ApiKeyId::parse(&row.id).ok())?,
            user: at.need("user_id", UserId::parse(&row.user_id).ok())?,
            name: at.need("name", Name::parse(&row.name).ok())?,
            scopes: at.need("scopes", scopes)?,
            hint: row.hint,
            created_at: Timestamp::from_unix_micros(row.created_at),
            expires_at: time(row.expires_at),
            last_used_at: time(row.last_used_at),
        })
    }
}
