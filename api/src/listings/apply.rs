//! `GET /v1/listings/{id}/apply`

use actix_web::http::header;
use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse, get};

use super::get::open;
use crate::extract;
use crate::problem::{Problem, ProblemDocument};
use crate::reply::Cache;
use crate::state::State;

/// Go to where one applies
///
/// Leads to the employer's own page, or the source's where there is no other. Counts the click by listing and day; stores no person.
#[utoipa::path(
    tag = "listings",
    params(("id" = String, Path, description = "The listing's identifier.", pattern = "^lst_[0-7][0-9a-hjkmnp-tv-z]{25}$", min_length = 30, max_length = 30)),
    responses(
        (status = 302, description = "To the page.", headers(("Location" = String, description = "The page's address."))),
        (status = 410, body = ProblemDocument),
    ),
)]
#[get("/v1/listings/{id}/apply")]
pub async fn apply_to_listing(state: Data<State>, request: HttpRequest, id: Path<String>) -> Result<HttpResponse, Problem> {
    extract::nothing(&request)?;
    let id = extract::listing_id(&id)?;
    let detail = open(&state, id).await?;
    let now = state.now();
    state.db.write(move |c| db::clicks::add(c, id, now, 1)).await?;
    let mut response = HttpResponse::Found();
    response.insert_header((header::LOCATION, detail.stored.listing.apply_url));
    Ok(response.insert_header((header::CACHE_CONTROL, Cache::No.value())).finish())
}
