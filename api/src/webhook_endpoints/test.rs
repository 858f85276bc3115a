//! `POST /v1/webhook-endpoints/{id}/test`

use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse, post};
use db::deliveries::{self, Delivery};
use db::webhook_endpoints;
use domain::id::DeliveryId;

use super::id_of;
use crate::access::Caller;
use crate::access::caller::WebhooksWrite;
use crate::extract;
use crate::idempotency::{self, IdempotencyKey};
use crate::problem::{Code, Problem, ProblemDocument};
use crate::state::State;
use crate::webhook_deliveries::accepted;
use crate::webhook_deliveries::views::WebhookDeliveryView;

/// Send a test to a webhook endpoint
///
/// An event of the type `webhook.test`, signed as every other. `Location` says what becomes of it. It takes the place of an earlier test that still waits.
#[utoipa::path(
    tag = "webhooks",
    security(("access_token" = []), ("api_key" = ["webhooks:write"])),
    params(("id" = String, Path, description = "The endpoint's identifier.", pattern = "^whe_[0-7][0-9a-hjkmnp-tv-z]{25}$", min_length = 30, max_length = 30), IdempotencyKey),
    responses((status = 202, description = "The test, which is sent at once.", body = WebhookDeliveryView), (status = 409, body = ProblemDocument)),
)]
#[post("/v1/webhook-endpoints/{id}/test")]
pub async fn test_webhook_endpoint(
    caller: Caller<WebhooksWrite>,
    state: Data<State>,
    request: HttpRequest,
    id: Path<String>,
) -> Result<HttpResponse, Problem> {
    extract::nothing(&request)?;
    let (id, user, now) = (id_of(&id)?, caller.user, state.now());
    let test = Delivery::webhook(DeliveryId::new(now, (state.random)()), user, id, None, now);
    idempotency::once(&state, &request, user.to_string(), String::new(), move |c| {
        let Some(endpoint) = webhook_endpoints::get(c, user, id)? else { return Ok(Err(Problem::not_found())) };
        if endpoint.disabled.is_some() {
            return Ok(Err(Problem::new(Code::Conflict, "The endpoint is disabled. Enable it first.")));
        }
        deliveries::give_up_tests(c, id, "Another test took its place.", now)?;
        deliveries::insert(c, &test)?;
        Ok(accepted(&test))
    })
    .await
}
