//! `GET /v1/companies/{slug}`

use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse, get};

use super::list::CompanyView;
use crate::extract;
use crate::problem::{Problem, ProblemDocument};
use crate::reply::{self, Cache};
use crate::state::State;

/// Get a company
///
/// One employer, by what its open listings say. An employer without open listings is not found.
#[utoipa::path(
    tag = "companies",
    params(("slug" = String, Path, description = "The company's slug.", max_length = 300, pattern = "^[a-z0-9]+(-[a-z0-9]+)*$")),
    responses((status = 200, description = "The company.", body = CompanyView), (status = 400, body = ProblemDocument)),
)]
#[get("/v1/companies/{slug}")]
pub async fn get_company(state: Data<State>, request: HttpRequest, slug: Path<String>) -> Result<HttpResponse, Problem> {
    extract::nothing(&request)?;
    let stats = state.generation().company(&slug).ok_or_else(Problem::not_found)?;
    reply::json(&CompanyView::from(stats), Cache::Public)
}
