//! `GET /v1/webhook-endpoints/{id}`

use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse, get};

use super::views::WebhookEndpointView;
use super::{find, id_of};
use crate::access::Caller;
use crate::access::caller::WebhooksRead;
use crate::extract;
use crate::problem::Problem;
use crate::reply;
use crate::state::State;

/// Get a webhook endpoint
///
/// The `ETag` is for `If-Match` of changes.
#[utoipa::path(
    tag = "webhooks",
    security(("access_token" = []), ("api_key" = ["webhooks:read"])),
    params(("id" = String, Path, description = "The endpoint's identifier.", pattern = "^whe_[0-7][0-9a-hjkmnp-tv-z]{25}$", min_length = 30, max_length = 30)),
    responses((status = 200, description = "The endpoint.", body = WebhookEndpointView)),
)]
#[get("/v1/webhook-endpoints/{id}")]
pub async fn get_webhook_endpoint(
    caller: Caller<WebhooksRead>,
    state: Data<State>,
    request: HttpRequest,
    id: Path<String>,
) -> Result<HttpResponse, Problem> {
    extract::nothing(&request)?;
    let endpoint = find(&state, caller.user, id_of(&id)?).await?;
    reply::owned(&WebhookEndpointView::from(&endpoint), endpoint.version, endpoint.updated_at)
}
