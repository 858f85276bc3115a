//! `GET /v1/bookmarks/{listing_id}`

use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse, get};

use super::views::BookmarkRef;
use crate::access::Caller;
use crate::access::caller::BookmarksRead;
use crate::extract;
use crate::problem::Problem;
use crate::reply::{self, Cache};
use crate::state::State;

/// Get a bookmark
///
/// How the caller has marked a listing.
#[utoipa::path(
    tag = "bookmarks",
    security(("access_token" = []), ("api_key" = ["bookmarks:read"])),
    params(("listing_id" = String, Path, description = "The listing's identifier.", pattern = "^lst_[0-7][0-9a-hjkmnp-tv-z]{25}$", min_length = 30, max_length = 30)),
    responses((status = 200, description = "The bookmark.", body = BookmarkRef)),
)]
#[get("/v1/bookmarks/{listing_id}")]
pub async fn get_bookmark(
    caller: Caller<BookmarksRead>,
    state: Data<State>,
    request: HttpRequest,
    listing: Path<String>,
) -> Result<HttpResponse, Problem> {
    extract::nothing(&request)?;
    let listing = extract::listing_id(&listing)?;
    let bookmark = state.read(move |c| db::bookmarks::get(c, caller.user, listing)).await?.ok_or_else(Problem::not_found)?;
    reply::json(&BookmarkRef::from(&bookmark), Cache::Private)
}
