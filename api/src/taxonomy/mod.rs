//! Families, roles and skills, with live counts.

pub mod families;
pub mod get_role;
pub mod get_skill;
pub mod roles;
pub mod skills;

use std::collections::HashMap;

use actix_web::{HttpRequest, HttpResponse};
use domain::query::{Facet, Reader};
use serde::Serialize;

use crate::extract;
use crate::page::{self, Cut, Page, Total};
use crate::problem::Problem;
use crate::reply::Cache;
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
    filtered_collection(state, request, name, &[], |_| items, body)
}

/// The same for a list with filters of its own; a cursor belongs to the filters that it was given with.
pub(crate) fn filtered_collection<T, B: Serialize>(
    state: &State,
    request: &HttpRequest,
    name: &str,
    filters: &[&str],
    items: impl FnOnce(&mut Reader<'_>) -> Vec<(u64, String, T)>,
    body: impl FnOnce(Vec<T>, Page, Option<Total>) -> B,
) -> Result<HttpResponse, Problem> {
    let pairs = extract::pairs(request)?;
    let mut reader = Reader::new(&pairs);
    let items = items(&mut reader);
    let mut filtered: Vec<String> =
        pairs.iter().filter(|(name, _)| filters.contains(&name.as_str())).map(|(name, value)| format!("{name}={value}")).collect();
    filtered.sort();
    let name = std::iter::once(name).chain(filtered.iter().map(String::as_str)).collect::<Vec<_>>().join("&");
    let Cut { items, page, total } = page::Asked::read(reader, filters)?.cut(state, &name, items)?;
    page::reply(state, request, &page.clone(), &body(items, page, total), Cache::Public)
}
