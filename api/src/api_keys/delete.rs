//! `DELETE /v1/api-keys/{id}`

use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse, delete};
use domain::id::ApiKeyId;

use crate::access::Member;
use crate::extract;
use crate::problem::Problem;
use crate::removal::remove;
use crate::state::State;

/// Withdraw an API key
///
/// It is good no more, at once.
#[utoipa::path(
    tag = "api-keys",
    security(("access_token" = [])),
    params(("id" = String, Path, description = "The key's identifier.", pattern = "^key_[0-7][0-9a-hjkmnp-tv-z]{25}$", min_length = 30, max_length = 30)),
    responses((status = 204, description = "The key is gone.")),
)]
#[delete("/v1/api-keys/{id}")]
pub async fn delete_api_key(member: Member, state: Data<State>, request: HttpRequest, id: Path<String>) -> Result<HttpResponse, Problem> {
    extract::nothing(&request)?;
    let id = ApiKeyId::parse(&id).map_err(|_| Problem::not_found())?;
    let user = member.user();
    remove(&state, &request, user, move |c| db::api_keys::delete(c, user, id)).await
}
