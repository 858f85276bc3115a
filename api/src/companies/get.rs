//! `GET /v1/companies/{slug}`

use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse, get};
use domain::query::{Choice, Facet, SearchQuery};
use domain::time::Timestamp;
use search::{CompanyStats, Direction, Generation, Request};
use serde::Serialize;
use utoipa::ToSchema;

use super::list::CompanyView;
use crate::extract;
use crate::guides::live::TopValue;
use crate::names;
use crate::problem::{Problem, ProblemDocument};
use crate::reply::{self, Cache};
use crate::state::State;

/// Places that are shown.
const PLACES: usize = 20;

/// An employer, by what its listings say.
#[derive(Debug, Serialize, ToSchema)]
pub struct CompanyDetail {
    /// The company.
    #[serde(flatten)]
    pub company: CompanyView,
    /// Open listings that state pay.
    #[schema(minimum = 0, maximum = 1_000_000_000)]
    pub with_pay: u64,
    /// The median transparency score of the open listings.
    #[schema(minimum = 0, maximum = 100)]
    pub median_score: f64,
    /// The countries that open listings name, whole, by region or in part, those that most name first.
    #[schema(max_items = 20)]
    pub places: Vec<TopValue>,
    /// When a listing of the company, open or closed, was first seen here.
    #[schema(value_type = Option<String>, format = DateTime, required)]
    pub first_seen_at: Option<Timestamp>,
    /// When a source last confirmed one; moves on at most once a day.
    #[schema(value_type = Option<String>, format = DateTime, required)]
    pub last_seen_at: Option<Timestamp>,
}

/// Get a company
///
/// One employer, by what its listings say: how many are open, how many state pay, which places they name, how transparent they are, and when
/// they were first and last seen. An employer without open listings is not found.
#[utoipa::path(
    tag = "companies",
    params(("slug" = String, Path, description = "The company's slug.", max_length = 300, pattern = "^[a-z0-9]+(-[a-z0-9]+)*$")),
    responses((status = 200, description = "The company.", body = CompanyDetail), (status = 400, body = ProblemDocument)),
)]
#[get("/v1/companies/{slug}")]
pub async fn get_company(state: Data<State>, request: HttpRequest, slug: Path<String>) -> Result<HttpResponse, Problem> {
    extract::nothing(&request)?;
    let generation = state.generation();
    let stats = generation.company(&slug).ok_or_else(Problem::not_found)?;
    let places = places(&generation, &slug, state.now())?;
    let seen = state.read(move |c| db::listings::seen_of_company(c, &slug)).await?;
    reply::json(&CompanyDetail::new(stats, places, seen), Cache::Public)
}

fn places(generation: &Generation, slug: &str, now: Timestamp) -> Result<Vec<TopValue>, Problem> {
    let query = SearchQuery { company: Choice { any: vec![slug.to_owned()], none: Vec::new() }, ..SearchQuery::default() };
    let answer = generation.search(&Request {
        query: &query,
        now,
        facets: &[Facet::Country],
        facet_limit: PLACES,
        limit: 1,
        after: None,
        direction: Direction::Forward,
        total: false,
    })?;
    let counts = answer.facets.into_iter().flat_map(|(_, counts)| counts);
    let top = |count: search::FacetCount| {
        let name = names::of(generation, "country", &count.value);
        TopValue { value: count.value, name, listings: count.count }
    };
    Ok(counts.map(top).collect())
}

impl CompanyDetail {
    fn new(stats: CompanyStats, places: Vec<TopValue>, seen: Option<(Timestamp, Timestamp)>) -> CompanyDetail {
        CompanyDetail {
            with_pay: stats.with_salary,
            median_score: stats.median_score,
            places,
            first_seen_at: seen.map(|(first, _)| first),
            last_seen_at: seen.map(|(_, last)| last),
            company: CompanyView::from(stats),
        }
    }
}

/// A company with invented figures.
pub fn example(company: CompanyView, at: Timestamp) -> CompanyDetail {
    let places = vec![TopValue { value: "PT".to_owned(), name: "Portugal".to_owned(), listings: 4 }];
    CompanyDetail { company, with_pay: 9, median_score: 71.0, places, first_seen_at: Some(at), last_seen_at: Some(at) }
}
