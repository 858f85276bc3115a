//! `GET /v1/sources/{slug}`

use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse, get};
use domain::query::Facet;

use super::views::SourceStateView;
use crate::extract;
use crate::problem::{Problem, ProblemDocument};
use crate::reply::{self, Cache};
use crate::state::State;

/// Get a source
///
/// One platform with its terms, its open listings, its last run, and how it goes with its boards.
#[utoipa::path(
    tag = "sources",
    params(("slug" = String, Path, description = "The source's slug.", max_length = 100, pattern = "^[a-z0-9]+(-[a-z0-9]+)*$")),
    responses((status = 200, description = "The source.", body = SourceStateView), (status = 400, body = ProblemDocument)),
)]
#[get("/v1/sources/{slug}")]
pub async fn get_source(state: Data<State>, request: HttpRequest, slug: Path<String>) -> Result<HttpResponse, Problem> {
    extract::nothing(&request)?;
    let slug = slug.into_inner();
    let counts = state.generation().count_by(Facet::Source);
    let listings = counts.into_iter().find(|count| count.value == slug).map_or(0, |count| count.count);
    let source = state.read(move |c| db::sources::get(c, &slug)).await?.ok_or_else(Problem::not_found)?;
    reply::json(&SourceStateView::new(source, listings, state.now()), Cache::Public)
}
