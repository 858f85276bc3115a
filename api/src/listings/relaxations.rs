//! `include=relaxations`: the searches next to one that finds little, which find more.

use std::collections::{BTreeMap, BTreeSet};

use domain::query::SearchQuery;
use search::Relaxation;
use serde::Serialize;
use utoipa::ToSchema;

use super::link;
use crate::page::Total;
use crate::state::State;

/// A result of fewer listings than these is thin.
pub const THIN: u64 = 10;
/// The most relaxations.
pub const MOST: usize = 5;

/// A search that finds more, as near as possible to the one that was asked.
#[derive(Debug, Serialize, ToSchema)]
pub struct RelaxationView {
    /// The parameters that differ.
    #[schema(max_items = 40)]
    pub changes: Vec<ChangeView>,
    /// How many listings it finds.
    pub total: Total,
    /// Its address.
    #[schema(format = "uri", max_length = 20000)]
    pub url: String,
}

/// A parameter that differs.
#[derive(Debug, Serialize, ToSchema)]
pub struct ChangeView {
    /// The parameter.
    #[schema(max_length = 40)]
    pub parameter: &'static str,
    /// Its values as asked; empty where it was not given.
    #[schema(max_items = 50)]
    pub from: Vec<String>,
    /// Its values in the new search; empty where it is left away.
    #[schema(max_items = 50)]
    pub to: Vec<String>,
}

impl RelaxationView {
    /// How a relaxation of a search is shown.
    pub fn new(state: &State, asked: &SearchQuery, relaxation: &Relaxation) -> RelaxationView {
        RelaxationView {
            changes: changes(asked, &relaxation.query),
            total: Total::of(relaxation.total),
            url: link::search(state, &relaxation.query),
        }
    }
}

fn changes(asked: &SearchQuery, relaxed: &SearchQuery) -> Vec<ChangeView> {
    let (asked, relaxed): (BTreeMap<_, _>, BTreeMap<_, _>) =
        (asked.to_pairs().into_iter().collect(), relaxed.to_pairs().into_iter().collect());
    let names: BTreeSet<&'static str> = asked.keys().chain(relaxed.keys()).copied().collect();
    let values = |of: &BTreeMap<&str, Vec<String>>, name: &str| of.get(name).cloned().unwrap_or_default();
    names
        .into_iter()
        .map(|name| ChangeView { parameter: name, from: values(&asked, name), to: values(&relaxed, name) })
        .filter(|change| change.from != change.to)
        .collect()
}
