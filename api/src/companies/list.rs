//! `GET /v1/companies`

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse, get};
use domain::time::Timestamp;
use search::CompanyStats;
use serde::Serialize;
use utoipa::ToSchema;

use crate::listings::parameters::PageParameters;
use crate::page::{Page, Total};
use crate::problem::{Problem, ProblemDocument};
use crate::state::State;
use crate::taxonomy::collection;

/// An employer with open listings.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct CompanyView {
    /// The slug, as in `company=`.
    #[schema(max_length = 300)]
    pub slug: String,
    /// The name.
    #[schema(max_length = 1000)]
    pub name: String,
    /// Open listings, of every work mode.
    #[schema(minimum = 1, maximum = 1_000_000_000)]
    pub listings: u64,
    /// Of them, those that are remote.
    #[schema(minimum = 0, maximum = 1_000_000_000)]
    pub remote_listings: u64,
    /// The share that states pay, in percent.
    #[schema(minimum = 0, maximum = 100)]
    pub pay_disclosure: u64,
    /// The mean transparency score, rounded.
    #[schema(minimum = 0, maximum = 100)]
    pub score: u64,
    /// When the newest was posted.
    #[schema(value_type = Option<String>, format = DateTime, required)]
    pub newest_posted_at: Option<Timestamp>,
}

impl From<CompanyStats> for CompanyView {
    fn from(stats: CompanyStats) -> CompanyView {
        CompanyView {
            slug: stats.slug,
            name: stats.name,
            listings: stats.listings,
            remote_listings: stats.remote,
            pay_disclosure: (stats.with_salary * 100).checked_div(stats.listings).unwrap_or(0),
            score: stats.average_score.round().clamp(0.0, 100.0) as u64,
            newest_posted_at: stats.newest_posted_at,
        }
    }
}

/// One page of companies.
#[derive(Debug, Serialize, ToSchema)]
pub struct CompanyPage {
    /// The companies, most listings first.
    #[schema(max_items = 100)]
    pub items: Vec<CompanyView>,
    /// Where the page stands.
    pub page: Page,
    /// How many there are; null unless `include=total`.
    #[schema(required)]
    pub total: Option<Total>,
}

/// List companies
///
/// Every employer with open listings: how many, how many of them remote, how many state pay, and their mean score.
#[utoipa::path(tag = "companies", params(PageParameters), responses((status = 200, description = "One page of companies.", body = CompanyPage), (status = 400, body = ProblemDocument)))]
#[get("/v1/companies")]
pub async fn list_companies(state: Data<State>, request: HttpRequest) -> Result<HttpResponse, Problem> {
    let generation = state.generation();
    let counts = generation.count_by(domain::query::Facet::Company);
    let ranked = counts.into_iter().map(|count| (count.count, count.value.clone(), count.value)).collect();
    collection(&state, &request, "list_companies", ranked, |slugs, page, total| {
        let items = slugs.iter().filter_map(|slug| generation.company(slug)).map(CompanyView::from).collect();
        CompanyPage { items, page, total }
    })
}
