//! Sign-ups that wait for their address to be proven.

use diesel::prelude::*;
use domain::account::{Email, Name};
use domain::id::RegistrationId;
use domain::time::Timestamp;

use crate::conn::Conn;
use crate::error::Error;
use crate::row::At;
use crate::schema::registrations;

/// A sign-up. Several may wait for one address; the first that is proven becomes the account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Registration {
    /// Its identifier.
    pub id: RegistrationId,
    /// The address that is claimed.
    pub email: Email,
    /// What the person wants to be called.
    pub name: Option<Name>,
    /// The password, hashed (PHC string).
    pub password_hash: String,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it is forgotten.
    pub expires_at: Timestamp,
}

#[derive(Debug, Queryable, Selectable, Insertable)]
#[diesel(table_name = registrations)]
struct RegistrationRow {
    id: String,
    email: String,
    email_key: String,
    name: Option<String>,
    password_hash: String,
    created_at: i64,
    expires_at: i64,
}

/// Stores a sign-up.
pub fn insert(conn: &mut Conn, registration: &Registration) -> Result<(), Error> {
    let row = RegistrationRow {
        id: registration.id.to_string(),
        email: registration.email.to_string(),
        email_key: registration.email.key(),
        name: registration.name.as_ref().map(Name::to_string),
        password_hash: registration.password_hash.clone(),
        created_at: registration.created_at.unix_micros(),
        expires_at: registration.expires_at.unix_micros(),
    };
    diesel::insert_into(registrations::table).values(&row).execute(conn)?;
    Ok(())
}

/// A sign-up by its identifier.
pub fn get(conn: &mut Conn, id: RegistrationId) -> Result<Option<Registration>, Error> {
    let row: Option<RegistrationRow> =
        registrations::table.find(id.to_string()).select(RegistrationRow::as_select()).first(conn).optional()?;
    row.map(Registration::try_from).transpose()
}

/// Forgets every sign-up for an address, because one was proven.
pub fn forget(conn: &mut Conn, email: &Email) -> Result<(), Error> {
    diesel::delete(registrations::table.filter(registrations::email_key.eq(email.key()))).execute(conn)?;
    Ok(())
}

impl TryFrom<RegistrationRow> for Registration {
    type Error = Error;

    fn try_from(row: RegistrationRow) -> Result<Registration, Error> {
        let at = At { table: "registrations", id: &row.id };
        Ok(Registration {
            id: at.need("id", RegistrationId::parse(&row.id).ok())?,
            email: at.need("email", Email::parse(&row.email).ok())?,
            name: at.optional("name", row.name.as_deref(), |name| Name::parse(name).ok())?,
            password_hash: row.password_hash,
            created_at: Timestamp::from_unix_micros(row.created_at),
            expires_at: Timestamp::from_unix_micros(row.expires_at),
        })
    }
}
