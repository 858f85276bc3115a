//! What an export shows beyond what other operations show.

use std::collections::HashMap;

use db::Conn;
use db::alerts::{Alert, Item};
use db::deliveries::Delivery;
use db::mails::Mail;
use domain::id::{AlertId, ListingId, SavedSearchId, UserId};
use domain::time::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;

use crate::alerts::views::AlertDeliveryView;

/// A listing that met a saved search.
#[derive(Debug, Serialize, ToSchema)]
pub struct ExportedMatch {
    /// The saved search.
    #[schema(max_length = 32)]
    pub saved_search_id: String,
    /// The listing.
    #[schema(max_length = 32)]
    pub listing_id: String,
    /// When it did.
    #[schema(value_type = String, format = DateTime)]
    pub matched_at: Timestamp,
}

/// A message about matches, with what it told and the sending of it.
#[derive(Debug, Serialize, ToSchema)]
pub struct ExportedAlert {
    /// The identifier.
    #[schema(max_length = 32)]
    pub id: String,
    /// Why it was sent: `digest`, `instant` or `test`.
    #[schema(max_length = 20)]
    pub kind: &'static str,
    /// The moment of the schedule that it is for.
    #[schema(value_type = String, format = DateTime)]
    pub due_at: Timestamp,
    /// When it was put together.
    #[schema(value_type = String, format = DateTime)]
    pub created_at: Timestamp,
    /// What it told.
    #[schema(max_items = 100_000)]
    pub items: Vec<ExportedItem>,
    /// The sending of it, way by way.
    #[schema(max_items = 100)]
    pub deliveries: Vec<AlertDeliveryView>,
}

/// A listing that an alert told for a saved search.
#[derive(Debug, Serialize, ToSchema)]
pub struct ExportedItem {
    /// The saved search.
    #[schema(max_length = 32)]
    pub saved_search_id: String,
    /// The listing.
    #[schema(max_length = 32)]
    pub listing_id: String,
    /// Its place among those that were shown, from 0; null for one that was only counted.
    #[schema(minimum = 0, maximum = 100_000, required)]
    pub position: Option<u32>,
}

/// A listing that is not told again.
#[derive(Debug, Serialize, ToSchema)]
pub struct ExportedTold {
    /// The listing.
    #[schema(max_length = 32)]
    pub listing_id: String,
    /// When it was told.
    #[schema(value_type = String, format = DateTime)]
    pub told_at: Timestamp,
}

/// A mail about the account.
#[derive(Debug, Serialize, ToSchema)]
pub struct ExportedMail {
    /// What it was for.
    #[schema(max_length = 40)]
    pub kind: &'static str,
    /// When it was asked for.
    #[schema(value_type = String, format = DateTime)]
    pub created_at: Timestamp,
    /// When it was sent; null where it was not.
    #[schema(value_type = Option<String>, format = DateTime, required)]
    pub sent_at: Option<Timestamp>,
}

/// A network from which somebody logged in. Its address is not kept, only what knows it again.
#[derive(Debug, Serialize, ToSchema)]
pub struct ExportedNetwork {
    /// When the last login from it was.
    #[schema(value_type = String, format = DateTime)]
    pub last_seen_at: Timestamp,
}

/// A person's alerts, the newest first, and the deliveries that tell none: tests of webhook endpoints.
pub fn alerts(c: &mut Conn, user: UserId) -> Result<(Vec<ExportedAlert>, Vec<Delivery>), db::Error> {
    let (alerts, mut items) = (db::alerts::of_user(c, user)?, db::alerts::items_of_user(c, user)?);
    let mut sent: HashMap<AlertId, Vec<Delivery>> = HashMap::new();
    let mut tests = Vec::new();
    for delivery in db::deliveries::of_user(c, user)? {
        match delivery.alert {
            Some(alert) => sent.entry(alert).or_default().push(delivery),
            None => tests.push(delivery),
        }
    }
    let mut take = |alert: Alert| {
        let (items, deliveries) = (items.remove(&alert.id).unwrap_or_default(), sent.remove(&alert.id).unwrap_or_default());
        ExportedAlert::new(&alert, &items, &deliveries)
    };
    Ok((alerts.into_iter().map(&mut take).collect(), tests))
}

impl ExportedAlert {
    /// An alert with what it told and its deliveries.
    pub fn new(alert: &Alert, items: &[Item], deliveries: &[Delivery]) -> ExportedAlert {
        ExportedAlert {
            id: alert.id.to_string(),
            kind: alert.kind.slug(),
            due_at: alert.due_at,
            created_at: alert.created_at,
            items: items.iter().map(ExportedItem::from).collect(),
            deliveries: deliveries.iter().map(AlertDeliveryView::from).collect(),
        }
    }
}

impl From<&Item> for ExportedItem {
    fn from(item: &Item) -> ExportedItem {
        ExportedItem { saved_search_id: item.search.to_string(), listing_id: item.listing.to_string(), position: item.position }
    }
}

impl ExportedMatch {
    /// A match of a saved search.
    pub fn new(search: SavedSearchId, found: &db::matches::Match) -> ExportedMatch {
        ExportedMatch { saved_search_id: search.to_string(), listing_id: found.listing.to_string(), matched_at: found.matched_at }
    }
}

impl ExportedTold {
    /// A listing, and when it was told.
    pub fn new(listing: ListingId, told_at: Timestamp) -> ExportedTold {
        ExportedTold { listing_id: listing.to_string(), told_at }
    }
}

impl ExportedMail {
    /// A mail, and when it was sent.
    pub fn new(mail: &Mail, sent_at: Option<Timestamp>) -> ExportedMail {
        ExportedMail { kind: mail.kind.slug(), created_at: mail.created_at, sent_at }
    }
}
