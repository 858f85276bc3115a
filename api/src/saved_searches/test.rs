//! `POST /v1/saved-searches/{id}/test`

use actix_web::http::StatusCode;
use actix_web::web::{self, Data, Path};
use actix_web::{HttpRequest, HttpResponse, post};
use chrono::TimeDelta;
use db::alerts::{Alert, Item};
use db::deliveries::Delivery;
use db::saved_searches::SavedSearch;
use db::throttles::{self, Rate};
use domain::alert::AlertKind;
use domain::capability::Purpose;
use domain::id::{AlertId, ListingId};

use super::members::stored;
use super::{find, id_of};
use crate::access::Caller;
use crate::access::caller::SearchesWrite;
use crate::access::throttle::too_many;
use crate::alerts::views::AlertView;
use crate::extract;
use crate::idempotency::{self, IdempotencyKey, Made};
use crate::problem::{Code, Problem, ProblemDocument};
use crate::state::State;

/// Tests of one person.
const TESTS: Rate = Rate { every: TimeDelta::minutes(6), burst: 10 };
/// Listings that a test shows.
const SHOWN: usize = 3;
/// How far back listings are looked for.
const DAYS: i64 = 30;

/// Test a saved search
///
/// Sends an alert over its channels now, with the newest listings of the last 30 days that meet it. It tells nothing: what it shows
/// is told all the same when it is due. `Location` shows what becomes of it.
#[utoipa::path(
    tag = "saved-searches",
    security(("access_token" = []), ("api_key" = ["searches:write"])),
    params(
        ("id" = String, Path, description = "The saved search's identifier.", pattern = "^srch_[0-7][0-9a-hjkmnp-tv-z]{25}$", min_length = 31, max_length = 31),
        IdempotencyKey,
    ),
    responses((status = 202, description = "The alert, queued.", body = AlertView), (status = 409, body = ProblemDocument)),
)]
#[post("/v1/saved-searches/{id}/test")]
pub async fn test_saved_search(
    caller: Caller<SearchesWrite>,
    state: Data<State>,
    request: HttpRequest,
    id: Path<String>,
) -> Result<HttpResponse, Problem> {
    extract::nothing(&request)?;
    let search = find(&state, caller.user, id_of(&id)?).await?;
    let found = newest(&state, &search).await?;
    let now = state.now();
    let alert = Alert { id: AlertId::new(now, (state.random)()), user: search.user, kind: AlertKind::Test, due_at: now, created_at: now };
    let url = state.url(&format!("/v1/alerts/{}", state.capabilities.token(Purpose::ReadAlert, alert.id.bits())));
    let random = state.random.clone();
    idempotency::once(&state, &request, caller.user.to_string(), String::new(), move |c| {
        let endpoints = db::webhook_endpoints::enabled(c, search.user)?;
        let deliveries = db::deliveries::of(&alert, &search.channels, &endpoints, || random());
        if let Some(refusal) = refusal(&found, &deliveries) {
            return Ok(Err(refusal));
        }
        if let Some(wait) = throttles::book(c, &format!("test {}", search.user), TESTS, now)? {
            return Ok(Err(too_many(wait)));
        }
        let item = |(listing, place): (&ListingId, u32)| Item { search: search.id, listing: *listing, position: Some(place) };
        let items: Vec<Item> = found.iter().zip(0..).map(item).collect();
        db::alerts::insert(c, &alert, &items)?;
        deliveries.iter().try_for_each(|delivery| db::deliveries::insert(c, delivery))?;
        let location = format!("/v1/saved-searches/{}/alerts", search.id);
        Ok(Made::of(StatusCode::ACCEPTED, Some(location), &AlertView::new(&alert, url, &deliveries)))
    })
    .await
}

/// The newest listings that meet a saved search and are open.
async fn newest(state: &State, search: &SavedSearch) -> Result<Vec<ListingId>, Problem> {
    let query = stored(&search.query)?.query().clone();
    let (generation, now) = (state.generation(), state.now());
    let found = web::block(move || generation.arrivals(&query, now.minus(TimeDelta::days(DAYS)), now)).await;
    let arrivals = found.map_err(|_| Problem::new(Code::Overloaded, "The server is stopping."))??;
    Ok(arrivals.into_iter().take(SHOWN).map(|arrival| arrival.id).collect())
}

/// Why there is nothing to send.
fn refusal(found: &[ListingId], deliveries: &[Delivery]) -> Option<Problem> {
    let conflict = |detail: &str| Some(Problem::new(Code::Conflict, detail));
    if deliveries.is_empty() {
        return conflict("It tells neither by mail, nor by webhook to an endpoint that is enabled.");
    }
    if found.is_empty() {
        return conflict("No listing of the last 30 days meets it: there is nothing to show.");
    }
    None
}
