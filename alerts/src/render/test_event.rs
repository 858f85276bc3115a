//! What a test of a webhook endpoint says.

use domain::id::WebhookEndpointId;
use domain::time::Timestamp;
use serde_json::json;

/// The body of a test that was asked for at a time: in the form of every event, with nothing to act on.
pub fn body(endpoint: WebhookEndpointId, at: Timestamp) -> String {
    json!({
        "type": "webhook.test",
        "timestamp": at.to_string(),
        "data": { "endpoint_id": endpoint.to_string(), "message": "This is a test. Nothing happened." },
    })
    .to_string()
}
