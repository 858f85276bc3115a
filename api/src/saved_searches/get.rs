//! `GET /v1/saved-searches/{id}`

use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse, get};

use super::views::SavedSearchView;
use super::{find, id_of};
use crate::access::Caller;
use crate::access::caller::SearchesRead;
use crate::extract;
use crate::problem::Problem;
use crate::reply;
use crate::state::State;

/// Get a saved search
///
/// The `ETag` is for `If-Match` of changes.
#[utoipa::path(
    tag = "saved-searches",
    security(("access_token" = []), ("api_key" = ["searches:read"])),
    params(("id" = String, Path, description = "The saved search's identifier.", pattern = "^srch_[0-7][0-9a-hjkmnp-tv-z]{25}$", min_length = 31, max_length = 31)),
    responses((status = 200, description = "The saved search.", body = SavedSearchView)),
)]
#[get("/v1/saved-searches/{id}")]
pub async fn get_saved_search(
    caller: Caller<SearchesRead>,
    state: Data<State>,
    request: HttpRequest,
    id: Path<String>,
) -> Result<HttpResponse, Problem> {
    extract::nothing(&request)?;
    let search = find(&state, caller.user, id_of(&id)?).await?;
    reply::owned(&SavedSearchView::new(&search, &state), search.version, search.updated_at)
}
