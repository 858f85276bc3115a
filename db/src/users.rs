//! People with accounts, and the networks that they are known from.

use diesel::prelude::*;
use diesel::upsert::excluded;
use domain::account::{Email, Name, SecretHash};
use domain::id::UserId;
use domain::time::Timestamp;

use crate::conn::{Conn, per_backend};
use crate::error::Error;
use crate::row::At;
use crate::schema::{idempotency_keys, known_networks, users};

/// A person whose address was proven.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct User {
    /// The identifier.
    pub id: UserId,
    /// The address.
    pub email: Email,
    /// What the person wants to be called.
    pub name: Option<Name>,
    /// The password, hashed (PHC string).
    pub password_hash: String,
    /// Counts changes of what is shown.
    pub version: i64,
    /// When the account was made.
    pub created_at: Timestamp,
    /// When it last changed.
    pub updated_at: Timestamp,
}

#[derive(Debug, Queryable, Selectable, Insertable)]
#[diesel(table_name = users)]
struct UserRow {
    id: String,
    email: String,
    email_key: String,
    name: Option<String>,
    password_hash: String,
    version: i64,
    created_at: i64,
    updated_at: i64,
}

/// Stores a person; `false` when the address has an account already.
pub fn insert(conn: &mut Conn, user: &User) -> Result<bool, Error> {
    let row = UserRow {
        id: user.id.to_string(),
        email: user.email.to_string(),
        email_key: user.email.key(),
        name: user.name.as_ref().map(Name::to_string),
        password_hash: user.password_hash.clone(),
        version: user.version,
        created_at: user.created_at.unix_micros(),
        updated_at: user.updated_at.unix_micros(),
    };
    let inserted = per_backend!(conn, c => diesel::insert_into(users::table)
        .values(&row)
        .on_conflict(users::email_key)
        .do_nothing()
        .execute(c))?;
    Ok(inserted == 1)
}

/// A person by identifier.
pub fn get(conn: &mut Conn, id: UserId) -> Result<Option<User>, Error> {
    let row: Option<UserRow> = users::table.find(id.to_string()).select(UserRow::as_select()).first(conn).optional()?;
    row.map(User::try_from).transpose()
}

/// A person by address, in whatever letter case it is written.
pub fn by_email(conn: &mut Conn, email: &Email) -> Result<Option<User>, Error> {
    let row: Option<UserRow> = users::table.filter(users::email_key.eq(email.key())).select(UserRow::as_select()).first(conn).optional()?;
    row.map(User::try_from).transpose()
}

/// Stores name and password of a person who is still at `user.version`, which then goes up; `false` when somebody was quicker.
pub fn update(conn: &mut Conn, user: &User, now: Timestamp) -> Result<bool, Error> {
    let current = users::table.find(user.id.to_string()).filter(users::version.eq(user.version));
    let updated = diesel::update(current)
        .set((
            users::name.eq(user.name.as_ref().map(Name::to_string)),
            users::password_hash.eq(&user.password_hash),
            users::version.eq(user.version + 1),
            users::updated_at.eq(now.unix_micros()),
        ))
        .execute(conn)?;
    Ok(updated == 1)
}

/// Stores another hash. With `instead_of`, only while that is the stored one: a hash of the same password that is dearer to guess.
pub fn set_password(conn: &mut Conn, id: UserId, hash: &str, instead_of: Option<&str>) -> Result<(), Error> {
    let row = users::table.find(id.to_string());
    let set = users::password_hash.eq(hash);
    match instead_of {
        Some(old) => diesel::update(row.filter(users::password_hash.eq(old))).set(set).execute(conn)?,
        None => diesel::update(row).set(set).execute(conn)?,
    };
    Ok(())
}

/// Removes a person with everything that belongs to them.
pub fn delete(conn: &mut Conn, id: UserId) -> Result<(), Error> {
    diesel::delete(idempotency_keys::table.filter(idempotency_keys::principal.eq(id.to_string()))).execute(conn)?;
    diesel::delete(users::table.find(id.to_string())).execute(conn)?;
    Ok(())
}

/// Whether a person has logged in from a network before.
pub fn knows_network(conn: &mut Conn, id: UserId, network: &SecretHash) -> Result<bool, Error> {
    let row = known_networks::table.find((id.to_string(), network.as_str()));
    Ok(diesel::select(diesel::dsl::exists(row)).get_result(conn)?)
}

/// Remembers that a person was let in from a network.
pub fn remember_network(conn: &mut Conn, id: UserId, network: &SecretHash, now: Timestamp) -> Result<(), Error> {
    let values = (
        known_networks::user_id.eq(id.to_string()),
        known_networks::network.eq(network.as_str()),
        known_networks::seen_at.eq(now.unix_micros()),
    );
    per_backend!(conn, c => diesel::insert_into(known_networks::table)
        .values(&values)
        .on_conflict((known_networks::user_id, known_networks::network))
        .do_update()
        .set(known_networks::seen_at.eq(excluded(known_networks::seen_at)))
        .execute(c))?;
    Ok(())
}

/// When a person was last let in from each of the networks that are remembered, the latest first.
pub fn networks(conn: &mut Conn, id: UserId) -> Result<Vec<Timestamp>, Error> {
    let mine = known_networks::table.filter(known_networks::user_id.eq(id.to_string())).order(known_networks::seen_at.desc());
    let seen: Vec<i64> = mine.select(known_networks::seen_at).load(conn)?;
    Ok(seen.into_iter().map(Timestamp::from_unix_micros).collect())
}

impl TryFrom<UserRow> for User {
    type Error = Error;

    fn try_from(row: UserRow) -> Result<User, Error> {
        let at = At { table: "users", id: &row.id };
        Ok(User {
            id: at.need("id", UserId::parse(&row.id).ok())?,
            email: at.need("email", Email::parse(&row.email).ok())?,
            name: at.optional("name", row.name.as_deref(), |name| Name::parse(name).ok())?,
            password_hash: row.password_hash,
            version: row.version,
            created_at: Timestamp::from_unix_micros(row.created_at),
            updated_at: Timestamp::from_unix_micros(row.updated_at),
        })
    }
}
