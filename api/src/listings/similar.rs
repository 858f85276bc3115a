//! `GET /v1/listings/{id}/similar`

use std::sync::Arc;

use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse, get};
use domain::query::Reader;
use serde::Serialize;
use serde_json::value::RawValue;
use utoipa::ToSchema;

use super::render;
use super::views::ListingSummary;
use crate::extract;
use crate::page;
use crate::problem::{Problem, ProblemDocument};
use crate::reply::{self, Cache};
use crate::state::State;

/// Listings like one.
#[derive(Serialize, ToSchema)]
pub struct SimilarListings {
    /// The most alike first.
    #[schema(value_type = Vec<ListingSummary>, max_items = 100)]
    pub items: Vec<Arc<RawValue>>,
}

/// List similar listings
///
/// Open listings that are like one in role, skills, seniority, places and pay, the most alike first. A listing that has closed has similar ones, too.
#[utoipa::path(
    tag = "listings",
    params(
        ("id" = String, Path, description = "The listing's identifier.", pattern = "^lst_[0-7][0-9a-hjkmnp-tv-z]{25}$", min_length = 30, max_length = 30),
        ("limit" = Option<i64>, Query, description = "The most items.", minimum = 1, maximum = 100),
    ),
    responses((status = 200, description = "Similar listings.", body = SimilarListings), (status = 400, body = ProblemDocument)),
)]
#[get("/v1/listings/{id}/similar")]
pub async fn list_similar_listings(state: Data<State>, request: HttpRequest, id: Path<String>) -> Result<HttpResponse, Problem> {
    let pairs = extract::pairs(&request)?;
    let mut reader = Reader::new(&pairs);
    reader.only(["limit"].into_iter());
    let limit = page::limit(&mut reader);
    reader.finish()?;
    let id = extract::listing_id(&id)?;
    state.read(move |c| db::listings::by_ids(c, &[id])).await?.pop().ok_or_else(Problem::not_found)?;
    let hits = state.generation().similar(id, limit);
    reply::json(&SimilarListings { items: render::summaries(&state, &hits).await? }, Cache::Public)
}
