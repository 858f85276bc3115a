//! Keys that access tokens are signed with (Ed25519). All processes share them.

use chrono::TimeDelta;
use data_encoding::BASE64;
use diesel::prelude::*;
use domain::time::Timestamp;

use crate::conn::Conn;
use crate::error::Error;
use crate::row::{At, time};
use crate::schema::signing_keys;

/// How long a retired key still verifies: longer than any token lives, and than a process may take to notice.
pub const VERIFIES_FOR: TimeDelta = TimeDelta::hours(1);

/// One key.
#[derive(Clone, PartialEq, Eq)]
pub struct SigningKey {
    /// Its name in tokens.
    pub kid: String,
    /// The secret that the pair is made of (RFC 8032 §5.1.5).
    pub seed: [u8; 32],
    /// When it was made.
    pub created_at: Timestamp,
    /// Since when it signs no more.
    pub retired_at: Option<Timestamp>,
}

impl SigningKey {
    /// Whether tokens that it signed are still taken.
    pub fn verifies(&self, now: Timestamp) -> bool {
        self.retired_at.is_none_or(|at| now.since(at) < VERIFIES_FOR)
    }
}

impl std::fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SigningKey").field("kid", &self.kid).finish_non_exhaustive()
    }
}

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = signing_keys)]
struct KeyRow {
    kid: String,
    seed: String,
    created_at: i64,
    retired_at: Option<i64>,
}

/// Every key, the newest first: the first that is not retired signs.
pub fn all(conn: &mut Conn) -> Result<Vec<SigningKey>, Error> {
    let rows: Vec<KeyRow> =
        signing_keys::table.order((signing_keys::created_at.desc(), signing_keys::kid.desc())).select(KeyRow::as_select()).load(conn)?;
    rows.into_iter().map(SigningKey::try_from).collect()
}

/// Makes a key the one that signs, and retires the others.
pub fn rotate(conn: &mut Conn, key: &SigningKey) -> Result<(), Error> {
    let signing = signing_keys::table.filter(signing_keys::retired_at.is_null());
    diesel::update(signing).set(signing_keys::retired_at.eq(key.created_at.unix_micros())).execute(conn)?;
    let row = KeyRow {
        kid: key.kid.clone(),
        seed: BASE64.encode(&key.seed),
        created_at: key.created_at.unix_micros(),
        retired_at: key.retired_at.map(Timestamp::unix_micros),
    };
    diesel::insert_into(signing_keys::table).values(&row).execute(conn)?;
    Ok(())
}

impl TryFrom<KeyRow> for SigningKey {
    type Error = Error;

    fn try_from(row: KeyRow) -> Result<SigningKey, Error> {
        let at = At { table: "signing_keys", id: &row.kid };
        let seed = BASE64.decode(row.seed.as_bytes()).ok().and_then(|bytes| bytes.try_into().ok());
        Ok(SigningKey {
            seed: at.need("seed", seed)?,
            created_at: Timestamp::from_unix_micros(row.created_at),
            retired_at: time(row.retired_at),
            kid: row.kid,
        })
    }
}
