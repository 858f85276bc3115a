//! `GET /livez`

use actix_web::{HttpRequest, HttpResponse, get};
use serde::Serialize;
use utoipa::ToSchema;

use crate::extract;
use crate::problem::{Problem, ProblemDocument};
use crate::reply::{self, Cache};

/// How the server is.
#[derive(Debug, Serialize, ToSchema)]
pub struct Health {
    /// `ok`.
    #[schema(max_length = 20)]
    pub status: &'static str,
}

/// Whether the process lives
///
/// Answers as long as the process does.
#[utoipa::path(tag = "operations", responses((status = 200, description = "It does.", body = Health), (status = 400, body = ProblemDocument)))]
#[get("/livez")]
pub async fn get_liveness(request: HttpRequest) -> Result<HttpResponse, Problem> {
    extract::nothing(&request)?;
    reply::json(&Health { status: "ok" }, Cache::No)
}
