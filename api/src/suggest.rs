//! `GET /v1/suggest`

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse, get};
use domain::query::Reader;
use domain::violation::ViolationCode;
use search::{Suggestion, SuggestionKind};
use serde::Serialize;
use utoipa::ToSchema;

use crate::extract;
use crate::problem::{Problem, ProblemDocument};
use crate::reply::{self, Cache};
use crate::state::State;

/// Completions, the best fit first.
#[derive(Debug, Serialize, ToSchema)]
pub struct Suggestions {
    /// The completions.
    #[schema(max_items = 50)]
    pub items: Vec<SuggestionView>,
}

/// A completion of what somebody types.
#[derive(Debug, Serialize, ToSchema)]
pub struct SuggestionView {
    /// What it stands for: `role`, `skill`, `company` or `place`.
    #[schema(max_length = 10)]
    pub kind: &'static str,
    /// The value, as a filter takes it.
    #[schema(max_length = 300)]
    pub value: String,
    /// The name for people.
    #[schema(max_length = 1000)]
    pub label: String,
    /// Open listings with it.
    #[schema(minimum = 0, maximum = 1_000_000_000)]
    pub listings: u64,
}

impl From<Suggestion> for SuggestionView {
    fn from(suggestion: Suggestion) -> SuggestionView {
        let kind = match suggestion.kind {
            SuggestionKind::Role => "role",
            SuggestionKind::Skill => "skill",
            SuggestionKind::Company => "company",
            SuggestionKind::Place => "place",
        };
        SuggestionView { kind, value: suggestion.value, label: suggestion.label, listings: suggestion.listings }
    }
}

/// Complete what somebody types
///
/// Completes over roles, skills, companies and places; forgives a typing error where nothing is spelt so. Each value can be used in the filter of its kind.
#[utoipa::path(
    tag = "search",
    params(
        ("q" = String, Query, description = "What was typed.", min_length = 1, max_length = 256, pattern = "^[^\\u0000-\\u001f\\u007f-\\u009f]+$"),
        ("limit" = Option<i64>, Query, description = "The most completions; 10 when not given.", minimum = 1, maximum = 50),
    ),
    responses((status = 200, description = "Completions.", body = Suggestions), (status = 400, body = ProblemDocument)),
)]
#[get("/v1/suggest")]
pub async fn suggest(state: Data<State>, request: HttpRequest) -> Result<HttpResponse, Problem> {
    let pairs = extract::pairs(&request)?;
    let mut reader = Reader::new(&pairs);
    reader.only(["q", "limit"].into_iter());
    if !reader.has(&["q"]) {
        reader.report("q", ViolationCode::Required, "This parameter is required.");
    }
    let q = reader.single("q").unwrap_or_default();
    let limit = reader.integer("limit", 1, 50).and_then(|limit| usize::try_from(limit).ok()).unwrap_or(10);
    reader.finish()?;
    let items = state.generation().suggest(q, limit).into_iter().map(SuggestionView::from).collect();
    reply::json(&Suggestions { items }, Cache::Public)
}
