//! `GET /v1/sources`

use std::collections::HashMap;

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse, get};
use db::runs::RunRecord;
use db::sources::SourceState;
use domain::query::Facet;
use domain::time::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;

use crate::listings::parameters::PageParameters;
use crate::page::{Page, Total};
use crate::problem::{Problem, ProblemDocument};
use crate::state::State;
use crate::taxonomy::collection;

/// A platform that publishes jobs.
#[derive(Debug, Serialize, ToSchema)]
pub struct SourceStateView {
    /// The slug, as in `source=`.
    #[schema(max_length = 100)]
    pub slug: String,
    /// The name.
    #[schema(max_length = 200)]
    pub name: String,
    /// `ats`, `board`, `thread` or `feed`.
    #[schema(max_length = 20)]
    pub kind: &'static str,
    /// Its home page; empty where there is none.
    #[schema(max_length = 2000)]
    pub url: String,
    /// Its terms in one sentence.
    #[schema(max_length = 2000)]
    pub terms: String,
    /// Words that must be shown with its jobs.
    #[schema(max_length = 500, required)]
    pub attribution: Option<String>,
    /// Seconds between two runs over one board.
    #[schema(minimum = 0, maximum = 100_000_000)]
    pub cadence_seconds: u32,
    /// Seconds that its jobs are held back before they are shown.
    #[schema(minimum = 0, maximum = 100_000_000)]
    pub delay_seconds: u32,
    /// Open listings that it carries, of every work mode.
    #[schema(minimum = 0, maximum = 1_000_000_000)]
    pub listings: u64,
    /// Its last run; null before the first.
    #[schema(required)]
    pub last_run: Option<RunView>,
}

/// A run over a source.
#[derive(Debug, Serialize, ToSchema)]
pub struct RunView {
    /// When it ended.
    #[schema(value_type = String, format = DateTime)]
    pub finished_at: Timestamp,
    /// `complete`, `partial`, `unchanged` or `failed`.
    #[schema(max_length = 20)]
    pub outcome: &'static str,
    /// Items that claimed to be jobs.
    #[schema(minimum = 0, maximum = 1_000_000_000)]
    pub seen: u64,
    /// Items taken.
    #[schema(minimum = 0, maximum = 1_000_000_000)]
    pub accepted: u64,
    /// Items not taken.
    #[schema(minimum = 0, maximum = 1_000_000_000)]
    pub rejected: u64,
}

/// One page of sources.
#[derive(Debug, Serialize, ToSchema)]
pub struct SourcePage {
    /// The sources, most listings first.
    #[schema(max_items = 100)]
    pub items: Vec<SourceStateView>,
    /// Where the page stands.
    pub page: Page,
    /// How many there are; null unless `include=total`.
    #[schema(required)]
    pub total: Option<Total>,
}

impl From<RunRecord> for RunView {
    fn from(run: RunRecord) -> RunView {
        RunView {
            finished_at: run.finished_at,
            outcome: run.outcome.slug(),
            seen: run.seen,
            accepted: run.accepted,
            rejected: run.rejected,
        }
    }
}

/// List sources
///
/// Every platform: what it is, its terms and attribution, its open listings, and its last run.
#[utoipa::path(tag = "sources", params(PageParameters), responses((status = 200, description = "One page of sources.", body = SourcePage), (status = 400, body = ProblemDocument)))]
#[get("/v1/sources")]
pub async fn list_sources(state: Data<State>, request: HttpRequest) -> Result<HttpResponse, Problem> {
    let counts = state.generation().count_by(Facet::Source);
    let counts: HashMap<String, u64> = counts.into_iter().map(|count| (count.value, count.count)).collect();
    let sources = state.read(db::sources::all).await?;
    let items = sources.into_iter().map(|source| view(source, &counts)).collect();
    collection(&state, &request, "list_sources", items, |items, page, total| SourcePage { items, page, total })
}

fn view(source: SourceState, counts: &HashMap<String, u64>) -> (u64, String, SourceStateView) {
    let descriptor = source.descriptor;
    let listings = counts.get(&descriptor.slug).copied().unwrap_or(0);
    let view = SourceStateView {
        kind: descriptor.kind.slug(),
        url: descriptor.url,
        terms: descriptor.terms,
        attribution: descriptor.attribution,
        cadence_seconds: descriptor.cadence_seconds,
        delay_seconds: descriptor.delay_seconds,
        listings,
        last_run: source.last_run.map(RunView::from),
        name: descriptor.name,
        slug: descriptor.slug.clone(),
    };
    (listings, descriptor.slug, view)
}
