//! `GET /v1/alerting`

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse, get};
use domain::alert::DeliveryState;
use domain::time::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;

use crate::extract;
use crate::problem::{Problem, ProblemDocument};
use crate::reply::{self, Cache};
use crate::state::State;

/// The channel of mails about accounts: no saved search can choose it.
const ACCOUNT_EMAIL: &str = "account_email";

/// How alerts stand. A queue that grows, or something that has waited for long, shows here before anybody complains.
#[derive(Debug, Serialize, ToSchema)]
pub struct Alerting {
    /// Changes of listings that are not matched with saved searches yet.
    #[schema(minimum = 0, maximum = 1_000_000_000)]
    pub unmatched_changes: i64,
    /// Matches whose moment to be told has passed, and that no message tells yet.
    #[schema(minimum = 0, maximum = 1_000_000_000)]
    pub overdue_matches: u64,
    /// Since when the oldest of these is due.
    #[schema(value_type = Option<String>, format = DateTime, required)]
    pub oldest_overdue_at: Option<Timestamp>,
    /// Deliveries of the last 90 days, by channel and state, and mails about accounts of the last 30.
    #[schema(max_items = 10)]
    pub deliveries: Vec<DeliveryTally>,
    /// What was left out of messages since the beginning, by reason.
    #[schema(max_items = 20)]
    pub skipped: Vec<SkipTally>,
}

/// What is sent over one channel and stands alike.
#[derive(Debug, Serialize, ToSchema)]
pub struct DeliveryTally {
    /// `email` or `webhook`; `account_email` for the mails that prove an address or replace a password, which wait in a queue of their own.
    #[schema(max_length = 20)]
    pub channel: &'static str,
    /// `waiting`, `delivered` or `dead`.
    #[schema(max_length = 20)]
    pub state: &'static str,
    /// How many there are.
    #[schema(minimum = 0, maximum = 1_000_000_000)]
    pub count: u64,
    /// Of those that wait, when the next is due, or since when it is.
    #[schema(value_type = Option<String>, format = DateTime, required)]
    pub oldest_due_at: Option<Timestamp>,
}

/// What was left out for one reason.
#[derive(Debug, Serialize, ToSchema)]
pub struct SkipTally {
    /// The reason: `hidden`, `told` before, `closed`, `off`, `nowhere` to tell it, or an `unreadable` saved search.
    #[schema(max_length = 40)]
    pub reason: String,
    /// How often.
    #[schema(minimum = 0, maximum = 9_007_199_254_740_991_i64)]
    pub count: i64,
}

/// See how alerts stand
///
/// Queues and outcomes of matching, messages, deliveries and mails about accounts, over all people.
#[utoipa::path(tag = "operations", responses((status = 200, description = "How they stand.", body = Alerting), (status = 400, body = ProblemDocument)))]
#[get("/v1/alerting")]
pub async fn get_alerting(state: Data<State>, request: HttpRequest) -> Result<HttpResponse, Problem> {
    extract::nothing(&request)?;
    reply::json(&read(&state).await?, Cache::Public)
}

/// Reads how alerts stand.
pub async fn read(state: &State) -> Result<Alerting, Problem> {
    let now = state.now();
    state
        .read(move |c| {
            let (overdue_matches, oldest_overdue_at) = db::matches::overdue(c, now)?;
            let behind = db::listings::last_change(c)? - db::counters::get(c, db::matches::POSITION)?;
            let skipped = db::counters::beginning(c, db::counters::SKIPPED)?;
            let alerts =
                db::deliveries::tallies(c)?.into_iter().map(|t| DeliveryTally::new(t.channel.slug(), t.state, t.count, t.oldest_due));
            let mails = db::mails::tallies(c)?.into_iter().map(|t| DeliveryTally::new(ACCOUNT_EMAIL, t.state, t.count, t.oldest_due));
            Ok(Alerting {
                unmatched_changes: behind.max(0),
                overdue_matches,
                oldest_overdue_at,
                deliveries: alerts.chain(mails).collect(),
                skipped: skipped.into_iter().map(|(reason, count)| SkipTally { reason, count }).collect(),
            })
        })
        .await
}

impl DeliveryTally {
    fn new(channel: &'static str, state: DeliveryState, count: u64, oldest_due: Option<Timestamp>) -> DeliveryTally {
        let oldest_due_at = oldest_due.filter(|_| state == DeliveryState::Waiting);
        DeliveryTally { channel, state: state.slug(), count, oldest_due_at }
    }
}
