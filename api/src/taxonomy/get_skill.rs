//! `GET /v1/skills/{slug}`

use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse, get};
use domain::query::Facet;
use domain::skill::Skill;

use super::counts;
use super::skills::SkillView;
use crate::extract;
use crate::problem::{Problem, ProblemDocument};
use crate::reply::{self, Cache};
use crate::state::State;

/// Get a skill
///
/// One skill with the open listings that ask for it.
#[utoipa::path(
    tag = "taxonomy",
    params(("slug" = String, Path, description = "The skill's slug.", max_length = 60, pattern = "^[a-z0-9]+(-[a-z0-9]+)*$")),
    responses((status = 200, description = "The skill.", body = SkillView), (status = 400, body = ProblemDocument)),
)]
#[get("/v1/skills/{slug}")]
pub async fn get_skill(state: Data<State>, request: HttpRequest, slug: Path<String>) -> Result<HttpResponse, Problem> {
    extract::nothing(&request)?;
    let skill = Skill::from_slug(&slug).ok_or_else(Problem::not_found)?;
    let listings = counts(&state, Facet::Skill).get(skill.slug()).copied().unwrap_or(0);
    reply::json(&SkillView::new(skill, listings), Cache::Public)
}
