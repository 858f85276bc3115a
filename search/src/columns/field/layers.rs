//! The rows of a field's sets by the layers that the sets are made of.
//!
//! Of countries most sets are a region and a few more. To count each country over many rows by the rows that it has
//! means to look at the rows of a region once for every country of it. Counted are instead the few sets that lie beneath
//! others, for all of their values at once, and for each value the rows that have it beside.

use std::collections::HashMap;

use super::super::codes::Codes;
use super::super::postings::Postings;
use super::super::width::NONE;
use super::{Countable, Layer};

/// Rows by layers.
#[derive(Debug, Clone, Default)]
pub(crate) struct ByLayer {
    /// The rows over each set, by its place.
    beneath: Postings,
    /// The place of the set that each row lies over.
    places: Codes,
    /// The places of the sets that lie beneath others, by their codes.
    sets: HashMap<u32, u32>,
    /// The rows that have a value beside the set beneath, by the code of the value.
    own: Postings,
}

/// What a set is counted by: the set beneath, if any, and the values beside it.
pub(super) fn parts(set: u32, layer: &Layer) -> (Option<u32>, &[u32]) {
    match layer.beneath {
        None if layer.is_base => (Some(set), &[]),
        beneath => (beneath, &layer.own),
    }
}

impl ByLayer {
    /// Those of rows, of which each has a set with its layer.
    pub(super) fn of<'a>(values: usize, rows: impl Iterator<Item = Option<(u32, &'a Layer)>> + Clone) -> ByLayer {
        let own = rows.clone().zip(0..).filter_map(|(with, row)| with.map(|(set, layer)| (parts(set, layer).1, row)));
        let own = own.flat_map(|(own, row)| own.iter().map(move |value| (*value, row)));
        let mut by_layer = ByLayer { own: Postings::of(values, own), ..ByLayer::default() };
        let places: Codes =
            rows.map(|with| with.and_then(|(set, layer)| parts(set, layer).0).map_or(NONE, |set| by_layer.place(set))).collect();
        let beneath = places.iter().zip(0..).filter(|(place, _)| *place != NONE);
        by_layer.beneath = Postings::of(by_layer.sets.len(), beneath);
        by_layer.places = places;
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
        let beneath = now.and_then(|(set, layer)| parts(set, layer).0);
        let place = beneath.map_or(NONE, |set| self.place(set));
        self.places.set(row, place);
    }

    /// Adds the values of the sets that lie beneath others, each as often as `count` says of its place.
    pub fn add_beneath(&self, field: &dyn Countable, mut count: impl FnMut(u32) -> u32, counts: &mut [u32]) {
        for (set, place) in &self.sets {
            let count = count(*place);
            for value in field.layer(*set).filter(|_| count > 0).into_iter().flat_map(|layer| layer.own.iter()) {
                if let Some(sum) = counts.get_mut(*value as usize) {
                    *sum += count;
                }
            }
        }
    }

    /// The place of the set that each row lies over.
    pub fn places(&self) -> &Codes {
        &self.places
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
        let next = self.sets.len() as u32;
        *self.sets.entry(set).or_insert(next)
    }
}
