//! What is shown of alerts.

use std::sync::Arc;

use db::alerts::Alert;
use db::deliveries::Delivery;
use domain::time::Timestamp;
use serde::Serialize;
use serde_json::value::RawValue;
use utoipa::ToSchema;

use crate::listings::views::ListingSummary;
use crate::page::{Page, Total};

/// A listing that an alert told.
#[derive(Debug, Serialize, ToSchema)]
pub struct ToldListing {
    /// The name of the saved search that brought it.
    #[schema(max_length = 100)]
    pub saved_search: String,
    /// The listing as it is now, also when it has closed.
    #[schema(value_type = ListingSummary)]
    pub listing: Arc<RawValue>,
}

/// One page of what an alert told.
#[derive(Debug, Serialize, ToSchema)]
pub struct ToldPage {
    /// The listings, in the order of the alert: those that it showed, then those that it counted.
    #[schema(max_items = 100)]
    pub items: Vec<ToldListing>,
    /// Where the page stands.
    pub page: Page,
    /// How many there are; null unless `include=total`.
    #[schema(required)]
    pub total: Option<Total>,
}

/// A message about matches, and what became of it.
#[derive(Debug, Serialize, ToSchema)]
pub struct AlertView {
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
    /// Exactly what it told, of all saved searches. The address needs no login.
    #[schema(format = "uri", max_length = 1000)]
    pub url: String,
    /// The sending of it, way by way.
    #[schema(max_items = 100)]
    pub deliveries: Vec<AlertDeliveryView>,
}

/// The sending of an alert over one way.
#[derive(Debug, Serialize, ToSchema)]
pub struct AlertDeliveryView {
    /// The identifier: the same over all attempts.
    #[schema(max_length = 32)]
    pub id: String,
    /// `email` or `webhook`.
    #[schema(max_length = 20)]
    pub channel: &'static str,
    /// The webhook endpoint; null for mails.
    #[schema(max_length = 32, required)]
    pub endpoint_id: Option<String>,
    /// `waiting`, `delivered`, or `dead` when it was refused for good or failed for too long.
    #[schema(max_length = 20)]
    pub state: &'static str,
    /// How often it failed.
    #[schema(minimum = 0, maximum = 1000)]
    pub attempts: u32,
    /// The receiver's last status or reply code.
    #[schema(minimum = 0, maximum = 65535, required)]
    pub last_status: Option<u16>,
    /// Why it failed last.
    #[schema(max_length = 1000, required)]
    pub last_error: Option<String>,
    /// When it is tried next; null once it is finished.
    #[schema(value_type = Option<String>, format = DateTime, required)]
    pub next_attempt_at: Option<Timestamp>,
    /// When it was delivered or given up.
    #[schema(value_type = Option<String>, format = DateTime, required)]
    pub finished_at: Option<Timestamp>,
}

/// One page of a saved search's alerts.
#[derive(Debug, Serialize, ToSchema)]
pub struct AlertPage {
    /// The alerts, the newest first.
    #[schema(max_items = 100)]
    pub items: Vec<AlertView>,
    /// Where the page stands.
    pub page: Page,
    /// How many there are; null unless `include=total`.
    #[schema(required)]
    pub total: Option<Total>,
}

impl AlertView {
    /// An alert with its deliveries, and the address of what it told.
    pub fn new(alert: &Alert, url: String, deliveries: &[Delivery]) -> AlertView {
        AlertView {
            id: alert.id.to_string(),
            kind: alert.kind.slug(),
            due_at: alert.due_at,
            created_at: alert.created_at,
            url,
            deliveries: deliveries.iter().map(AlertDeliveryView::from).collect(),
        }
    }
}

impl From<&Delivery> for AlertDeliveryView {
    fn from(delivery: &Delivery) -> AlertDeliveryView {
        AlertDeliveryView {
            id: delivery.id.to_string(),
            channel: delivery.channel.slug(),
            endpoint_id: delivery.endpoint.map(|id| id.to_string()),
            state: delivery.state.slug(),
            attempts: delivery.attempts,
            last_status: delivery.last_status,
            last_error: delivery.last_error.clone(),
            next_attempt_at: delivery.finished_at.is_none().then_some(delivery.due_at),
            finished_at: delivery.finished_at,
        }
    }
}
