//! `GET /v1/resolve`

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse, get};
use domain::query::Reader;
use domain::violation::ViolationCode;
use search::Piece;
use serde::Serialize;
use utoipa::ToSchema;

use crate::extract;
use crate::listings::link;
use crate::listings::search::QueryView;
use crate::problem::{Problem, ProblemDocument};
use crate::reply::{self, Cache};
use crate::state::State;

/// What a text asks for.
#[derive(Debug, Serialize, ToSchema)]
pub struct Resolution {
    /// The words that stand for something, in the order of the text.
    #[schema(max_items = 200)]
    pub pieces: Vec<PieceView>,
    /// The words that stand for nothing, which the search takes as `q`; null where there are none.
    #[schema(max_length = 256, required)]
    pub rest: Option<String>,
    /// The search that is meant.
    pub query: QueryView,
    /// Its address.
    #[schema(format = "uri", max_length = 20000)]
    pub url: String,
}

/// Words that stand for a value of a filter.
#[derive(Debug, Serialize, ToSchema)]
pub struct PieceView {
    /// The words as typed, in lower case.
    #[schema(max_length = 256)]
    pub text: String,
    /// The filter.
    #[schema(max_length = 40)]
    pub parameter: &'static str,
    /// The value, as the filter takes it.
    #[schema(max_length = 300)]
    pub value: String,
    /// The value's name for people.
    #[schema(max_length = 300)]
    pub label: String,
    /// What was read where the words are misspelt; null where they are not.
    #[schema(max_length = 256, required)]
    pub corrected: Option<String>,
}

impl From<Piece> for PieceView {
    fn from(piece: Piece) -> PieceView {
        let Piece { text, parameter, value, label, corrected } = piece;
        PieceView { text, parameter, value, label, corrected }
    }
}

/// Turn free text into filters
///
/// Reads roles, seniorities, skills, places, work modes and kinds of employment in a text such as "sr golang dev in lisbon", forgiving typing
/// errors, and gives the search that is meant. The first place is taken as where the reader lives; other words stay text.
#[utoipa::path(
    tag = "search",
    params(("q" = String, Query, description = "The text.", min_length = 1, max_length = 256, pattern = "^[^\\u0000-\\u001f\\u007f-\\u009f]+$")),
    responses((status = 200, description = "The search that is meant.", body = Resolution), (status = 400, body = ProblemDocument)),
)]
#[get("/v1/resolve")]
pub async fn resolve(state: Data<State>, request: HttpRequest) -> Result<HttpResponse, Problem> {
    let pairs = extract::pairs(&request)?;
    let mut reader = Reader::new(&pairs);
    reader.only(["q"].into_iter());
    if !reader.has(&["q"]) {
        reader.report("q", ViolationCode::Required, "This parameter is required.");
    }
    let q = reader.single("q").unwrap_or_default().to_owned();
    reader.finish()?;
    let resolved = state.text_search(move |generation| Ok(generation.resolve(&q))).await?;
    let body = Resolution {
        pieces: resolved.pieces.into_iter().map(PieceView::from).collect(),
        rest: resolved.query.q.clone(),
        query: QueryView::new(&resolved.query, None, Vec::new()),
        url: link::search(&state, &resolved.query),
    };
    reply::json(&body, Cache::Public)
}
