//! `GET /v1/saved-searches`

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse, get};
use db::saved_searches::SavedSearch;
use domain::query::Reader;

use super::views::{SavedSearchPage, SavedSearchView};
use crate::access::Caller;
use crate::access::caller::SearchesRead;
use crate::extract;
use crate::listings::parameters::PageParameters;
use crate::page::{self, Cut};
use crate::problem::Problem;
use crate::reply::Cache;
use crate::state::State;

/// List your saved searches
///
/// The newest first.
#[utoipa::path(
    tag = "saved-searches",
    security(("access_token" = []), ("api_key" = ["searches:read"])),
    params(PageParameters),
    responses((status = 200, description = "One page of saved searches.", body = SavedSearchPage)),
)]
#[get("/v1/saved-searches")]
pub async fn list_saved_searches(caller: Caller<SearchesRead>, state: Data<State>, request: HttpRequest) -> Result<HttpResponse, Problem> {
    let pairs = extract::pairs(&request)?;
    let asked = page::Asked::read(Reader::new(&pairs), &[])?;
    let user = caller.user;
    let searches = state.read(move |c| db::saved_searches::of_user(c, user)).await?;
    let place = |search: &SavedSearch| search.created_at.unix_micros().unsigned_abs();
    let placed = searches.iter().map(|one| (place(one), one.id.to_string(), SavedSearchView::new(one, &state))).collect();
    let Cut { items, page, total } = asked.cut(&state, &format!("list_saved_searches {user}"), placed)?;
    let body = SavedSearchPage { items, page, total };
    page::reply(&state, &request, &body.page, &body, Cache::Private)
}
