//! `GET /v1/alerts/{token}`

use std::collections::HashSet;

use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse, get};
use db::alerts::Item;
use domain::capability::Purpose;
use domain::id::AlertId;
use domain::query::Reader;

use super::views::{ToldListing, ToldPage};
use crate::extract;
use crate::listings::parameters::PageParameters;
use crate::listings::render;
use crate::page::{self, Cut};
use crate::problem::{Problem, ProblemDocument};
use crate::reply::Cache;
use crate::state::State;

/// List what an alert told
///
/// The links of mails and webhooks lead here: exactly the listings that the message promised, whatever the search would find now. The
/// address is signed, and needs no login. It works for 90 days.
#[utoipa::path(
    tag = "saved-searches",
    params(("token" = String, Path, description = "The end of a link that a message gave.", pattern = "^[A-Za-z0-9_-]{43}$", min_length = 43, max_length = 43), PageParameters),
    responses((status = 200, description = "One page of listings.", body = ToldPage), (status = 400, body = ProblemDocument)),
)]
#[get("/v1/alerts/{token}")]
pub async fn list_alert_listings(state: Data<State>, request: HttpRequest, token: Path<String>) -> Result<HttpResponse, Problem> {
    let pairs = extract::pairs(&request)?;
    let asked = page::Asked::read(Reader::new(&pairs), &[])?;
    let id = state.capabilities.open(Purpose::ReadAlert, &token).map(AlertId::from_bits).ok_or_else(Problem::not_found)?;
    let read = state.read(move |c| {
        let Some((alert, items)) = db::alerts::get(c, id)? else { return Ok(None) };
        Ok(Some((items, db::saved_searches::of_user(c, alert.user)?)))
    });
    let (items, searches) = read.await?.ok_or_else(Problem::not_found)?;
    // What is shown comes first in each saved search; here it comes first of all.
    let (shown, counted): (Vec<Item>, Vec<Item>) = items.into_iter().partition(|item| item.position.is_some());
    let mut seen = HashSet::new();
    let told = shown.into_iter().chain(counted).filter(|item| seen.insert(item.listing));
    let placed = told.zip(0u64..).map(|(item, place)| (u64::MAX - place, item.listing.to_string(), item)).collect();
    let Cut { items, page, total } = asked.cut(&state, &format!("list_alert_listings {id}"), placed)?;
    let listings = render::by_ids(&state, items.iter().map(|item| item.listing).collect()).await?;
    let view = |item: &Item| {
        let search = searches.iter().find(|search| search.id == item.search)?;
        Some(ToldListing { saved_search: search.name.to_string(), listing: listings.get(&item.listing)?.clone() })
    };
    let body = ToldPage { items: items.iter().filter_map(view).collect(), page, total };
    page::reply(&state, &request, &body.page, &body, Cache::Private)
}
