//! The rows of a field's sets by the layers that the sets are made of.
//!
//! Of countries most sets are a region and a few more. To count each country over many rows by the rows that it has
//! means to look at the rows of a region once for every country of it. Counted are instead the few sets that lie beneath
//! others, for all of their values at once, and for each value the rows that have it beside.

use std::collections::HashMap;

use super::super::postings::Postings;
use super::Layer;

/// Rows by layers.
#[derive(Debug, Clone, Default)]
pub(crate) struct ByLayer {
    /// The rows over each set, by its place.
    beneath: Postings,
    /// The places of the sets that lie beneath others, by their codes.
    places: HashMap<u32, u32>,
    /// The rows that have a value beside the set beneath, by the code of the value.
    own: Postings,
}

/// What a set is counted by: the set beneath, if any, and the values beside it.
fn parts(set: u32, layer: &Layer) -> (Option<u32>, &[u32]) {
    match layer.beneath {
        None if layer.is_base => (Some(set), &[]),
        beneath => (beneath, &layer.own),
    }
}

impl ByLayer {
    /// Those of rows, of which each has a set with its layer.
    pub(super) fn of<'a>(values: usize, rows: impl Iterator<Item = Option<(u32, &'a Layer)>> + Clone) -> ByLayer {
        let parts = rows.zip(0..).filter_map(|(set, row)| set.map(|(set, layer)| (parts(set, layer), row)));
        let own = parts.clone().flat_map(|((_, own), row)| own.iter().map(move |value| (*value, row)));
        let mut by_layer = ByLayer { own: Postings::of(values, own), ..ByLayer::default() };
        let beneath: Vec<(u32, u32)> = parts.filter_map(|((beneath, _), row)| Some((by_layer.place(beneath?), row))).collect();
        by_layer.beneath = Postings::of(by_layer.places.len(), beneath.into_iter());
        by_layer
    }

    /// A row has another set now.
    pub(super) fn moved(&mut self, row: u32, before: Option<(u32, &Layer)>, now: Option<(u32, &Layer)>) {
        for ((set, layer), on) in before.map(|before| (before, false)).into_iter().chain(now.map(|now| (now, true))) {
            let (beneath, own) = parts(set, layer);
            if let Some(set) = beneath {
                let place = self.place(set);
                self.beneath.put(place, row, on);
            }
            own.iter().for_each(|value| self.own.put(*value, row, on));
        }
    }

    /// The sets that lie beneath others, with their places.
    pub fn sets(&self) -> impl Iterator<Item = (u32, u32)> {
        self.places.iter().map(|(set, place)| (*set, *place))
    }

    /// The rows over each set, by its place.
    pub fn beneath(&self) -> &Postings {
        &self.beneath
    }

    /// The rows that have a value beside the set beneath, by the code of the value.
    pub fn own(&self) -> &Postings {
        &self.own
    }

    fn place(&mut self, set: u32) -> u32 {
        let next = self.places.len() as u32;
        *self.places.entry(set).or_insert(next)
    }
}
