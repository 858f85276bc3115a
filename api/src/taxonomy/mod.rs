//! Families, roles and skills, with live counts.

pub mod families;
pub mod get_role;
pub mod get_skill;
pub mod roles;
pub mod skills;

use std::collections::HashMap;

use actix_web::http::header;
use actix_web::{HttpRequest, HttpResponse};
use domain::query::{Facet, Reader};
use serde::Serialize;

use crate::extract;
use crate::page::{self, Page, Ranked, Total};
use crate::problem::Problem;
use crate::reply::{self, Cache};
use crate::state::State;

/// Open listings by the values of a facet.
fn counts(state: &State, facet: Facet) -> HashMap<String, u64> {
    state.generation().count_by(facet).into_iter().map(|count| (count.value, count.count)).collect()
}

/// Answers with a page of a list that is in memory, most listings first.
pub(crate) fn collection<T, B: Serialize>(
    state: &State,
    request: &HttpRequest,
    name: &str,
    items: Vec<(u64, String, T)>,
    body: impl FnOnce(Vec<T>, Page, Option<Total>) -> B,
) -> Result<HttpResponse, Problem> {
    let pairs = extract::pairs(request)?;
    let mut reader = Reader::new(&pairs);
    reader.only(["limit", "cursor", "include"].into_iter());
    let limit = page::limit(&mut reader);
    let cursor = reader.single("cursor").map(str::to_owned);
    let wants_total = page::wants_total(&mut reader);
    reader.finish()?;
    let ranked = Ranked::new(items);
    let total = wants_total.then(|| Total::of(ranked.len() as u64));
    let (items, page) = ranked.page(name, &state.cursors, cursor.as_deref(), limit, state.now())?;
    let links = page::links(state, request, &page);
    let mut response = reply::json(&body(items, page, total), Cache::Public)?;
    links.into_iter().for_each(|links| drop(response.headers_mut().insert(header::LINK, links)));
    Ok(response)
}
