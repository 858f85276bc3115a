//! `GET /v1/guides/{slug}`

use actix_web::http::header;
use actix_web::web::{Bytes, Data, Path};
use actix_web::{HttpRequest, HttpResponse, get};
use domain::guide::{self, Guide};
use serde::Serialize;
use utoipa::ToSchema;

use super::content::GuideContent;
use super::live::GuideLive;
use crate::extract;
use crate::listings::views::RoleRef;
use crate::problem::{Problem, ProblemDocument};
use crate::reply::Cache;
use crate::state::State;

/// What a role is, in words, with figures that are live.
#[derive(Debug, Serialize, ToSchema)]
pub struct GuideView {
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
    /// The words, and the editors' own figures.
    pub content: GuideContent,
    /// The index's figures.
    pub live: GuideLive,
}

/// Get a guide
///
/// What a role is: duties, skills, pay, career, interviews, tools, questions; and live: what open remote listings pay, who hires, which skills
/// and places they name, how many were posted lately. The editors' figures and the index's stand apart, each with its date.
#[utoipa::path(
    tag = "guides",
    params(("slug" = String, Path, description = "The guide's slug.", max_length = 100, pattern = "^[a-z0-9]+(-[a-z0-9]+)*$")),
    responses((status = 200, description = "The guide.", body = GuideView), (status = 400, body = ProblemDocument)),
)]
#[get("/v1/guides/{slug}")]
pub async fn get_guide(state: Data<State>, request: HttpRequest, slug: Path<String>) -> Result<HttpResponse, Problem> {
    extract::nothing(&request)?;
    let guide = guide::find(&slug).ok_or_else(Problem::not_found)?;
    let (generation, now) = (state.generation(), state.now());
    let key = (guide.slug(), generation.checkpoint(), now.unix_day());
    let body = match state.guides.get(&key) {
        Some(body) => body,
        None => {
            let live = GuideLive::read(&state, &generation, guide, now).await?;
            let view = GuideView::new(guide, live, &state.url("/v1/listings"));
            let body = Bytes::from(serde_json::to_vec(&view).map_err(|error| Problem::internal(&error))?);
            state.guides.insert(key, body.clone());
            body
        }
    };
    Ok(HttpResponse::Ok()
        .insert_header((header::CONTENT_TYPE, "application/json"))
        .insert_header((header::CACHE_CONTROL, Cache::Long.value()))
        .body(body))
}

impl GuideView {
    fn new(guide: &Guide, live: GuideLive, search: &str) -> GuideView {
        let (content, role) = (guide.content(), guide.role());
        GuideView {
            slug: guide.slug().to_owned(),
            title: content.title.clone(),
            origin: guide.origin().slug(),
            edited_on: content.edited_on.to_string(),
            role: RoleRef::from(role),
            seniority: guide.seniority().map(|level| level.slug()),
            content: GuideContent::new(content, search),
            live,
        }
    }
}

/// A written guide with invented figures.
pub fn example() -> Option<GuideView> {
    let guide = guide::find("senior-lead-backend-engineer")?;
    Some(GuideView::new(guide, GuideLive::example(), "https://api.example/v1/listings"))
}
