//! What is shown of a delivery.

use db::deliveries::Delivery;
use domain::alert::DeliveryState;
use domain::time::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;

use crate::page::{Page, Total};

/// The sending of one message to a webhook endpoint.
#[derive(Debug, Serialize, ToSchema)]
pub struct WebhookDeliveryView {
    /// The identifier: the `webhook-id` of all its attempts.
    #[schema(max_length = 32)]
    pub id: String,
    /// The endpoint.
    #[schema(max_length = 32, required)]
    pub endpoint_id: Option<String>,
    /// The alert that it tells; null for a test.
    #[schema(max_length = 32, required)]
    pub alert_id: Option<String>,
    /// `waiting` for its next attempt, `delivered`, or `dead` when it was given up.
    #[schema(max_length = 20)]
    pub state: &'static str,
    /// How often it was sent, since it was last begun.
    #[schema(minimum = 0, maximum = 1000)]
    pub attempts: u32,
    /// The receiver's last status; null where there was no answer.
    #[schema(minimum = 100, maximum = 999, required)]
    pub last_status: Option<u16>,
    /// Why the last attempt failed, for people; null where none did.
    #[schema(max_length = 500, required)]
    pub last_error: Option<String>,
    /// When it is sent next; null when it is not.
    #[schema(value_type = Option<String>, format = DateTime, required)]
    pub next_attempt_at: Option<Timestamp>,
    /// When it was made.
    #[schema(value_type = String, format = DateTime)]
    pub created_at: Timestamp,
    /// When it was delivered or given up; null before.
    #[schema(value_type = Option<String>, format = DateTime, required)]
    pub finished_at: Option<Timestamp>,
}

impl From<&Delivery> for WebhookDeliveryView {
    fn from(delivery: &Delivery) -> WebhookDeliveryView {
        WebhookDeliveryView {
            id: delivery.id.to_string(),
            endpoint_id: delivery.endpoint.map(|id| id.to_string()),
            alert_id: delivery.alert.map(|id| id.to_string()),
            state: delivery.state.slug(),
            attempts: delivery.attempts.saturating_add(u32::from(delivery.state == DeliveryState::Delivered)),
            last_status: delivery.last_status,
            last_error: delivery.last_error.clone(),
            next_attempt_at: (delivery.state == DeliveryState::Waiting).then_some(delivery.due_at),
            created_at: delivery.created_at,
            finished_at: delivery.finished_at,
        }
    }
}

/// One page of deliveries.
#[derive(Debug, Serialize, ToSchema)]
pub struct WebhookDeliveryPage {
    /// The deliveries, the newest first.
    #[schema(max_items = 100)]
    pub items: Vec<WebhookDeliveryView>,
    /// Where the page stands.
    pub page: Page,
    /// How many there are; null unless `include=total`.
    #[schema(required)]
    pub total: Option<Total>,
}
