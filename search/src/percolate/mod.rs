//! The search turned round: of many saved searches, those that would find one listing.
//!
//! A saved search means what [`Generation::search_saved`] finds: filters as
//! `domain::query::matches` says, and `q` read exactly, so that a listing can be
//! judged by itself. The order and `per_company` choose among what is found; they
//! say nothing about one listing and are passed over.
//!
//! Each search hangs on an anchor, the rarest thing that every listing it finds
//! must have, beside which the two next rarest are noted. A listing looks only at
//! the searches that hang on what it has, and closer only at those whose two other
//! things it has, too.

mod facts;
mod features;
mod saved;

use std::collections::HashMap;
use std::hash::Hash;

use domain::listing::ListingChange;
use domain::query::SearchQuery;
use domain::time::Timestamp;

use crate::generation::Generation;
use facts::{Facts, Overlaps};
use features::{ALWAYS, FeatureId, Features};
use saved::{Condition, Saved};

/// The most combinations of features that one search hangs on; beyond, less is noted.
const MOST_ANCHORS: usize = 64;

/// Saved searches by what they look for. `K` names a search.
#[derive(Debug)]
pub struct Percolator<K> {
    features: Features,
    slots: Vec<Option<(K, Saved)>>,
    free: Vec<u32>,
    by_id: HashMap<K, u32>,
    /// What hangs on each feature, by its identifier.
    hanging: Vec<Vec<Hanging>>,
    overlaps: Overlaps,
}

/// A search that hangs on a feature.
#[derive(Debug, Clone, Copy)]
struct Hanging {
    /// Other features without which it can't match.
    others: [FeatureId; 2],
    slot: u32,
}

impl<K> Default for Percolator<K> {
    fn default() -> Self {
        Percolator {
            features: Features::default(),
            slots: Vec::new(),
            free: Vec::new(),
            by_id: HashMap::new(),
            hanging: Vec::new(),
            overlaps: Overlaps::default(),
        }
    }
}

impl<K: Clone + Eq + Hash> Percolator<K> {
    /// How many searches there are.
    pub fn len(&self) -> usize {
        self.by_id.len()
    }

    /// Whether there is no search.
    pub fn is_empty(&self) -> bool {
        self.by_id.is_empty()
    }

    /// Adds a search, in the place of one with the same name.
    ///
    /// What is rare is learnt from `among`. That decides how fast listings are matched, not what matches.
    pub fn insert(&mut self, id: K, query: &SearchQuery, among: &Generation) {
        self.remove(&id);
        let (saved, conditions) = Saved::new(query, &mut self.features, among);
        let anchors = anchors(&conditions, &self.features);
        let slot = self.free.pop().unwrap_or_else(|| {
            self.slots.push(None);
            self.slots.len() as u32 - 1
        });
        self.hanging.resize_with(self.features.len(), Vec::new);
        for [first, others @ ..] in anchors {
            if let Some(hanging) = self.hanging.get_mut(first as usize) {
                hanging.push(Hanging { others, slot });
            }
        }
        if let Some(place) = self.slots.get_mut(slot as usize) {
            *place = Some((id.clone(), saved));
            self.by_id.insert(id, slot);
        }
    }

    /// Takes a search away; says whether it was there.
    pub fn remove(&mut self, id: &K) -> bool {
        let Some(slot) = self.by_id.remove(id) else { return false };
        if let Some((_, saved)) = self.slots.get_mut(slot as usize).and_then(Option::take) {
            for feature in saved.features() {
                if let Some(hanging) = self.hanging.get_mut(feature as usize) {
                    hanging.retain(|hanging| hanging.slot != slot);
                }
            }
            self.free.push(slot);
        }
        true
    }

    /// The searches that would find a listing, seen from `now`; each once, in no order.
    pub fn matching(&self, change: &ListingChange, now: Timestamp) -> Vec<K> {
        let facts = Facts::new(&change.listing, &change.text, &self.features, &self.overlaps, now);
        let mut found: Vec<u32> = Vec::new();
        for feature in facts.features() {
            for hanging in self.hanging.get(feature as usize).into_iter().flatten() {
                if hanging.others.iter().all(|other| facts.has(*other))
                    && self.saved(hanging.slot).is_some_and(|(_, saved)| saved.keeps(&facts, now))
                {
                    found.push(hanging.slot);
                }
            }
        }
        // A search that hangs on several features of the listing is found several times.
        found.sort_unstable();
        found.dedup();
        found.into_iter().filter_map(|slot| self.saved(slot)).map(|(id, _)| id.clone()).collect()
    }

    fn saved(&self, slot: u32) -> Option<&(K, Saved)> {
        self.slots.get(slot as usize)?.as_ref()
    }
}

/// The features that a search hangs on: every listing that it finds has all of one of these rows.
fn anchors(conditions: &[Condition], features: &Features) -> Vec<[FeatureId; 3]> {
    let cost = |condition: &Condition| condition.iter().map(|feature| features.share(*feature)).sum::<f32>();
    let mut by_cost: Vec<&Condition> = conditions.iter().collect();
    by_cost.sort_by(|a, b| cost(a).total_cmp(&cost(b)).then(a.len().cmp(&b.len())));
    let mut anchors = vec![[ALWAYS; 3]];
    for (condition, place) in by_cost.into_iter().zip(0..3) {
        if place > 0 && anchors.len() * condition.len() > MOST_ANCHORS {
            break;
        }
        let with = |row: &[FeatureId; 3], feature: FeatureId| {
            let mut row = *row;
            row.iter_mut().skip(place).take(1).for_each(|noted| *noted = feature);
            row
        };
        anchors = anchors.iter().flat_map(|row| condition.iter().map(move |feature| with(row, *feature))).collect();
    }
    anchors
}
