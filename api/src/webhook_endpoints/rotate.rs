//! `POST /v1/webhook-endpoints/{id}/rotate`

use actix_web::http::StatusCode;
use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse, post};
use db::webhook_endpoints;
use domain::webhook::SigningSecret;

use super::id_of;
use super::views::WebhookEndpointView;
use crate::access::Caller;
use crate::access::caller::WebhooksWrite;
use crate::extract;
use crate::idempotency::{self, IdempotencyKey, Made};
use crate::problem::Problem;
use crate::reply;
use crate::state::State;

/// Change the secret of a webhook endpoint
///
/// The answer shows the new secret, once. For 24 hours webhooks are signed with both, the new one first, so that no message is lost while you put it in place.
/// A secret before the last one is good no more, at once.
#[utoipa::path(
    tag = "webhooks",
    security(("access_token" = []), ("api_key" = ["webhooks:write"])),
    params(("id" = String, Path, description = "The endpoint's identifier.", pattern = "^whe_[0-7][0-9a-hjkmnp-tv-z]{25}$", min_length = 30, max_length = 30), IdempotencyKey),
    responses((status = 200, description = "The endpoint, with its new secret.", body = WebhookEndpointView)),
)]
#[post("/v1/webhook-endpoints/{id}/rotate")]
pub async fn rotate_webhook_secret(
    caller: Caller<WebhooksWrite>,
    state: Data<State>,
    request: HttpRequest,
    id: Path<String>,
) -> Result<HttpResponse, Problem> {
    extract::nothing(&request)?;
    let (id, user, now) = (id_of(&id)?, caller.user, state.now());
    let fresh = SigningSecret::new(state.random_pair());
    idempotency::once(&state, &request, user.to_string(), String::new(), move |c| {
        let Some(mut endpoint) = webhook_endpoints::get(c, user, id)? else { return Ok(Err(Problem::not_found())) };
        endpoint.rotate(fresh, now);
        webhook_endpoints::update(c, &endpoint)?;
        let view = || WebhookEndpointView::from(&endpoint);
        let made = Made::of(StatusCode::OK, None, &view()).and_then(|made| made.showing_once(&view().showing(&endpoint.secret)));
        Ok(made.map(|made| Made { tag: Some(reply::tag(endpoint.version)), ..made }))
    })
    .await
}
