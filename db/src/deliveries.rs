//! Deliveries: the sending of a message over one channel, leased, so that two senders never send the same one at the same time.

use diesel::prelude::*;
use domain::alert::DeliveryState;
use domain::id::{AlertId, DeliveryId, UserId, WebhookEndpointId};
use domain::saved_search::Channel;
use domain::time::Timestamp;

use crate::alerts::Alert;
use crate::conn::{Conn, MultiBackend};
use crate::counters;
use crate::error::Error;
use crate::row::{At, time};
use crate::schema::deliveries;

/// Rows that a look for a free delivery reads.
const LOOK: i64 = 16;

/// A delivery.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Delivery {
    /// The identifier: the same over all attempts, so that a receiver can tell a repeat.
    pub id: DeliveryId,
    /// What is delivered; `None` for a test of a webhook endpoint.
    pub alert: Option<AlertId>,
    /// Whose it is.
    pub user: UserId,
    /// The way.
    pub channel: Channel,
    /// The endpoint of a webhook.
    pub endpoint: Option<WebhookEndpointId>,
    /// How it stands.
    pub state: DeliveryState,
    /// When it is to be sent.
    pub due_at: Timestamp,
    /// How often it was sent without success, since it was last begun.
    pub attempts: u32,
    /// The receiver's last status or reply code, where it gave one.
    pub last_status: Option<u16>,
    /// Why it failed last, in one line.
    pub last_error: Option<String>,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it was delivered or given up.
    pub finished_at: Option<Timestamp>,
}

impl Delivery {
    /// A webhook to an endpoint that is due now: it tells an alert, or is a test.
    pub fn webhook(id: DeliveryId, user: UserId, endpoint: WebhookEndpointId, alert: Option<AlertId>, now: Timestamp) -> Delivery {
        Delivery {
            id,
            alert,
            user,
            channel: Channel::Webhook,
            endpoint: Some(endpoint),
            state: DeliveryState::Waiting,
            due_at: now,
            attempts: 0,
            last_status: None,
            last_error: None,
            created_at: now,
            finished_at: None,
        }
    }
}

/// Which deliveries a sender takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lane {
    /// Mails.
    Email,
    /// Webhooks to endpoints that take what they get.
    Steady,
    /// Webhooks to endpoints to which a delivery has failed and is still to be sent: they may cost a sender its time, and
    /// have senders of their own.
    Failing,
}

/// What a receiver said to a delivery that it did not take.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    /// Its status or reply code, where it gave one.
    pub status: Option<u16>,
    /// The reason in one line.
    pub reason: String,
}

/// How many deliveries stand how.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tally {
    /// The way.
    pub channel: Channel,
    /// How they stand.
    pub state: DeliveryState,
    /// How many.
    pub count: u64,
    /// When the oldest of them was due; for those that wait, how long somebody has waited.
    pub oldest_due: Option<Timestamp>,
}

#[derive(Debug, Queryable, Selectable, Insertable)]
#[diesel(table_name = deliveries)]
struct DeliveryRow {
    id: String,
    alert_id: Option<String>,
    user_id: String,
    channel: String,
    endpoint_id: Option<String>,
    state: String,
    due_at: i64,
    leased_until: i64,
    attempts: i32,
    last_status: Option<i32>,
    last_error: Option<String>,
    created_at: i64,
    finished_at: Option<i64>,
}

/// The deliveries of an alert: one mail, and one webhook to each endpoint, as the channels say.
pub fn of(alert: &Alert, channels: &[Channel], endpoints: &[WebhookEndpointId], random: impl Fn() -> u128) -> Vec<Delivery> {
    let delivery = |channel: Channel, endpoint: Option<WebhookEndpointId>| Delivery {
        id: DeliveryId::new(alert.created_at, random()),
        alert: Some(alert.id),
        user: alert.user,
        channel,
        endpoint,
        state: DeliveryState::Waiting,
        due_at: alert.created_at,
        attempts: 0,
        last_status: None,
        last_error: None,
        created_at: alert.created_at,
        finished_at: None,
    };
    let mail = channels.contains(&Channel::Email).then(|| delivery(Channel::Email, None));
    let webhooks = endpoints.iter().filter(|_| channels.contains(&Channel::Webhook)).map(|id| delivery(Channel::Webhook, Some(*id)));
    mail.into_iter().chain(webhooks).collect()
}

/// Stores a new delivery.
pub fn insert(conn: &mut Conn, delivery: &Delivery) -> Result<(), Error> {
    diesel::insert_into(deliveries::table).values(&DeliveryRow::new(delivery)).execute(conn)?;
    Ok(())
}

/// Leases the delivery of a lane that is longest due, until `until`. A lease that has run out is free again. An endpoint has
/// at most one delivery leased at a time, so that a slow one delays no other.
pub fn lease(conn: &mut Conn, lane: Lane, now: Timestamp, until: Timestamp) -> Result<Option<Delivery>, Error> {
    let at = now.unix_micros();
    if lane != Lane::Email {
        // Two senders must not look at the same time: each would find an endpoint free that the other is about to take.
        counters::add(conn, "leases", 0)?;
    }
    let due = free(lane, at).order((deliveries::due_at, deliveries::id)).limit(LOOK);
    let due: Vec<DeliveryRow> = due.select(DeliveryRow::as_select()).load(conn)?;
    for row in due {
        // Somebody else may have taken it between the look and the claim.
        let claimed = diesel::update(deliveries::table.find(&row.id))
            .filter(deliveries::finished_at.is_null().and(deliveries::leased_until.lt(at)))
            .set(deliveries::leased_until.eq(until.unix_micros()))
            .execute(conn)?;
        if claimed == 1 {
            return Delivery::try_from(row).map(Some);
        }
    }
    Ok(None)
}

/// Whether [`lease`] would find something.
pub fn is_due(conn: &mut Conn, lane: Lane, now: Timestamp) -> Result<bool, Error> {
    let first: Option<String> = free(lane, now.unix_micros()).select(deliveries::id).first(conn).optional()?;
    Ok(first.is_some())
}

/// Deliveries of a lane that are due and that nobody is sending.
fn free(lane: Lane, at: i64) -> Rows<'static> {
    let free = deliveries::finished_at.is_null().and(deliveries::due_at.le(at)).and(deliveries::leased_until.lt(at));
    let due = deliveries::table.filter(free).into_boxed();
    match lane {
        Lane::Email => due.filter(deliveries::channel.eq(Channel::Email.slug())),
        Lane::Steady => webhooks(due, at, false),
        Lane::Failing => webhooks(due, at, true),
    }
}

type Rows<'a> = deliveries::BoxedQuery<'a, MultiBackend>;

/// Of some deliveries those of webhooks whose endpoint nobody is sending to, and has failed or not.
fn webhooks(rows: Rows<'static>, at: i64, failing: bool) -> Rows<'static> {
    // The table a second time: what other deliveries say of an endpoint.
    let others = diesel::alias!(deliveries as others);
    let (endpoint, finished) = (others.field(deliveries::endpoint_id), others.field(deliveries::finished_at));
    let waiting = || others.filter(finished.is_null().and(endpoint.is_not_null())).select(endpoint.assume_not_null());
    let busy = waiting().filter(others.field(deliveries::leased_until).ge(at));
    let failed = waiting().filter(others.field(deliveries::last_error).is_not_null());
    let mine = deliveries::endpoint_id.assume_not_null();
    let rows =
        rows.filter(deliveries::channel.eq(Channel::Webhook.slug()).and(deliveries::endpoint_id.is_not_null())).filter(mine.ne_all(busy));
    if failing { rows.filter(mine.eq_any(failed)) } else { rows.filter(mine.ne_all(failed)) }
}

/// Notes that the receiver has taken a delivery.
pub fn delivered(conn: &mut Conn, id: DeliveryId, status: Option<u16>, now: Timestamp) -> Result<(), Error> {
    diesel::update(deliveries::table.find(id.to_string()))
        .set((
            deliveries::state.eq(DeliveryState::Delivered.slug()),
            deliveries::last_status.eq(status.map(i32::from)),
            deliveries::last_error.eq(None::<String>),
            deliveries::leased_until.eq(0),
            deliveries::finished_at.eq(now.unix_micros()),
        ))
        .execute(conn)?;
    Ok(())
}

/// Notes that the receiver has not taken a delivery, and when to try again; without a time it is given up.
pub fn failed(conn: &mut Conn, id: DeliveryId, why: &Failure, again: Option<Timestamp>, now: Timestamp) -> Result<(), Error> {
    let row = deliveries::table.find(id.to_string());
    let noted = (
        deliveries::attempts.eq(deliveries::attempts + 1),
        deliveries::last_status.eq(why.status.map(i32::from)),
        deliveries::last_error.eq(&why.reason),
        deliveries::leased_until.eq(0),
    );
    match again {
        Some(again) => diesel::update(row).set((noted, deliveries::due_at.eq(again.unix_micros()))).execute(conn)?,
        None => {
            let dead = (deliveries::state.eq(DeliveryState::Dead.slug()), deliveries::finished_at.eq(now.unix_micros()));
            diesel::update(row).set((noted, dead)).execute(conn)?
        }
    };
    Ok(())
}

/// Gives up everything that waits for an endpoint; says how many that were.
pub fn give_up(conn: &mut Conn, endpoint: WebhookEndpointId, why: &str, now: Timestamp) -> Result<usize, Error> {
    let waiting = deliveries::endpoint_id.eq(endpoint.to_string()).and(deliveries::finished_at.is_null());
    Ok(diesel::update(deliveries::table.filter(waiting)).set(given_up(why, now)).execute(conn)?)
}

/// Gives up the tests that wait for an endpoint; says how many that were.
pub fn give_up_tests(conn: &mut Conn, endpoint: WebhookEndpointId, why: &str, now: Timestamp) -> Result<usize, Error> {
    let waiting = deliveries::endpoint_id.eq(endpoint.to_string()).and(deliveries::finished_at.is_null());
    let tests = deliveries::table.filter(waiting.and(deliveries::alert_id.is_null()));
    Ok(diesel::update(tests).set(given_up(why, now)).execute(conn)?)
}

#[derive(AsChangeset)]
#[diesel(table_name = deliveries)]
struct GivenUp<'a> {
    state: &'static str,
    last_error: &'a str,
    leased_until: i64,
    finished_at: i64,
}

fn given_up(why: &str, now: Timestamp) -> GivenUp<'_> {
    GivenUp { state: DeliveryState::Dead.slug(), last_error: why, leased_until: 0, finished_at: now.unix_micros() }
}

/// Makes a person's finished delivery wait again, under the same identifier, due at once; `false` where there is none that is finished.
pub fn replay(conn: &mut Conn, user: UserId, id: DeliveryId, now: Timestamp) -> Result<bool, Error> {
    let mine = deliveries::user_id.eq(user.to_string()).and(deliveries::finished_at.is_not_null());
    let waiting = (
        deliveries::state.eq(DeliveryState::Waiting.slug()),
        deliveries::due_at.eq(now.unix_micros()),
        deliveries::leased_until.eq(0),
        deliveries::attempts.eq(0),
        deliveries::finished_at.eq(None::<i64>),
    );
    Ok(diesel::update(deliveries::table.find(id.to_string()).filter(mine)).set(waiting).execute(conn)? == 1)
}

/// A delivery of a person.
pub fn get(conn: &mut Conn, user: UserId, id: DeliveryId) -> Result<Option<Delivery>, Error> {
    let mine = deliveries::table.find(id.to_string()).filter(deliveries::user_id.eq(user.to_string()));
    let row: Option<DeliveryRow> = mine.select(DeliveryRow::as_select()).first(conn).optional()?;
    row.map(Delivery::try_from).transpose()
}

/// Up to `limit` deliveries to an endpoint that are older than `from`, the newest first.
pub fn older(conn: &mut Conn, endpoint: WebhookEndpointId, from: Option<DeliveryId>, limit: usize) -> Result<Vec<Delivery>, Error> {
    let mut rows = deliveries::table.filter(deliveries::endpoint_id.eq(endpoint.to_string())).into_boxed();
    if let Some(from) = from {
        rows = rows.filter(deliveries::id.lt(from.to_string()));
    }
    load(conn, rows.order(deliveries::id.desc()), limit)
}

/// Up to `limit` deliveries to an endpoint that stand directly before `from`, the newest first.
pub fn newer(conn: &mut Conn, endpoint: WebhookEndpointId, from: DeliveryId, limit: usize) -> Result<Vec<Delivery>, Error> {
    let rows =
        deliveries::table.filter(deliveries::endpoint_id.eq(endpoint.to_string()).and(deliveries::id.gt(from.to_string()))).into_boxed();
    let mut found = load(conn, rows.order(deliveries::id.asc()), limit)?;
    found.reverse();
    Ok(found)
}

/// How many deliveries there are to an endpoint.
pub fn count(conn: &mut Conn, endpoint: WebhookEndpointId) -> Result<u64, Error> {
    let count: i64 = deliveries::table.filter(deliveries::endpoint_id.eq(endpoint.to_string())).count().get_result(conn)?;
    Ok(count.unsigned_abs())
}

/// The deliveries of an alert, in the order in which they were made.
pub fn of_alert(conn: &mut Conn, alert: AlertId) -> Result<Vec<Delivery>, Error> {
    let rows = deliveries::table.filter(deliveries::alert_id.eq(alert.to_string())).into_boxed();
    load(conn, rows.order(deliveries::id), usize::MAX)
}

/// A person's deliveries, in the order in which they were made.
pub fn of_user(conn: &mut Conn, user: UserId) -> Result<Vec<Delivery>, Error> {
    let rows = deliveries::table.filter(deliveries::user_id.eq(user.to_string())).into_boxed();
    load(conn, rows.order(deliveries::id), usize::MAX)
}

/// How the deliveries of the last while stand.
pub fn tallies(conn: &mut Conn) -> Result<Vec<Tally>, Error> {
    use diesel::dsl::{count_star, min};
    let rows: Vec<(String, String, i64, Option<i64>)> = deliveries::table
        .group_by((deliveries::channel, deliveries::state))
        .select((deliveries::channel, deliveries::state, count_star(), min(deliveries::due_at)))
        .load(conn)?;
    let tally = |(channel, state, count, oldest): (String, String, i64, Option<i64>)| {
        let at = At { table: "deliveries", id: "a group" };
        Ok(Tally {
            channel: at.need("channel", Channel::from_slug(&channel))?,
            state: at.need("state", DeliveryState::from_slug(&state))?,
            count: count.unsigned_abs(),
            oldest_due: time(oldest),
        })
    };
    rows.into_iter().map(tally).collect()
}

fn load(conn: &mut Conn, rows: Rows<'_>, limit: usize) -> Result<Vec<Delivery>, Error> {
    let rows: Vec<DeliveryRow> = rows.limit(i64::try_from(limit).unwrap_or(i64::MAX)).select(DeliveryRow::as_select()).load(conn)?;
    rows.into_iter().map(Delivery::try_from).collect()
}

impl DeliveryRow {
    fn new(delivery: &Delivery) -> DeliveryRow {
        DeliveryRow {
            id: delivery.id.to_string(),
            alert_id: delivery.alert.map(|id| id.to_string()),
            user_id: delivery.user.to_string(),
            channel: delivery.channel.slug().to_owned(),
            endpoint_id: delivery.endpoint.map(|id| id.to_string()),
            state: delivery.state.slug().to_owned(),
            due_at: delivery.due_at.unix_micros(),
            leased_until: 0,
            attempts: i32::try_from(delivery.attempts).unwrap_or(i32::MAX),
            last_status: delivery.last_status.map(i32::from),
            last_error: delivery.last_error.clone(),
            created_at: delivery.created_at.unix_micros(),
            finished_at: delivery.finished_at.map(Timestamp::unix_micros),
        }
    }
}

impl TryFrom<DeliveryRow> for Delivery {
    type Error = Error;

    fn try_from(row: DeliveryRow) -> Result<Delivery, Error> {
        let at = At { table: "deliveries", id: &row.id };
        Ok(Delivery {
            id: at.need("id", DeliveryId::parse(&row.id).ok())?,
            alert: at.optional("alert_id", row.alert_id.as_deref(), |id| AlertId::parse(id).ok())?,
            user: at.need("user_id", UserId::parse(&row.user_id).ok())?,
            channel: at.need("channel", Channel::from_slug(&row.channel))?,
            endpoint: at.optional("endpoint_id", row.endpoint_id.as_deref(), |id| WebhookEndpointId::parse(id).ok())?,
            state: at.need("state", DeliveryState::from_slug(&row.state))?,
            due_at: Timestamp::from_unix_micros(row.due_at),
            attempts: row.attempts.unsigned_abs(),
            last_status: row.last_status.map(|status| at.need("last_status", u16::try_from(status).ok())).transpose()?,
            last_error: row.last_error,
            created_at: Timestamp::from_unix_micros(row.created_at),
            finished_at: time(row.finished_at),
        })
    }
}
