//! Where third parties take webhooks. Those of somebody else are as if they were not there.

use chrono::TimeDelta;
use diesel::prelude::*;
use domain::account::Name;
use domain::id::{UserId, WebhookEndpointId};
use domain::time::Timestamp;
use domain::webhook::{DisabledReason, SigningSecret, Target};

use crate::conn::Conn;
use crate::deliveries;
use crate::error::Error;
use crate::row::{At, micros, time};
use crate::schema::webhook_endpoints;

/// How long the secret before signs beside the new one.
pub const OVERLAP: TimeDelta = TimeDelta::hours(24);

/// A place that takes webhooks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Endpoint {
    /// The identifier.
    pub id: WebhookEndpointId,
    /// Whose it is.
    pub user: UserId,
    /// Where it is.
    pub target: Target,
    /// What its owner says of it.
    pub description: Option<Name>,
    /// What is signed with.
    pub secret: SigningSecret,
    /// The secret before, and until when it signs, too.
    pub previous: Option<(SigningSecret, Timestamp)>,
    /// Why nothing is sent to it; `None` while it is.
    pub disabled: Option<DisabledReason>,
    /// Counts changes.
    pub version: i64,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it last changed.
    pub updated_at: Timestamp,
}

impl Endpoint {
    /// The secrets that are good at a time, the newest first.
    pub fn secrets(&self, now: Timestamp) -> Vec<&SigningSecret> {
        let previous = self.previous.as_ref().filter(|(_, until)| *until > now).map(|(secret, _)| secret);
        [&self.secret].into_iter().chain(previous).collect()
    }

    /// Signs with a fresh secret from now on, and with the one before for a while. One that was before that is good no more.
    pub fn rotate(&mut self, fresh: SigningSecret, now: Timestamp) {
        let old = std::mem::replace(&mut self.secret, fresh);
        self.previous = Some((old, now.plus(OVERLAP)));
        self.changed(now);
    }

    /// Notes that it changes now.
    pub fn changed(&mut self, now: Timestamp) {
        self.version += 1;
        self.updated_at = now;
    }
}

#[derive(Debug, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = webhook_endpoints)]
#[diesel(treat_none_as_null = true)]
struct EndpointRow {
    id: String,
    user_id: String,
    url: String,
    description: Option<String>,
    secret: String,
    previous_secret: Option<String>,
    previous_secret_until: Option<i64>,
    disabled_reason: Option<String>,
    version: i64,
    created_at: i64,
    updated_at: i64,
}

/// Stores a new endpoint.
pub fn insert(conn: &mut Conn, endpoint: &Endpoint) -> Result<(), Error> {
    diesel::insert_into(webhook_endpoints::table).values(&EndpointRow::from(endpoint)).execute(conn)?;
    Ok(())
}

/// An endpoint of a person.
pub fn get(conn: &mut Conn, user: UserId, id: WebhookEndpointId) -> Result<Option<Endpoint>, Error> {
    Ok(by_id(conn, id)?.filter(|endpoint| endpoint.user == user))
}

/// An endpoint, whosever it is: for senders.
pub fn by_id(conn: &mut Conn, id: WebhookEndpointId) -> Result<Option<Endpoint>, Error> {
    let row: Option<EndpointRow> = webhook_endpoints::table.find(id.to_string()).select(EndpointRow::as_select()).first(conn).optional()?;
    row.map(Endpoint::try_from).transpose()
}

/// The endpoints of a person, the newest first.
pub fn of_user(conn: &mut Conn, user: UserId) -> Result<Vec<Endpoint>, Error> {
    let mine = webhook_endpoints::table.filter(webhook_endpoints::user_id.eq(user.to_string()));
    let rows: Vec<EndpointRow> = mine.order(webhook_endpoints::id.desc()).select(EndpointRow::as_select()).load(conn)?;
    rows.into_iter().map(Endpoint::try_from).collect()
}

/// The endpoints of a person that are sent to, the oldest first.
pub fn enabled(conn: &mut Conn, user: UserId) -> Result<Vec<WebhookEndpointId>, Error> {
    let mine = webhook_endpoints::user_id.eq(user.to_string()).and(webhook_endpoints::disabled_reason.is_null());
    let ids: Vec<String> = webhook_endpoints::table.filter(mine).order(webhook_endpoints::id).select(webhook_endpoints::id).load(conn)?;
    ids.iter().map(|id| At { table: "webhook_endpoints", id }.need("id", WebhookEndpointId::parse(id).ok())).collect()
}

/// Stores what changed in an endpoint that is still at the version before `endpoint.version`; `false` when somebody was quicker.
/// Nothing waits for an endpoint that is disabled: what did is given up, and can be sent again by its owner.
pub fn update(conn: &mut Conn, endpoint: &Endpoint) -> Result<bool, Error> {
    let current = webhook_endpoints::table.find(endpoint.id.to_string()).filter(webhook_endpoints::version.eq(endpoint.version - 1));
    let updated = diesel::update(current).set(&EndpointRow::from(endpoint)).execute(conn)? == 1;
    if updated && endpoint.disabled.is_some() {
        deliveries::give_up(conn, endpoint.id, "The endpoint is disabled.", endpoint.updated_at)?;
    }
    Ok(updated)
}

/// Removes an endpoint of a person, and gives up what waits for it; says whether there was one.
pub fn delete(conn: &mut Conn, user: UserId, id: WebhookEndpointId, now: Timestamp) -> Result<bool, Error> {
    let mine = webhook_endpoints::table.find(id.to_string()).filter(webhook_endpoints::user_id.eq(user.to_string()));
    let deleted = diesel::delete(mine).execute(conn)? == 1;
    if deleted {
        deliveries::give_up(conn, id, "The endpoint was removed.", now)?;
    }
    Ok(deleted)
}

impl From<&Endpoint> for EndpointRow {
    fn from(endpoint: &Endpoint) -> EndpointRow {
        let previous = endpoint.previous.as_ref();
        EndpointRow {
            id: endpoint.id.to_string(),
            user_id: endpoint.user.to_string(),
            url: endpoint.target.as_str().to_owned(),
            description: endpoint.description.as_ref().map(Name::to_string),
            secret: endpoint.secret.reveal(),
            previous_secret: previous.map(|(secret, _)| secret.reveal()),
            previous_secret_until: micros(previous.map(|(_, until)| *until)),
            disabled_reason: endpoint.disabled.map(|reason| reason.slug().to_owned()),
            version: endpoint.version,
            created_at: endpoint.created_at.unix_micros(),
            updated_at: endpoint.updated_at.unix_micros(),
        }
    }
}

impl TryFrom<EndpointRow> for Endpoint {
    type Error = Error;

    fn try_from(row: EndpointRow) -> Result<Endpoint, Error> {
        let at = At { table: "webhook_endpoints", id: &row.id };
        let previous = at.optional("previous_secret", row.previous_secret.as_deref(), SigningSecret::parse)?;
        Ok(Endpoint {
            id: at.need("id", WebhookEndpointId::parse(&row.id).ok())?,
            user: at.need("user_id", UserId::parse(&row.user_id).ok())?,
            target: at.need("url", Target::stored(&row.url))?,
            description: at.optional("description", row.description.as_deref(), |text| Name::parse(text).ok())?,
            secret: at.need("secret", SigningSecret::parse(&row.secret))?,
            previous: previous.zip(time(row.previous_secret_until)),
            disabled: at.optional("disabled_reason", row.disabled_reason.as_deref(), DisabledReason::from_slug)?,
            version: row.version,
            created_at: Timestamp::from_unix_micros(row.created_at),
            updated_at: Timestamp::from_unix_micros(row.updated_at),
        })
    }
}
