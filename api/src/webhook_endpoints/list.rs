//! `GET /v1/webhook-endpoints`

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse, get};
use db::webhook_endpoints::Endpoint;
use domain::query::Reader;

use super::views::{WebhookEndpointPage, WebhookEndpointView};
use crate::access::Caller;
use crate::access::caller::WebhooksRead;
use crate::extract;
use crate::listings::parameters::PageParameters;
use crate::page::{self, Cut};
use crate::problem::Problem;
use crate::reply::Cache;
use crate::state::State;

/// List your webhook endpoints
///
/// The newest first.
#[utoipa::path(
    tag = "webhooks",
    security(("access_token" = []), ("api_key" = ["webhooks:read"])),
    params(PageParameters),
    responses((status = 200, description = "One page of endpoints.", body = WebhookEndpointPage)),
)]
#[get("/v1/webhook-endpoints")]
pub async fn list_webhook_endpoints(
    caller: Caller<WebhooksRead>,
    state: Data<State>,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    let pairs = extract::pairs(&request)?;
    let asked = page::Asked::read(Reader::new(&pairs), &[])?;
    let user = caller.user;
    let endpoints = state.read(move |c| db::webhook_endpoints::of_user(c, user)).await?;
    let place = |endpoint: &Endpoint| endpoint.created_at.unix_micros().unsigned_abs();
    let placed = endpoints.iter().map(|one| (place(one), one.id.to_string(), WebhookEndpointView::from(one))).collect();
    let Cut { items, page, total } = asked.cut(&state, &format!("list_webhook_endpoints {user}"), placed)?;
    let body = WebhookEndpointPage { items, page, total };
    page::reply(&state, &request, &body.page, &body, Cache::Private)
}
