//! `GET /v1/listings/{id}`

use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse, get};
use db::listings::Detail;
use domain::id::ListingId;

use super::detail::ListingDetail;
use super::json_ld;
use crate::extract;
use crate::problem::{ClosedListing, Code, Problem, ProblemDocument};
use crate::reply::{self, Cache};
use crate::state::State;

/// Get a listing
///
/// One listing in full: texts, postings and sources, pay as stated and by the year, eligibility with the words that prove it, skills,
/// and the score by clause. With `Accept: application/ld+json` it is a schema.org JobPosting. A listing that has closed answers 410.
#[utoipa::path(
    tag = "listings",
    params(("id" = String, Path, description = "The listing's identifier.", pattern = "^lst_[0-7][0-9a-hjkmnp-tv-z]{25}$", min_length = 30, max_length = 30)),
    responses((status = 200, description = "The listing.", body = ListingDetail), (status = 410, body = ProblemDocument)),
)]
#[get("/v1/listings/{id}")]
pub async fn get_listing(state: Data<State>, request: HttpRequest, id: Path<String>) -> Result<HttpResponse, Problem> {
    extract::nothing(&request)?;
    let detail = open(&state, extract::listing_id(&id)?).await?;
    let updated_at = detail.stored.listing.updated_at;
    let response = if extract::prefers(&request, "application/ld+json", "application/json") {
        reply::typed(&json_ld::job_posting(&detail), "application/ld+json", Cache::Public)?
    } else {
        reply::json(&ListingDetail::new(&detail, &state.attributions, state.now()), Cache::Public)?
    };
    Ok(reply::last_modified(response, updated_at))
}

/// An open listing in full; 410 for a closed one, with what is still said of it.
pub async fn open(state: &State, id: ListingId) -> Result<Detail, Problem> {
    let detail = state.read(move |c| db::listings::detail(c, id)).await?.ok_or_else(Problem::not_found)?;
    let listing = &detail.stored.listing;
    match listing.closed_at {
        None => Ok(detail),
        Some(closed_at) => {
            let gone = ClosedListing { id: id.to_string(), title: listing.title.clone(), closed_at };
            Err(Problem { listing: Some(Box::new(gone)), ..Problem::new(Code::Gone, "The listing has closed.") })
        }
    }
}
