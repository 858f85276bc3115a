//! `GET /v1/methodology`

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse, get};
use domain::{read, score};
use serde::Serialize;
use utoipa::ToSchema;

use crate::listings::parameters::PageParameters;
use crate::page::{Page, Total};
use crate::problem::{Problem, ProblemDocument};
use crate::state::State;
use crate::taxonomy::collection;

/// A version of the rules.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct MethodologyView {
    /// The version of the score's rules, as in `score_version` of a listing.
    #[schema(minimum = 1, maximum = 1000)]
    pub version: u16,
    /// Whether listings are scored by it now.
    pub current: bool,
    /// The version of the reading rules beside it.
    #[schema(minimum = 1, maximum = 1000)]
    pub reading_version: u16,
}

/// One page of versions of the rules.
#[derive(Debug, Serialize, ToSchema)]
pub struct MethodologyPage {
    /// The versions, the newest first.
    #[schema(max_items = 100)]
    pub items: Vec<MethodologyView>,
    /// Where the page stands.
    pub page: Page,
    /// How many there are; null unless `include=total`.
    #[schema(required)]
    pub total: Option<Total>,
}

impl MethodologyView {
    /// The version in force.
    pub fn current() -> MethodologyView {
        MethodologyView { version: score::VERSION, current: true, reading_version: read::VERSION }
    }
}

/// List methodologies
///
/// Every version of the rules of the transparency score. A listing's score names the version that it was made by.
#[utoipa::path(tag = "score", params(PageParameters), responses((status = 200, description = "One page of versions.", body = MethodologyPage), (status = 400, body = ProblemDocument)))]
#[get("/v1/methodology")]
pub async fn list_methodology(state: Data<State>, request: HttpRequest) -> Result<HttpResponse, Problem> {
    let current = MethodologyView::current();
    let versions = vec![(u64::from(current.version), current.version.to_string(), current)];
    collection(&state, &request, "list_methodology", versions, |items, page, total| MethodologyPage { items, page, total })
}
