//! Tokens of mails: hashed, used once. The last one made for a person or a sign-up is the one that is good.

use diesel::prelude::*;
use domain::account::SecretHash;
use domain::id::{RegistrationId, UserId};
use domain::time::Timestamp;

use crate::conn::Conn;
use crate::error::Error;
use crate::row::At;
use crate::schema::mail_tokens;

/// Whom a token lets act.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Holder {
    /// Whoever signed up: the token proves the address.
    Registration(RegistrationId),
    /// A person: the token lets them set a new password.
    User(UserId),
}

/// Stores a token in the place of the holder's earlier ones.
pub fn issue(conn: &mut Conn, token: &SecretHash, holder: Holder, expires_at: Timestamp) -> Result<(), Error> {
    revoke(conn, holder)?;
    let (user, registration) = match holder {
        Holder::User(id) => (Some(id.to_string()), None),
        Holder::Registration(id) => (None, Some(id.to_string())),
    };
    diesel::insert_into(mail_tokens::table)
        .values((
            mail_tokens::hash.eq(token.as_str()),
            mail_tokens::user_id.eq(user),
            mail_tokens::registration_id.eq(registration),
            mail_tokens::expires_at.eq(expires_at.unix_micros()),
        ))
        .execute(conn)?;
    Ok(())
}

/// Forgets the tokens of a holder.
pub fn revoke(conn: &mut Conn, holder: Holder) -> Result<(), Error> {
    match holder {
        Holder::User(id) => diesel::delete(mail_tokens::table.filter(mail_tokens::user_id.eq(id.to_string()))).execute(conn)?,
        Holder::Registration(id) => {
            diesel::delete(mail_tokens::table.filter(mail_tokens::registration_id.eq(id.to_string()))).execute(conn)?
        }
    };
    Ok(())
}

/// Whether a token would be good now. Looking first spares the work of hashing a password for a token that is none.
pub fn is_good(conn: &mut Conn, token: &SecretHash, now: Timestamp) -> Result<bool, Error> {
    let good = mail_tokens::table.find(token.as_str()).filter(mail_tokens::expires_at.gt(now.unix_micros()));
    Ok(diesel::select(diesel::dsl::exists(good)).get_result(conn)?)
}

/// Uses up the token of a sign-up.
pub fn redeem_registration(conn: &mut Conn, token: &SecretHash, now: Timestamp) -> Result<Option<RegistrationId>, Error> {
    let mine = mail_tokens::table.find(token.as_str()).filter(mail_tokens::registration_id.is_not_null());
    let good = mine.filter(mail_tokens::expires_at.gt(now.unix_micros()));
    let found: Option<Option<String>> = diesel::delete(good).returning(mail_tokens::registration_id).get_result(conn).optional()?;
    let at = At { table: "mail_tokens", id: token.as_str() };
    at.optional("registration_id", found.flatten().as_deref(), |id| RegistrationId::parse(id).ok())
}

/// Uses up the token of a person.
pub fn redeem_user(conn: &mut Conn, token: &SecretHash, now: Timestamp) -> Result<Option<UserId>, Error> {
    let mine = mail_tokens::table.find(token.as_str()).filter(mail_tokens::user_id.is_not_null());
    let good = mine.filter(mail_tokens::expires_at.gt(now.unix_micros()));
    let found: Option<Option<String>> = diesel::delete(good).returning(mail_tokens::user_id).get_result(conn).optional()?;
    let at = At { table: "mail_tokens", id: token.as_str() };
    at.optional("user_id", found.flatten().as_deref(), |id| UserId::parse(id).ok())
}
