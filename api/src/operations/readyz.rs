//! `GET /readyz`

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse, get};
use serde::Serialize;
use utoipa::ToSchema;

use crate::extract;
use crate::problem::{Code, Problem, ProblemDocument};
use crate::reply::{self, Cache};
use crate::state::State;

/// What a ready server holds.
#[derive(Debug, Serialize, ToSchema)]
pub struct Readiness {
    /// `ready`.
    #[schema(max_length = 20)]
    pub status: &'static str,
    /// Open listings in the index.
    #[schema(minimum = 0, maximum = 1_000_000_000)]
    pub listings: usize,
    /// The last change that the index has applied.
    #[schema(minimum = 0, maximum = 9_007_199_254_740_991i64)]
    pub checkpoint: i64,
}

/// Whether the server can answer
///
/// 200 once the index has caught up with what the database held at start; before that, and while stopping, 503.
#[utoipa::path(tag = "operations", responses((status = 200, description = "It can.", body = Readiness), (status = 400, body = ProblemDocument)))]
#[get("/readyz")]
pub async fn get_readiness(state: Data<State>, request: HttpRequest) -> Result<HttpResponse, Problem> {
    extract::nothing(&request)?;
    if !(state.ready)() {
        return Err(Problem::new(Code::Overloaded, "The server is starting or stopping."));
    }
    let generation = state.generation();
    reply::json(&Readiness { status: "ready", listings: generation.len(), checkpoint: generation.checkpoint() }, Cache::No)
}
