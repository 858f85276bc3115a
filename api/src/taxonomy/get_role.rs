//! `GET /v1/roles/{slug}`

use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse, get};
use domain::query::Facet;
use domain::role::Role;

use super::counts;
use super::roles::RoleView;
use crate::extract;
use crate::problem::{Problem, ProblemDocument};
use crate::reply::{self, Cache};
use crate::state::State;

/// Get a role
///
/// One role of the taxonomy with its open listings.
#[utoipa::path(
    tag = "taxonomy",
    params(("slug" = String, Path, description = "The role's slug.", max_length = 60, pattern = "^[a-z0-9]+(-[a-z0-9]+)*$")),
    responses((status = 200, description = "The role.", body = RoleView), (status = 400, body = ProblemDocument)),
)]
#[get("/v1/roles/{slug}")]
pub async fn get_role(state: Data<State>, request: HttpRequest, slug: Path<String>) -> Result<HttpResponse, Problem> {
    extract::nothing(&request)?;
    let role = Role::from_slug(&slug).ok_or_else(Problem::not_found)?;
    let listings = counts(&state, Facet::Role).get(role.slug()).copied().unwrap_or(0);
    reply::json(&RoleView::new(role, listings), Cache::Public)
}
