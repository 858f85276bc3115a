//! `GET /v1/webhook-deliveries/{id}`

use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse, get};

use super::id_of;
use super::views::WebhookDeliveryView;
use crate::access::Caller;
use crate::access::caller::WebhooksRead;
use crate::extract;
use crate::problem::Problem;
use crate::reply::{self, Cache};
use crate::state::State;

/// Get a delivery
///
/// How the sending of one message stands.
#[utoipa::path(
    tag = "webhooks",
    security(("access_token" = []), ("api_key" = ["webhooks:read"])),
    params(("id" = String, Path, description = "The delivery's identifier.", pattern = "^dlv_[0-7][0-9a-hjkmnp-tv-z]{25}$", min_length = 30, max_length = 30)),
    responses((status = 200, description = "The delivery.", body = WebhookDeliveryView)),
)]
#[get("/v1/webhook-deliveries/{id}")]
pub async fn get_webhook_delivery(
    caller: Caller<WebhooksRead>,
    state: Data<State>,
    request: HttpRequest,
    id: Path<String>,
) -> Result<HttpResponse, Problem> {
    extract::nothing(&request)?;
    let (id, user) = (id_of(&id)?, caller.user);
    let found = state.read(move |c| db::deliveries::get(c, user, id)).await?;
    let delivery = found.filter(|delivery| delivery.endpoint.is_some()).ok_or_else(Problem::not_found)?;
    reply::json(&WebhookDeliveryView::from(&delivery), Cache::Private)
}
