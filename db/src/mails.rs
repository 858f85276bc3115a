//! Mails about accounts, waiting to be sent: leased, so that two senders never send the same one at the same time.

use diesel::dsl::{count_star, min, not};
use diesel::prelude::*;
use domain::account::{Email, MailKind};
use domain::alert::DeliveryState;
use domain::id::{MailId, RegistrationId, UserId};
use domain::time::Timestamp;

use crate::conn::Conn;
use crate::error::Error;
use crate::mail_tokens::Holder;
use crate::row::{At, time};
use crate::schema::mails;

/// A mail to be sent. The token of its link is made when it is sent, by [`crate::mail_tokens::issue`] for its [`Mail::holder`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mail {
    /// The identifier.
    pub id: MailId,
    /// What it is for.
    pub kind: MailKind,
    /// Where it goes.
    pub address: Email,
    /// Whom it is about.
    pub holder: Holder,
    /// When it was asked for.
    pub created_at: Timestamp,
    /// How often sending it has failed.
    pub attempts: u32,
}

/// How many mails stand how, as long as they are kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tally {
    /// How they stand.
    pub state: DeliveryState,
    /// How many; at least one.
    pub count: u64,
    /// When the oldest of them was due; for those that wait, how long somebody has waited.
    pub oldest_due: Option<Timestamp>,
}

#[derive(Debug, Queryable, Selectable, Insertable)]
#[diesel(table_name = mails)]
struct MailRow {
    id: String,
    kind: String,
    address: String,
    user_id: Option<String>,
    registration_id: Option<String>,
    created_at: i64,
    due_at: i64,
    leased_until: i64,
    attempts: i32,
}

/// Queues a mail, due at once.
pub fn insert(conn: &mut Conn, mail: &Mail) -> Result<(), Error> {
    let (user, registration) = match mail.holder {
        Holder::User(id) => (Some(id.to_string()), None),
        Holder::Registration(id) => (None, Some(id.to_string())),
    };
    let row = MailRow {
        id: mail.id.to_string(),
        kind: mail.kind.slug().to_owned(),
        address: mail.address.to_string(),
        user_id: user,
        registration_id: registration,
        created_at: mail.created_at.unix_micros(),
        due_at: mail.created_at.unix_micros(),
        leased_until: 0,
        attempts: i32::try_from(mail.attempts).unwrap_or(i32::MAX),
    };
    diesel::insert_into(mails::table).values(&row).execute(conn)?;
    Ok(())
}

/// Leases the mail that is longest due, until `until`. A lease that has run out is free again.
pub fn lease(conn: &mut Conn, now: Timestamp, until: Timestamp) -> Result<Option<Mail>, Error> {
    let waiting = mails::sent_at.is_null().and(mails::dead_at.is_null());
    let free = mails::due_at.le(now.unix_micros()).and(mails::leased_until.lt(now.unix_micros()));
    let due: Vec<MailRow> =
        mails::table.filter(waiting.and(free)).order((mails::due_at, mails::id)).limit(16).select(MailRow::as_select()).load(conn)?;
    for row in due {
        // Somebody else may have taken it between the look and the claim.
        let claimed = diesel::update(mails::table.find(&row.id).filter(mails::leased_until.lt(now.unix_micros())))
            .set(mails::leased_until.eq(until.unix_micros()))
            .execute(conn)?;
        if claimed == 1 {
            return Mail::try_from(row).map(Some);
        }
    }
    Ok(None)
}

/// Notes that a mail was taken by the server that it was handed to.
pub fn sent(conn: &mut Conn, id: MailId, now: Timestamp) -> Result<(), Error> {
    diesel::update(mails::table.find(id.to_string()))
        .set((mails::sent_at.eq(now.unix_micros()), mails::leased_until.eq(0)))
        .execute(conn)?;
    Ok(())
}

/// Notes that sending failed, and when to try again; without a time the mail is given up.
pub fn failed(conn: &mut Conn, id: MailId, why: &str, again: Option<Timestamp>, now: Timestamp) -> Result<(), Error> {
    let row = mails::table.find(id.to_string());
    let noted = (mails::attempts.eq(mails::attempts + 1), mails::last_error.eq(why), mails::leased_until.eq(0));
    match again {
        Some(again) => diesel::update(row).set((noted, mails::due_at.eq(again.unix_micros()))).execute(conn)?,
        None => diesel::update(row).set((noted, mails::dead_at.eq(now.unix_micros()))).execute(conn)?,
    };
    Ok(())
}

/// The mails about a person's account, the newest first, each with the time at which it was sent.
pub fn of_user(conn: &mut Conn, user: UserId) -> Result<Vec<(Mail, Option<Timestamp>)>, Error> {
    let mine = mails::table.filter(mails::user_id.eq(user.to_string())).order(mails::id.desc());
    let rows: Vec<(MailRow, Option<i64>)> = mine.select((MailRow::as_select(), mails::sent_at)).load(conn)?;
    rows.into_iter().map(|(row, sent)| Ok((Mail::try_from(row)?, time(sent)))).collect()
}

/// How the mails of the last while stand, without the states in which there is none.
pub fn tallies(conn: &mut Conn) -> Result<Vec<Tally>, Error> {
    let (sent, dead) = (mails::sent_at.is_not_null(), mails::dead_at.is_not_null());
    let states = [
        (DeliveryState::Waiting, mails::table.filter(not(sent).and(not(dead))).into_boxed()),
        (DeliveryState::Delivered, mails::table.filter(sent).into_boxed()),
        (DeliveryState::Dead, mails::table.filter(dead).into_boxed()),
    ];
    let mut tallies = Vec::new();
    for (state, mails) in states {
        let (count, oldest): (i64, Option<i64>) = mails.select((count_star(), min(mails::due_at))).first(conn)?;
        if count > 0 {
            tallies.push(Tally { state, count: count.unsigned_abs(), oldest_due: time(oldest) });
        }
    }
    Ok(tallies)
}

impl TryFrom<MailRow> for Mail {
    type Error = Error;

    fn try_from(row: MailRow) -> Result<Mail, Error> {
        let at = At { table: "mails", id: &row.id };
        let user = at.optional("user_id", row.user_id.as_deref(), |id| UserId::parse(id).ok())?;
        let registration = at.optional("registration_id", row.registration_id.as_deref(), |id| RegistrationId::parse(id).ok())?;
        Ok(Mail {
            id: at.need("id", MailId::parse(&row.id).ok())?,
            kind: at.need("kind", MailKind::from_slug(&row.kind))?,
            address: at.need("address", Email::parse(&row.address).ok())?,
            holder: at.need("user_id", user.map(Holder::User).or(registration.map(Holder::Registration)))?,
            created_at: Timestamp::from_unix_micros(row.created_at),
            attempts: row.attempts.unsigned_abs(),
        })
    }
}
