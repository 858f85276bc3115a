//! Webhooks to third parties: one step takes a delivery that is due, sends it, and records what became of it.
//!
//! The receiver's acceptance and the record of it are two things. Whoever dies in between leaves a lease that runs out, and the
//! message is sent once more, under the same `webhook-id` and word for word.

use chrono::TimeDelta;
use db::Db;
use db::deliveries::{self, Delivery, Failure, Lane};
use db::webhook_endpoints::{self, Endpoint};
use domain::saved_search::Channel;
use domain::time::Timestamp;
use domain::webhook::{DisabledReason, again};

use crate::channel::webhook::{Answer, Message, Webhook};
use crate::error::Error;
use crate::message;
use crate::render::addresses::Addresses;
use crate::render::{test_event, webhook};

/// How long one sender has a delivery for itself: longer than sending it can take.
pub const LEASE: TimeDelta = TimeDelta::minutes(1);
/// What is said of a delivery whose endpoint is no longer sent to.
const NO_ENDPOINT: &str = "The endpoint is disabled or was removed.";

/// What is said of a delivery that has nothing to tell any more.
const NOTHING_LEFT: &str = "The saved searches are gone, or no longer tell by webhook.";

/// What a step did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// No delivery was due.
    Idle,
    /// A message was taken by its receiver.
    Delivered,
    /// A message was not taken, and is tried again at this time.
    Again(Timestamp),
    /// A message is given up.
    Dead,
    /// The receiver wants no more: its endpoint is disabled.
    Disabled,
}

/// Sends the webhooks that wait in the database.
pub struct Sender {
    db: Db,
    channel: Webhook,
    addresses: Addresses,
    random: fn() -> u128,
}

/// A delivery that this sender has for itself.
#[derive(Debug)]
pub struct Job {
    delivery: Delivery,
    /// `None` when it is no longer there.
    endpoint: Option<Endpoint>,
    /// `None` when there is nothing left to tell.
    body: Option<String>,
}

impl Sender {
    /// A sender; `random` gives the bits of pauses.
    pub fn new(db: Db, channel: Webhook, addresses: Addresses, random: fn() -> u128) -> Sender {
        Sender { db, channel, addresses, random }
    }

    /// Does one unit of work of a lane. Fails when the database does; a message that is not taken is an [`Outcome`].
    pub fn step(&self, lane: Lane, now: Timestamp) -> Result<Outcome, Error> {
        let Some(job) = self.take(lane, now)? else { return Ok(Outcome::Idle) };
        let answer = self.send(&job, now);
        self.record(&job, answer, now)
    }

    /// Leases the delivery of a lane that is longest due.
    pub fn take(&self, lane: Lane, now: Timestamp) -> Result<Option<Job>, Error> {
        // Looking costs nobody anything; leasing takes the database's one place for writing.
        if !self.db.read_blocking(|c| deliveries::is_due(c, lane, now))? {
            return Ok(None);
        }
        let leased = self.db.write_blocking(|c| {
            let Some(delivery) = deliveries::lease(c, lane, now, now.plus(LEASE))? else { return Ok(None) };
            let endpoint = delivery.endpoint.map(|id| webhook_endpoints::by_id(c, id)).transpose()?.flatten();
            Ok(Some((delivery, endpoint)))
        })?;
        let Some((delivery, endpoint)) = leased else { return Ok(None) };
        let body = self.body(&delivery)?;
        Ok(Some(Job { delivery, endpoint, body }))
    }

    /// What a delivery says, the same at each attempt; `None` where there is nothing left to tell. Only what is said for the first
    /// time is written.
    fn body(&self, delivery: &Delivery) -> Result<Option<String>, Error> {
        let Some(alert) = delivery.alert else {
            return Ok(delivery.endpoint.map(|endpoint| test_event::body(endpoint, delivery.created_at)));
        };
        let read = self.db.read_blocking(|c| Ok((message::load(c, alert, Channel::Webhook)?, db::alerts::webhook_body(c, alert)?)))?;
        match read {
            (None, _) => Ok(None),
            (Some(_), Some(kept)) => Ok(Some(kept)),
            (Some(message), None) => {
                let made = webhook::body(&message, &self.addresses);
                Ok(Some(self.db.write_blocking(|c| db::alerts::keep_webhook_body(c, alert, made))?))
            }
        }
    }

    /// Sends a message, once; it takes 15 seconds at most.
    pub fn send(&self, job: &Job, now: Timestamp) -> Answer {
        let Some(endpoint) = job.endpoint.as_ref().filter(|endpoint| endpoint.disabled.is_none()) else {
            return Answer::Failed(Failure { status: None, reason: NO_ENDPOINT.to_owned() });
        };
        let Some(body) = &job.body else {
            return Answer::Failed(Failure { status: None, reason: NOTHING_LEFT.to_owned() });
        };
        self.channel.send(&Message {
            id: &job.delivery.id.to_string(),
            at: now,
            target: &endpoint.target,
            secrets: &endpoint.secrets(now),
            body,
        })
    }

    /// Records what became of a message, and tells the log about failures, without the receiver's address.
    pub fn record(&self, job: &Job, answer: Answer, now: Timestamp) -> Result<Outcome, Error> {
        let (id, failed) = (job.delivery.id, job.delivery.attempts + 1);
        let alive = job.endpoint.as_ref().filter(|endpoint| endpoint.disabled.is_none());
        match (answer, alive) {
            (Answer::Taken(status), _) => {
                self.db.write_blocking(|c| deliveries::delivered(c, id, Some(status), now))?;
                Ok(Outcome::Delivered)
            }
            (Answer::Gone, Some(endpoint)) => {
                self.disable(job, endpoint.clone(), now)?;
                log::warn!(delivery:% = id, endpoint:% = endpoint.id; "an endpoint answered 410 and is disabled");
                Ok(Outcome::Disabled)
            }
            (Answer::Failed(failure), Some(endpoint)) => {
                let at = again(failed, (self.random)()).map(|pause| now.plus(pause)).filter(|_| job.body.is_some());
                self.db.write_blocking(|c| deliveries::failed(c, id, &failure, at, now))?;
                let status = failure.status.unwrap_or_default();
                match at {
                    Some(at) => {
                        log::info!(delivery:% = id, endpoint:% = endpoint.id, status, attempt = failed; "a webhook was not taken; it is tried again");
                        Ok(Outcome::Again(at))
                    }
                    None => {
                        log::warn!(delivery:% = id, endpoint:% = endpoint.id, status, attempt = failed; "a webhook is given up");
                        Ok(Outcome::Dead)
                    }
                }
            }
            (Answer::Failed(_) | Answer::Gone, None) => {
                let failure = Failure { status: None, reason: NO_ENDPOINT.to_owned() };
                self.db.write_blocking(|c| deliveries::failed(c, id, &failure, None, now))?;
                Ok(Outcome::Dead)
            }
        }
    }

    /// Disables an endpoint that wants no more, unless its owner has changed it since the message left; what waits for it is given up.
    fn disable(&self, job: &Job, mut endpoint: Endpoint, now: Timestamp) -> Result<(), Error> {
        endpoint.disabled = Some(DisabledReason::Gone);
        endpoint.changed(now);
        let failure = Failure { status: Some(410), reason: "It answered 410: it wants no more.".to_owned() };
        Ok(self.db.write_blocking(|c| {
            deliveries::failed(c, job.delivery.id, &failure, None, now)?;
            webhook_endpoints::update(c, &endpoint).map(drop)
        })?)
    }
}
