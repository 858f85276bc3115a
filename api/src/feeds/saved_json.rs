//! `GET /v1/feeds/json/{token}`

use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse, get};

use super::Feed;
use super::json::JsonFeed;
use crate::extract;
use crate::problem::Problem;
use crate::reply::{self, Cache};
use crate::state::State;

/// What a saved search brought, as JSON Feed 1.1
///
/// The newest 50 listings that met it, without those that its owner has hidden and those that have closed. The address is a secret:
/// `/v1/saved-searches/{id}/rotate` makes it, and makes it anew.
#[utoipa::path(
    tag = "feeds",
    params(("token" = String, Path, description = "The secret end of the address.", pattern = "^[A-Za-z0-9_-]{43}$", min_length = 43, max_length = 43)),
    responses((status = 200, description = "The feed.", body = JsonFeed, content_type = "application/feed+json")),
)]
#[get("/v1/feeds/json/{token}")]
pub async fn get_saved_search_json_feed(state: Data<State>, request: HttpRequest, token: Path<String>) -> Result<HttpResponse, Problem> {
    extract::nothing(&request)?;
    let feed = Feed::of_saved(&state, &token, request.path()).await?;
    reply::typed(&JsonFeed::from(feed), "application/feed+json", Cache::Private)
}
