//! What is shown of a webhook endpoint.

use db::webhook_endpoints::Endpoint;
use domain::account::Name;
use domain::time::Timestamp;
use domain::webhook::{DisabledReason, EndpointState, SigningSecret};
use serde::Serialize;
use utoipa::ToSchema;

use crate::page::{Page, Total};

/// A place that takes webhooks.
#[derive(Debug, Serialize, ToSchema)]
pub struct WebhookEndpointView {
    /// The identifier.
    #[schema(max_length = 32)]
    pub id: String,
    /// Where webhooks go.
    #[schema(format = "uri", max_length = 8000)]
    pub url: String,
    /// What its owner says of it.
    #[schema(max_length = 100, required)]
    pub description: Option<String>,
    /// `enabled` while it is sent to, `disabled` otherwise.
    #[schema(max_length = 20)]
    pub state: &'static str,
    /// Why it is disabled: `by_owner`, or `gone` when it answered 410; null while it is enabled.
    #[schema(max_length = 20, required)]
    pub disabled_reason: Option<&'static str>,
    /// The secret that its webhooks are signed with: shown once, in the answer that makes it; null ever after, also when that request is repeated.
    #[schema(max_length = 100, required)]
    pub secret: Option<String>,
    /// Until when the secret before signs beside this one; null when there was none.
    #[schema(value_type = Option<String>, format = DateTime, required)]
    pub previous_secret_until: Option<Timestamp>,
    /// When it was made.
    #[schema(value_type = String, format = DateTime)]
    pub created_at: Timestamp,
    /// When it last changed.
    #[schema(value_type = String, format = DateTime)]
    pub updated_at: Timestamp,
}

impl From<&Endpoint> for WebhookEndpointView {
    /// An endpoint without its secret.
    fn from(endpoint: &Endpoint) -> WebhookEndpointView {
        let state = if endpoint.disabled.is_some() { EndpointState::Disabled } else { EndpointState::Enabled };
        WebhookEndpointView {
            id: endpoint.id.to_string(),
            url: endpoint.target.as_str().to_owned(),
            description: endpoint.description.as_ref().map(Name::to_string),
            state: state.slug(),
            disabled_reason: endpoint.disabled.map(DisabledReason::slug),
            secret: None,
            previous_secret_until: endpoint.previous.as_ref().map(|(_, until)| *until),
            created_at: endpoint.created_at,
            updated_at: endpoint.updated_at,
        }
    }
}

impl WebhookEndpointView {
    /// The same with its secret, for the one answer that shows it.
    pub fn showing(self, secret: &SigningSecret) -> WebhookEndpointView {
        WebhookEndpointView { secret: Some(secret.reveal()), ..self }
    }
}

/// One page of webhook endpoints.
#[derive(Debug, Serialize, ToSchema)]
pub struct WebhookEndpointPage {
    /// The endpoints, the newest first.
    #[schema(max_items = 100)]
    pub items: Vec<WebhookEndpointView>,
    /// Where the page stands.
    pub page: Page,
    /// How many there are; null unless `include=total`.
    #[schema(required)]
    pub total: Option<Total>,
}
