//! `GET /v1/api-keys/{id}`

use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse, get};
use domain::id::ApiKeyId;

use super::views::ApiKeyView;
use crate::access::Member;
use crate::extract;
use crate::problem::Problem;
use crate::reply::{self, Cache};
use crate::state::State;

/// Get an API key
///
/// What is known of it; the key itself is not.
#[utoipa::path(
    tag = "api-keys",
    security(("access_token" = [])),
    params(("id" = String, Path, description = "The key's identifier.", pattern = "^key_[0-7][0-9a-hjkmnp-tv-z]{25}$", min_length = 30, max_length = 30)),
    responses((status = 200, description = "The key.", body = ApiKeyView)),
)]
#[get("/v1/api-keys/{id}")]
pub async fn get_api_key(member: Member, state: Data<State>, request: HttpRequest, id: Path<String>) -> Result<HttpResponse, Problem> {
    extract::nothing(&request)?;
    let id = ApiKeyId::parse(&id).map_err(|_| Problem::not_found())?;
    let user = member.user();
    let keys = state.read(move |c| db::api_keys::of_user(c, user)).await?;
    let key = keys.iter().find(|key| key.id == id).ok_or_else(Problem::not_found)?;
    reply::json(&ApiKeyView::new(key, None), Cache::Private)
}
