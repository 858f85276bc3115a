//! `GET /v1/listings/{id}/why-not`

use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse, get};
use domain::money::Rates;
use domain::query::{Condition, SearchQuery, obstacles, own_value};
use serde::Serialize;
use utoipa::ToSchema;

use super::get::open;
use super::parameters::FilterParameters;
use super::search::QueryView;
use crate::extract;
use crate::problem::{Problem, ProblemDocument};
use crate::reply::{self, Cache};
use crate::state::State;

/// Why a search does not find a listing.
#[derive(Debug, Serialize, ToSchema)]
pub struct WhyNot {
    /// The listing.
    #[schema(max_length = 32)]
    pub id: String,
    /// Whether it meets every filter. A page can still leave it out for `per_company`.
    pub found: bool,
    /// The filters that it does not meet: without these, and no fewer, it would be found.
    #[schema(max_items = 50)]
    pub obstacles: Vec<Obstacle>,
    /// How the request was read, defaults included.
    pub query: QueryView,
}

/// A filter that a listing does not meet.
#[derive(Debug, Serialize, ToSchema)]
pub struct Obstacle {
    /// The filter's parameter.
    #[schema(max_length = 40)]
    pub parameter: &'static str,
    /// What it asks for.
    #[schema(max_items = 50)]
    pub asked: Vec<String>,
    /// What the listing says there, in words.
    #[schema(max_length = 10000)]
    pub listing: String,
}

/// Say why a search does not find a listing
///
/// Takes the filters of the search and names those that the listing does not meet, each with the listing's own value. Filters that the search
/// sets by itself (`work_mode=remote`) count, too.
#[utoipa::path(
    tag = "listings",
    params(
        ("id" = String, Path, description = "The listing's identifier.", pattern = "^lst_[0-7][0-9a-hjkmnp-tv-z]{25}$", min_length = 30, max_length = 30),
        FilterParameters,
    ),
    responses((status = 200, description = "The filters in the way.", body = WhyNot), (status = 400, body = ProblemDocument), (status = 410, body = ProblemDocument)),
)]
#[get("/v1/listings/{id}/why-not")]
pub async fn explain_listing_absence(state: Data<State>, request: HttpRequest, id: Path<String>) -> Result<HttpResponse, Problem> {
    let query = SearchQuery::parse(&extract::pairs(&request)?, &[])?;
    let (id, now) = (extract::listing_id(&id)?, state.now());
    let listing = open(&state, id).await?.stored.listing;
    let mut unmet = obstacles(&query, &listing, now, Rates::builtin());
    let text = query.only(Condition::Q);
    if text.q.is_some() && !state.text_search(move |generation| generation.finds(&text, id, now)).await? {
        unmet.insert(0, Condition::Q);
    }
    let obstacle = |condition: Condition| Obstacle {
        parameter: condition.slug(),
        asked: query.values_of(condition),
        listing: own_value(condition, &query, &listing, now),
    };
    let body = WhyNot {
        id: id.to_string(),
        found: unmet.is_empty(),
        obstacles: unmet.into_iter().map(obstacle).collect(),
        query: QueryView::new(&query, None, Vec::new()),
    };
    reply::json(&body, Cache::Public)
}
