//! `GET /v1/sources`

use std::collections::HashMap;

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse, get};
use domain::query::Facet;
use serde::Serialize;
use utoipa::ToSchema;

use super::views::SourceStateView;
use crate::listings::parameters::PageParameters;
use crate::page::{Page, Total};
use crate::problem::{Problem, ProblemDocument};
use crate::state::State;
use crate::taxonomy::collection;

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

/// List sources
///
/// Every platform: what it is, its terms and attribution, its open listings, its last run, and how it goes with its boards: how many answer, when
/// the last whole list came, how many of its postings said what, and what is wrong in words.
#[utoipa::path(tag = "sources", params(PageParameters), responses((status = 200, description = "One page of sources.", body = SourcePage), (status = 400, body = ProblemDocument)))]
#[get("/v1/sources")]
pub async fn list_sources(state: Data<State>, request: HttpRequest) -> Result<HttpResponse, Problem> {
    let counts = state.generation().count_by(Facet::Source);
    let counts: HashMap<String, u64> = counts.into_iter().map(|count| (count.value, count.count)).collect();
    let sources = state.read(db::sources::all).await?;
    let now = state.now();
    let items = sources.into_iter().map(|source| {
        let listings = counts.get(&source.descriptor.slug).copied().unwrap_or(0);
        (listings, source.descriptor.slug.clone(), SourceStateView::new(source, listings, now))
    });
    let items = items.collect();
    collection(&state, &request, "list_sources", items, |items, page, total| SourcePage { items, page, total })
}
