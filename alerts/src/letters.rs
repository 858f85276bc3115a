//! Mails about matches: one step takes a delivery that is due, sends it, and records what became of it.
//!
//! The server's acceptance and the record of it are two things. Whoever dies in between leaves a lease that runs out, and the
//! mail is sent once more, under the same `Message-ID`. That is the only way in which a mail comes twice.

use std::collections::HashMap;

use db::Db;
use db::deliveries::{self, Delivery, Failure, Lane};
use domain::saved_search::Channel;
use domain::time::Timestamp;

use crate::channel::smtp::{Letter, Refusal, Smtp};
use crate::error::Error;
use crate::mails::{GIVE_UP_AFTER, LEASE, MAX_REASON, Outcome, pause};
use crate::message::{self, Message};
use crate::render::addresses::Addresses;
use crate::render::alert;

/// What is said of a delivery that has nothing to tell any more.
const NOTHING_LEFT: &str = "The saved searches are gone, or no longer tell by mail.";

/// Sends the mails about matches that wait in the database.
pub struct Postman {
    db: Db,
    smtp: Smtp,
    addresses: Addresses,
    attributions: HashMap<String, String>,
    random: fn() -> u128,
}

impl Postman {
    /// A sender; `random` gives the bits of pauses. Reads what sources want shown with their jobs.
    pub fn new(db: Db, smtp: Smtp, addresses: Addresses, random: fn() -> u128) -> Result<Postman, Error> {
        let sources = db.read_blocking(db::sources::all)?;
        let words = |source: db::sources::SourceState| Some((source.descriptor.slug, source.descriptor.attribution?));
        Ok(Postman { attributions: sources.into_iter().filter_map(words).collect(), db, smtp, addresses, random })
    }

    /// Does one unit of work. Fails when the database does; a mail that can't be sent is an [`Outcome`].
    pub fn step(&self, now: Timestamp) -> Result<Outcome, Error> {
        let Some((delivery, message)) = self.take(now)? else { return Ok(Outcome::Idle) };
        let sent = match &message {
            Some(message) => self.send(&delivery, message, now),
            None => Err(Refusal { code: None, reason: NOTHING_LEFT.to_owned(), permanent: true }),
        };
        self.record(&delivery, sent, now)
    }

    /// Leases the delivery that is longest due, with what it tells.
    pub fn take(&self, now: Timestamp) -> Result<Option<(Delivery, Option<Message>)>, Error> {
        // Looking costs nobody anything; leasing takes the database's one place for writing.
        if !self.db.read_blocking(|c| deliveries::is_due(c, Lane::Email, now))? {
            return Ok(None);
        }
        let Some(delivery) = self.db.write_blocking(|c| deliveries::lease(c, Lane::Email, now, now.plus(LEASE)))? else {
            return Ok(None);
        };
        let message = match delivery.alert {
            Some(alert) => self.db.read_blocking(|c| message::load(c, alert, Channel::Email))?,
            None => None,
        };
        Ok(Some((delivery, message)))
    }

    /// Hands a mail to the server.
    pub fn send(&self, delivery: &Delivery, message: &Message, now: Timestamp) -> Result<(), Refusal> {
        let content = alert::mail(message, &self.addresses, &self.attributions);
        let unsubscribe = self.addresses.unsubscribe(message.alert.user);
        let letter =
            Letter { id: &delivery.id.to_string(), to: &message.email, at: now, content: &content, unsubscribe: Some(&unsubscribe) };
        self.smtp.send(&letter)
    }

    /// Records what became of a mail, and tells the log about failures, without the receiver.
    fn record(&self, delivery: &Delivery, sent: Result<(), Refusal>, now: Timestamp) -> Result<Outcome, Error> {
        let Err(refusal) = sent else {
            self.db.write_blocking(|c| deliveries::delivered(c, delivery.id, Some(250), now))?;
            return Ok(Outcome::Sent);
        };
        let again = Some(now.plus(pause(delivery.attempts, (self.random)())))
            .filter(|again| !refusal.permanent && *again <= delivery.created_at.plus(GIVE_UP_AFTER));
        let reason = refusal.reason.chars().filter(|c| !c.is_control()).take(MAX_REASON).collect();
        let why = Failure { status: refusal.code, reason };
        self.db.write_blocking(|c| deliveries::failed(c, delivery.id, &why, again, now))?;
        let (code, attempt) = (refusal.code.unwrap_or_default(), delivery.attempts + 1);
        match again {
            Some(again) => {
                log::warn!(delivery:% = delivery.id, code, attempt; "a mail about matches was not taken; it is tried again");
                Ok(Outcome::Again(again))
            }
            None => {
                log::error!(delivery:% = delivery.id, code, attempt; "a mail about matches is given up");
                Ok(Outcome::Dead)
            }
        }
    }
}
