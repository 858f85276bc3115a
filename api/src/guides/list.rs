//! `GET /v1/guides`

use std::collections::HashMap;
use std::sync::Arc;

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse, get};
use domain::guide::{self, Guide, Origin};
use domain::query::{Facet, Reader, SearchQuery};
use domain::role::{self, Role};
use domain::seniority::Seniority;
use domain::time::Timestamp;
use search::{Direction, Generation, Request};
use serde::Serialize;
use utoipa::ToSchema;

use crate::listings::parameters::GuideParameters;
use crate::listings::views::RoleRef;
use crate::page::{Page, Total};
use crate::problem::{Problem, ProblemDocument};
use crate::state::State;
use crate::taxonomy::filtered_collection;

/// The filters of the list.
pub const FILTERS: &[&str] = &["family", "role", "seniority", "origin"];

/// A guide as the list shows it.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct GuideSummary {
    /// The slug.
    #[schema(max_length = 100)]
    pub slug: String,
    /// The title.
    #[schema(max_length = 200)]
    pub title: String,
    /// Where its words come from: `written` by people, or `composed` of the role's data.
    #[schema(max_length = 20)]
    pub origin: &'static str,
    /// When the words were last gone over.
    #[schema(format = Date)]
    pub edited_on: String,
    /// The role that it is about.
    pub role: RoleRef,
    /// The level that it is about; null where it speaks of every level.
    #[schema(max_length = 20, required)]
    pub seniority: Option<&'static str>,
    /// What the role is.
    #[schema(max_length = 2000)]
    pub summary: String,
    /// Open remote listings of the role, at the level where it is about one.
    #[schema(minimum = 0, maximum = 1_000_000_000)]
    pub open_listings: u64,
}

/// One page of guides.
#[derive(Debug, Serialize, ToSchema)]
pub struct GuidePage {
    /// The guides, those with most open listings first.
    #[schema(max_items = 100)]
    pub items: Vec<GuideSummary>,
    /// Where the page stands.
    pub page: Page,
    /// How many there are; null unless `include=total`.
    #[schema(required)]
    pub total: Option<Total>,
}

/// Open listings by what a guide is about.
pub type Counts = HashMap<(Role, Option<Seniority>), u64>;

/// List guides
///
/// A guide for each role, alone and at each level. Those that nobody has written are composed of the role's data, and `origin` says so.
#[utoipa::path(tag = "guides", params(GuideParameters), responses((status = 200, description = "One page of guides.", body = GuidePage), (status = 400, body = ProblemDocument)))]
#[get("/v1/guides")]
pub async fn list_guides(state: Data<State>, request: HttpRequest) -> Result<HttpResponse, Problem> {
    let (generation, now) = (state.generation(), state.now());
    let counts = match state.guide_counts.get(&generation.checkpoint()) {
        Some(counts) => counts,
        None => {
            let counts = Arc::new(count(&generation, now)?);
            state.guide_counts.insert(generation.checkpoint(), counts.clone());
            counts
        }
    };
    let items = |reader: &mut Reader<'_>| {
        let family = reader.list("family", role::families().iter().copied(), |v| role::families().iter().copied().find(|f| *f == v));
        let role = reader.list("role", Role::all().map(Role::slug), Role::from_slug);
        let seniority = reader.list("seniority", Seniority::ALL.iter().map(|s| s.slug()), Seniority::from_slug);
        let origin = reader.list("origin", Origin::ALL.iter().map(|o| o.slug()), Origin::from_slug);
        let wanted = |guide: &&Guide| {
            (family.is_empty() || family.contains(&guide.role().family()))
                && (role.is_empty() || role.contains(&guide.role()))
                && (seniority.is_empty() || guide.seniority().is_some_and(|level| seniority.contains(&level)))
                && (origin.is_empty() || origin.contains(&guide.origin()))
        };
        let item = |guide: &Guide| {
            let open = counts.get(&(guide.role(), guide.seniority())).copied().unwrap_or(0);
            (open, guide.slug().to_owned(), GuideSummary::new(guide, open))
        };
        guide::all().iter().filter(wanted).map(item).collect()
    };
    filtered_collection(&state, &request, "list_guides", FILTERS, items, |items, page, total| GuidePage { items, page, total })
}

/// Remote listings of every role, at all and at each level.
fn count(generation: &Generation, now: Timestamp) -> Result<Counts, Problem> {
    let mut counts = Counts::new();
    let remote = SearchQuery::parse(&[], &[])?;
    for level in std::iter::once(None).chain(Seniority::ALL.iter().copied().map(Some)) {
        let mut query = remote.clone();
        query.seniority.any = level.into_iter().collect();
        let found = generation.search(&Request {
            query: &query,
            now,
            facets: &[Facet::Role],
            facet_limit: usize::MAX,
            limit: 1,
            after: None,
            direction: Direction::Forward,
            total: false,
        })?;
        for counted in found.facets.into_iter().flat_map(|(_, counts)| counts) {
            counts.extend(Role::from_slug(&counted.value).map(|role| ((role, level), counted.count)));
        }
    }
    Ok(counts)
}

impl GuideSummary {
    /// A guide with its open listings.
    pub fn new(guide: &Guide, open_listings: u64) -> GuideSummary {
        let (content, role) = (guide.content(), guide.role());
        GuideSummary {
            slug: guide.slug().to_owned(),
            title: content.title.clone(),
            origin: guide.origin().slug(),
            edited_on: content.edited_on.to_string(),
            role: RoleRef::from(role),
            seniority: guide.seniority().map(|level| level.slug()),
            summary: content.summary.clone(),
            open_listings,
        }
    }
}
