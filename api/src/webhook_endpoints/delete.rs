//! `DELETE /v1/webhook-endpoints/{id}`

use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse, delete};

use super::id_of;
use crate::access::Caller;
use crate::access::caller::WebhooksWrite;
use crate::extract;
use crate::middleware::conditional::IfMatch;
use crate::problem::{Code, Problem, ProblemDocument};
use crate::removal::remove;
use crate::reply;
use crate::state::State;

/// Remove a webhook endpoint
///
/// What waits for it is given up. Removing it again within a day is no error.
#[utoipa::path(
    tag = "webhooks",
    security(("access_token" = []), ("api_key" = ["webhooks:write"])),
    params(("id" = String, Path, description = "The endpoint's identifier.", pattern = "^whe_[0-7][0-9a-hjkmnp-tv-z]{25}$", min_length = 30, max_length = 30), IfMatch),
    responses((status = 204, description = "It is gone."), (status = 412, body = ProblemDocument)),
)]
#[delete("/v1/webhook-endpoints/{id}")]
pub async fn delete_webhook_endpoint(
    caller: Caller<WebhooksWrite>,
    state: Data<State>,
    request: HttpRequest,
    id: Path<String>,
) -> Result<HttpResponse, Problem> {
    extract::nothing(&request)?;
    let wanted = IfMatch::read(request.headers())?;
    let (id, user, now) = (id_of(&id)?, caller.user, state.now());
    let found = state.read(move |c| db::webhook_endpoints::get(c, user, id)).await?;
    if found.is_some_and(|endpoint| !wanted.allows(&reply::tag(endpoint.version))) {
        return Err(Problem::new(Code::PreconditionFailed, "The endpoint has changed since."));
    }
    remove(&state, &request, user, move |c| db::webhook_endpoints::delete(c, user, id, now)).await
}
