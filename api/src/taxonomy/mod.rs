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
    let pairs = extract::pairs(request)?;
    let Cut { items, page, total } = page::Asked::read(Reader::new(&pairs), &[])?.cut(state, name, items)?;
    page::reply(state, request, &page.clone(), &body(items, page, total), Cache::Public)
}
