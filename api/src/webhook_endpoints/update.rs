//! `PATCH /v1/webhook-endpoints/{id}`

use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse, patch};
use domain::webhook::{DisabledReason, EndpointState};

use super::members::WebhookEndpointPatch;
use super::views::WebhookEndpointView;
use super::{find, id_of, targets};
use crate::access::Caller;
use crate::access::caller::WebhooksWrite;
use crate::body::Patch;
use crate::extract;
use crate::middleware::conditional::IfMatch;
use crate::problem::{Code, Problem, ProblemDocument};
use crate::reply;
use crate::state::State;

/// Change a webhook endpoint
///
/// A merge patch (RFC 7396). With `If-Match`, only while it is what the tag says. An endpoint that answered 410 is enabled again by `state`.
#[utoipa::path(
    tag = "webhooks",
    security(("access_token" = []), ("api_key" = ["webhooks:write"])),
    params(("id" = String, Path, description = "The endpoint's identifier.", pattern = "^whe_[0-7][0-9a-hjkmnp-tv-z]{25}$", min_length = 30, max_length = 30), IfMatch),
    request_body(content = WebhookEndpointPatch, content_type = "application/merge-patch+json"),
    responses((status = 200, description = "The endpoint as it is now.", body = WebhookEndpointView), (status = 412, body = ProblemDocument)),
)]
#[patch("/v1/webhook-endpoints/{id}")]
pub async fn update_webhook_endpoint(
    caller: Caller<WebhooksWrite>,
    state: Data<State>,
    request: HttpRequest,
    id: Path<String>,
    patch: Patch<WebhookEndpointPatch>,
) -> Result<HttpResponse, Problem> {
    extract::nothing(&request)?;
    let wanted = IfMatch::read(request.headers())?;
    let mut endpoint = find(&state, caller.user, id_of(&id)?).await?;
    let changed = || Problem::new(Code::PreconditionFailed, "The endpoint has changed since.");
    if !wanted.allows(&reply::tag(endpoint.version)) {
        return Err(changed());
    }
    if let Some(url) = &patch.0.url {
        endpoint.target = targets::read(&state, url).await?;
    }
    endpoint.description = patch.0.description()?.unwrap_or(endpoint.description);
    endpoint.disabled = match patch.0.state {
        Some(EndpointState::Enabled) => None,
        Some(EndpointState::Disabled) => endpoint.disabled.or(Some(DisabledReason::Owner)),
        None => endpoint.disabled,
    };
    endpoint.changed(state.now());
    let written = endpoint.clone();
    // Somebody may have been quicker between the look and the change.
    match state.write(move |c| db::webhook_endpoints::update(c, &written)).await? {
        true => reply::owned(&WebhookEndpointView::from(&endpoint), endpoint.version, endpoint.updated_at),
        false => Err(changed()),
    }
}
