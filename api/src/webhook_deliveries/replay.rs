//! `POST /v1/webhook-deliveries/{id}/replay`

use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse, post};
use db::{deliveries, webhook_endpoints};

use super::views::WebhookDeliveryView;
use super::{accepted, id_of};
use crate::access::Caller;
use crate::access::caller::WebhooksWrite;
use crate::extract;
use crate::idempotency::{self, IdempotencyKey};
use crate::problem::{Code, Problem, ProblemDocument};
use crate::state::State;

/// Send a delivery again
///
/// One that was delivered or given up, under the same `webhook-id`, with all of its attempts anew.
#[utoipa::path(
    tag = "webhooks",
    security(("access_token" = []), ("api_key" = ["webhooks:write"])),
    params(("id" = String, Path, description = "The delivery's identifier.", pattern = "^dlv_[0-7][0-9a-hjkmnp-tv-z]{25}$", min_length = 30, max_length = 30), IdempotencyKey),
    responses((status = 202, description = "The delivery, which is sent at once.", body = WebhookDeliveryView), (status = 409, body = ProblemDocument)),
)]
#[post("/v1/webhook-deliveries/{id}/replay")]
pub async fn replay_webhook_delivery(
    caller: Caller<WebhooksWrite>,
    state: Data<State>,
    request: HttpRequest,
    id: Path<String>,
) -> Result<HttpResponse, Problem> {
    extract::nothing(&request)?;
    let (id, user, now) = (id_of(&id)?, caller.user, state.now());
    idempotency::once(&state, &request, user.to_string(), String::new(), move |c| {
        let conflict = |detail: &str| Ok(Err(Problem::new(Code::Conflict, detail)));
        let Some(endpoint) = deliveries::get(c, user, id)?.and_then(|delivery| delivery.endpoint) else {
            return Ok(Err(Problem::not_found()));
        };
        if webhook_endpoints::get(c, user, endpoint)?.is_none_or(|endpoint| endpoint.disabled.is_some()) {
            return conflict("The endpoint is disabled or was removed.");
        }
        if !deliveries::replay(c, user, id, now)? {
            return conflict("The delivery still waits for its next attempt.");
        }
        let delivery = deliveries::get(c, user, id)?;
        Ok(delivery.ok_or_else(Problem::not_found).and_then(|delivery| accepted(&delivery)))
    })
    .await
}
