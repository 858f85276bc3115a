//! `POST /v1/saved-searches`

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse, post};
use db::saved_searches::{self, SavedSearch};
use domain::id::SavedSearchId;
use domain::saved_search::{Cadence, Channel, Schedule};

use super::members::NewSavedSearch;
use super::views::SavedSearchView;
use crate::access::Caller;
use crate::access::caller::SearchesWrite;
use crate::body::Body;
use crate::extract;
use crate::idempotency::{self, IdempotencyKey, Made};
use crate::problem::{Code, Problem, ProblemDocument};
use crate::reply;
use crate::state::State;

/// The most saved searches of one person.
const MOST: u64 = 100;

/// Save a search
///
/// Keeps exactly the parameters of a search, and tells when listings come that meet them. A search without a filter is refused:
/// it would bring every listing there is.
#[utoipa::path(
    tag = "saved-searches",
    security(("access_token" = []), ("api_key" = ["searches:write"])),
    params(IdempotencyKey),
    request_body = NewSavedSearch,
    responses((status = 201, description = "The saved search.", body = SavedSearchView), (status = 409, body = ProblemDocument)),
)]
#[post("/v1/saved-searches")]
pub async fn create_saved_search(
    caller: Caller<SearchesWrite>,
    state: Data<State>,
    request: HttpRequest,
    body: Body<NewSavedSearch>,
) -> Result<HttpResponse, Problem> {
    extract::nothing(&request)?;
    let now = state.now();
    let mut search = SavedSearch {
        id: SavedSearchId::new(now, (state.random)()),
        user: caller.user,
        name: body.value.name()?,
        query: String::new(),
        schedule: Schedule { cadence: Cadence::Daily, hour: 8, zone: chrono_tz::UTC },
        channels: vec![Channel::Email],
        per_company: None,
        version: 1,
        created_at: now,
        updated_at: now,
    };
    body.value.apply(&mut search)?;
    let made = Made::created(format!("/v1/saved-searches/{}", search.id), &SavedSearchView::new(&search, &state))?;
    let made = Made { tag: Some(reply::tag(search.version)), ..made };
    idempotency::once(&state, &request, caller.user.to_string(), body.hash, move |c| {
        if saved_searches::count(c, search.user)? >= MOST {
            return Ok(Err(Problem::new(Code::Conflict, format!("There are {MOST} saved searches already. Remove some first."))));
        }
        saved_searches::insert(c, &search)?;
        Ok(Ok(made))
    })
    .await
}
