//! The search turned round: of many saved searches, those that would find one listing.
//!
//! A saved search means what [`Generation::search_saved`] finds: filters as
//! `domain::query::matches` says, and `q` read exactly, so that a listing can be
//! judged by itself. The order and `per_company` choose among what is found; they
//! say nothing about one listing and are passed over.
//!
//! Each search hangs on the rarest things that every listing it finds must have (see [`hanging`]). A listing looks
//! only at the searches whose anchors it has all of; what else they ask for is answered once for all that ask the same.

mod facts;
mod features;
mod hanging;
mod rest;
mod saved;

use std::collections::HashMap;
use std::hash::Hash;

use domain::listing::ListingChange;
use domain::query::SearchQuery;
use domain::time::Timestamp;

use crate::generation::Generation;
use facts::{Facts, Overlaps};
use features::Features;
use hanging::{Tree, anchors};
use rest::Rests;
use saved::Saved;

/// Saved searches by what they look for. `K` names a search.
#[derive(Debug)]
pub struct Percolator<K> {
    features: Features,
    rests: Rests,
    tree: Tree,
    /// By slot; the names of those that were taken away stay until the slot is used again.
    names: Vec<K>,
    saved: Vec<Option<Saved>>,
    free: Vec<u32>,
    by_id: HashMap<K, u32>,
    overlaps: Overlaps,
}

impl<K> Default for Percolator<K> {
    fn default() -> Self {
        Percolator {
            features: Features::default(),
            rests: Rests::default(),
            tree: Tree::default(),
            names: Vec::new(),
            saved: Vec::new(),
            free: Vec::new(),
            by_id: HashMap::new(),
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
        let saved = Saved::new(query, &mut self.features, &mut self.rests, among);
        let (anchors, all) = anchors(&saved.conditions(&self.features, &self.rests), &self.features);
        let slot = self.slot(id);
        let whole = all && !saved.excludes();
        anchors.into_iter().for_each(|anchor| self.tree.insert(anchor, saved.rest, slot, whole));
        if let Some(place) = self.saved.get_mut(slot as usize) {
            *place = Some(saved);
        }
    }

    /// Takes a search away; says whether it was there.
    pub fn remove(&mut self, id: &K) -> bool {
        let Some(slot) = self.by_id.remove(id) else { return false };
        if let Some(saved) = self.saved.get_mut(slot as usize).and_then(Option::take) {
            let (anchors, _) = anchors(&saved.conditions(&self.features, &self.rests), &self.features);
            anchors.into_iter().for_each(|anchor| self.tree.remove(anchor, slot));
            self.rests.release(saved.rest);
            self.free.push(slot);
        }
        true
    }

    /// The searches that would find a listing, seen from `now`; each once, in no order.
    pub fn matching(&self, change: &ListingChange, now: Timestamp) -> Vec<K> {
        let facts = Facts::new(&change.listing, &change.text, &self.features, &self.overlaps, now);
        let mut answers = self.rests.answers();
        let mut found: Vec<u32> = Vec::new();
        for feature in facts.features() {
            for (_, twig) in self.tree.on(feature).iter().filter(|(second, _)| facts.has(*second)) {
                let meets = twig.iter().filter(|hanging| {
                    hanging.others.iter().all(|other| facts.has(*other))
                        && answers.keeps(hanging.rest, &facts, now)
                        && (hanging.whole || self.saved(hanging.slot).is_some_and(|saved| saved.keeps(&facts)))
                });
                found.extend(meets.map(|hanging| hanging.slot));
            }
        }
        // A search that hangs on several features of the listing is found several times.
        found.sort_unstable();
        found.dedup();
        found.into_iter().filter_map(|slot| self.names.get(slot as usize)).cloned().collect()
    }

    fn saved(&self, slot: u32) -> Option<&Saved> {
        self.saved.get(slot as usize)?.as_ref()
    }

    /// An empty slot for a search with a name.
    fn slot(&mut self, id: K) -> u32 {
        let slot = match self.free.pop() {
            Some(slot) => {
                self.names.get_mut(slot as usize).into_iter().for_each(|name| *name = id.clone());
                slot
            }
            None => {
                self.names.push(id.clone());
                self.saved.push(None);
                self.saved.len() as u32 - 1
            }
        };
        self.by_id.insert(id, slot);
        slot
    }
}
