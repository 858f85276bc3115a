//! `GET /v1/skills`

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse, get};
use domain::query::Facet;
use domain::skill::Skill;
use serde::Serialize;
use utoipa::ToSchema;

use super::{collection, counts};
use crate::listings::parameters::PageParameters;
use crate::page::{Page, Total};
use crate::problem::{Problem, ProblemDocument};
use crate::state::State;

/// A technology or method.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct SkillView {
    /// The slug, as in `skill=`.
    #[schema(max_length = 60)]
    pub slug: &'static str,
    /// The name.
    #[schema(max_length = 100)]
    pub name: &'static str,
    /// Other words for it.
    #[schema(max_items = 100)]
    pub aliases: Vec<&'static str>,
    /// Open listings that ask for it, of every work mode.
    #[schema(minimum = 0, maximum = 1_000_000_000)]
    pub listings: u64,
}

impl SkillView {
    /// A skill with its open listings.
    pub fn new(skill: Skill, listings: u64) -> SkillView {
        SkillView { slug: skill.slug(), name: skill.name(), aliases: skill.aliases().to_vec(), listings }
    }
}

/// One page of skills.
#[derive(Debug, Serialize, ToSchema)]
pub struct SkillPage {
    /// The skills, most listings first.
    #[schema(max_items = 100)]
    pub items: Vec<SkillView>,
    /// Where the page stands.
    pub page: Page,
    /// How many there are; null unless `include=total`.
    #[schema(required)]
    pub total: Option<Total>,
}

/// List skills
///
/// Every skill with the open listings that ask for it.
#[utoipa::path(tag = "taxonomy", params(PageParameters), responses((status = 200, description = "One page of skills.", body = SkillPage), (status = 400, body = ProblemDocument)))]
#[get("/v1/skills")]
pub async fn list_skills(state: Data<State>, request: HttpRequest) -> Result<HttpResponse, Problem> {
    let counts = counts(&state, Facet::Skill);
    let view = |skill: Skill| {
        let listings = counts.get(skill.slug()).copied().unwrap_or(0);
        (listings, skill.slug().to_owned(), SkillView::new(skill, listings))
    };
    let skills = Skill::all().map(view).collect();
    collection(&state, &request, "list_skills", skills, |items, page, total| SkillPage { items, page, total })
}
