//! Mails about accounts: one step takes one that is due, makes its token, sends it, and records what became of it.
//!
//! The server's acceptance and the record of it are two things. Whoever dies in between leaves a lease that runs out, and the
//! mail is sent once more, under the same `Message-ID`; the token of the later one is the one that is good.

use chrono::TimeDelta;
use db::Db;
use db::mails::Mail;
use domain::account::Secret;
use domain::time::Timestamp;

use crate::channel::smtp::{Letter, Refusal, Smtp};
use crate::error::Error;
use crate::render::Content;
use crate::render::account::{self, Places};

/// How long one sender has a mail for itself: longer than sending it can take.
pub const LEASE: TimeDelta = TimeDelta::minutes(10);
/// The pause after the first failure; each further one is twice as long.
const FIRST_PAUSE: TimeDelta = TimeDelta::minutes(1);
/// How often the pause doubles: to 64 minutes.
const DOUBLINGS: u32 = 6;
/// A mail that could not be sent for so long is given up: a sign-up is forgotten by then.
pub(crate) const GIVE_UP_AFTER: TimeDelta = TimeDelta::hours(24);
/// The most characters of a server's reason that are kept.
pub(crate) const MAX_REASON: usize = 500;

/// What a step did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// No mail was due.
    Idle,
    /// A mail was taken by the server.
    Sent,
    /// A mail was not taken, and is tried again at this time.
    Again(Timestamp),
    /// A mail was refused for good, or could not be sent for too long.
    Dead,
}

/// Sends the mails that wait in the database.
pub struct Mailer {
    db: Db,
    smtp: Smtp,
    places: Places,
    random: fn() -> u128,
}

impl Mailer {
    /// A sender; `random` gives the bits of tokens and of pauses.
    pub fn new(db: Db, smtp: Smtp, places: Places, random: fn() -> u128) -> Mailer {
        Mailer { db, smtp, places, random }
    }

    /// Does one unit of work. Fails when the database does; a mail that can't be sent is an [`Outcome`].
    pub fn step(&self, now: Timestamp) -> Result<Outcome, Error> {
        let Some((mail, content)) = self.take(now)? else { return Ok(Outcome::Idle) };
        let sent = self.send(&mail, &content, now);
        self.record(&mail, sent, now)
    }

    /// Leases the mail that is longest due, and makes its token, in the place of earlier ones.
    pub fn take(&self, now: Timestamp) -> Result<Option<(Mail, Content)>, Error> {
        let token = Secret::new([(self.random)(), (self.random)()]);
        let taken = self.db.write_blocking(|c| {
            let Some(mail) = db::mails::lease(c, now, now.plus(LEASE))? else { return Ok(None) };
            if let Some(life) = mail.kind.token_life() {
                db::mail_tokens::issue(c, &token.hash(), mail.holder, now.plus(life))?;
            }
            Ok(Some(mail))
        })?;
        Ok(taken.map(|mail| {
            let content = account::mail(mail.kind, &token, &self.places);
            (mail, content)
        }))
    }

    /// Hands a mail to the server.
    pub fn send(&self, mail: &Mail, content: &Content, now: Timestamp) -> Result<(), Refusal> {
        self.smtp.send(&Letter { id: &mail.id.to_string(), to: &mail.address, at: now, content, unsubscribe: None })
    }

    /// Records what became of a mail, and tells the log about failures, without the receiver.
    fn record(&self, mail: &Mail, sent: Result<(), Refusal>, now: Timestamp) -> Result<Outcome, Error> {
        let Err(refusal) = sent else {
            self.db.write_blocking(|c| db::mails::sent(c, mail.id, now))?;
            return Ok(Outcome::Sent);
        };
        let again = Some(now.plus(pause(mail.attempts, (self.random)())))
            .filter(|again| !refusal.permanent && *again <= mail.created_at.plus(GIVE_UP_AFTER));
        let reason: String = refusal.reason.chars().filter(|c| !c.is_control()).take(MAX_REASON).collect();
        self.db.write_blocking(|c| db::mails::failed(c, mail.id, &reason, again, now))?;
        let code = refusal.code.unwrap_or_default();
        match again {
            Some(again) => {
                log::warn!(mail:% = mail.id, kind = mail.kind.slug(), code, attempt = mail.attempts + 1; "a mail was not taken; it is tried again");
                Ok(Outcome::Again(again))
            }
            None => {
                log::error!(mail:% = mail.id, kind = mail.kind.slug(), code, attempt = mail.attempts + 1; "a mail is given up");
                Ok(Outcome::Dead)
            }
        }
    }
}

/// The pause after so many earlier failures, up to a quarter longer by chance, so that mails that failed together do not come back together.
pub(crate) fn pause(attempts: u32, random: u128) -> TimeDelta {
    let plain = FIRST_PAUSE * 2_i32.pow(attempts.min(DOUBLINGS));
    let quarter = (plain / 4).num_milliseconds().unsigned_abs().max(1);
    let more = random % u128::from(quarter);
    plain + TimeDelta::milliseconds(i64::try_from(more).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_double_to_an_hour_and_never_shrink_or_overflow() {
        assert_eq!(pause(0, 0), TimeDelta::minutes(1));
        assert_eq!(pause(3, 0), TimeDelta::minutes(8));
        for attempts in [0, 1, 6, 7, 1_000, u32::MAX] {
            let shortest = pause(attempts, 0);
            for random in [1, 12_345, u128::MAX] {
                assert!((shortest..=shortest + shortest / 4).contains(&pause(attempts, random)));
            }
        }
        assert_eq!(pause(u32::MAX, 0), TimeDelta::minutes(64));
    }
}
