//! `DELETE /v1/bookmarks/{listing_id}`

use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse, delete};

use crate::access::Caller;
use crate::access::caller::BookmarksWrite;
use crate::extract;
use crate::problem::Problem;
use crate::removal::remove;
use crate::state::State;

/// Remove a bookmark
///
/// The listing is neither saved nor hidden any more.
#[utoipa::path(
    tag = "bookmarks",
    security(("access_token" = []), ("api_key" = ["bookmarks:write"])),
    params(("listing_id" = String, Path, description = "The listing's identifier.", pattern = "^lst_[0-7][0-9a-hjkmnp-tv-z]{25}$", min_length = 30, max_length = 30)),
    responses((status = 204, description = "There is no bookmark.")),
)]
#[delete("/v1/bookmarks/{listing_id}")]
pub async fn delete_bookmark(
    caller: Caller<BookmarksWrite>,
    state: Data<State>,
    request: HttpRequest,
    listing: Path<String>,
) -> Result<HttpResponse, Problem> {
    extract::nothing(&request)?;
    let listing = extract::listing_id(&listing)?;
    remove(&state, &request, caller.user, move |c| db::bookmarks::delete(c, caller.user, listing)).await
}
