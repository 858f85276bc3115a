//! `POST /v1/webhook-endpoints`

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse, post};
use db::webhook_endpoints::{self, Endpoint};
use domain::id::WebhookEndpointId;
use domain::webhook::SigningSecret;

use super::members::NewWebhookEndpoint;
use super::targets;
use super::views::WebhookEndpointView;
use crate::access::Caller;
use crate::access::caller::WebhooksWrite;
use crate::body::Body;
use crate::extract;
use crate::idempotency::{self, IdempotencyKey, Made};
use crate::problem::{Code, Problem, ProblemDocument};
use crate::reply;
use crate::state::State;

/// The most endpoints of one person: every alert over webhooks goes to each.
const MOST: usize = 10;

/// Make a webhook endpoint
///
/// The answer shows the secret, once. Webhooks are signed as [Standard Webhooks](https://www.standardwebhooks.com/) says; its libraries check them.
/// An address that nothing may be sent to is refused with 422 `unsafe-url`, and `errors` says everything that speaks against it.
#[utoipa::path(
    tag = "webhooks",
    security(("access_token" = []), ("api_key" = ["webhooks:write"])),
    params(IdempotencyKey),
    request_body = NewWebhookEndpoint,
    responses((status = 201, description = "The endpoint, with its secret.", body = WebhookEndpointView), (status = 409, body = ProblemDocument)),
)]
#[post("/v1/webhook-endpoints")]
pub async fn create_webhook_endpoint(
    caller: Caller<WebhooksWrite>,
    state: Data<State>,
    request: HttpRequest,
    body: Body<NewWebhookEndpoint>,
) -> Result<HttpResponse, Problem> {
    extract::nothing(&request)?;
    let now = state.now();
    let endpoint = Endpoint {
        id: WebhookEndpointId::new(now, (state.random)()),
        user: caller.user,
        target: targets::read(&state, body.value.url.as_deref().unwrap_or_default()).await?,
        description: body.value.description()?,
        secret: SigningSecret::new(state.random_pair()),
        previous: None,
        disabled: None,
        version: 1,
        created_at: now,
        updated_at: now,
    };
    let made = Made::created(format!("/v1/webhook-endpoints/{}", endpoint.id), &WebhookEndpointView::from(&endpoint))?;
    let made = Made { tag: Some(reply::tag(endpoint.version)), ..made }
        .showing_once(&WebhookEndpointView::from(&endpoint).showing(&endpoint.secret))?;
    idempotency::once(&state, &request, caller.user.to_string(), body.hash, move |c| {
        if webhook_endpoints::of_user(c, endpoint.user)?.len() >= MOST {
            return Ok(Err(Problem::new(Code::Conflict, format!("There are {MOST} endpoints already. Remove some first."))));
        }
        webhook_endpoints::insert(c, &endpoint)?;
        Ok(Ok(made))
    })
    .await
}
