//! What a webhook endpoint is made of, as bodies state it.

use domain::account::Name;
use domain::webhook::EndpointState;
use serde::Deserialize;
use utoipa::ToSchema;
use validator::Validate;

use crate::auth;
use crate::body::present;
use crate::openapi::schemas;
use crate::problem::Problem;

/// A webhook endpoint to be made.
#[derive(Deserialize, Validate, ToSchema)]
pub struct NewWebhookEndpoint {
    /// Where webhooks go: `https`, port 443 or 8443, a public host.
    #[validate(required(code = "required"), length(max = 2_000, code = "too_long", message = "At most 2000 characters."))]
    #[schema(required, nullable = false, max_length = 2000)]
    pub url: Option<String>,
    /// What you say of it; null for nothing.
    #[validate(custom(function = auth::name))]
    #[schema(schema_with = schemas::description)]
    description: Option<String>,
}

/// What changes of a webhook endpoint. Members that are left out stay as they are.
#[derive(Deserialize, Validate, ToSchema)]
pub struct WebhookEndpointPatch {
    /// Where webhooks go: `https`, port 443 or 8443, a public host.
    #[serde(default, deserialize_with = "present")]
    #[validate(length(max = 2_000, code = "too_long", message = "At most 2000 characters."))]
    #[schema(nullable = false, max_length = 2000)]
    pub url: Option<String>,
    /// What you say of it; null for nothing.
    #[serde(default, deserialize_with = "present")]
    #[validate(custom(function = auth::name))]
    #[schema(schema_with = schemas::description)]
    description: Option<Option<String>>,
    /// Whether it is sent to. What waits for one that is disabled is given up.
    #[serde(default, deserialize_with = "present")]
    #[schema(schema_with = schemas::endpoint_state)]
    pub state: Option<EndpointState>,
}

impl NewWebhookEndpoint {
    /// What is said of it.
    pub fn description(&self) -> Result<Option<Name>, Problem> {
        Ok(self.description.as_deref().map(Name::parse).transpose()?)
    }
}

impl WebhookEndpointPatch {
    /// What is said of it from now on; `None` when that stays.
    pub fn description(&self) -> Result<Option<Option<Name>>, Problem> {
        let read = |text: &Option<String>| text.as_deref().map(Name::parse).transpose();
        Ok(self.description.as_ref().map(read).transpose()?)
    }
}
