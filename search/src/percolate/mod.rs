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
use slab::Slab;

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
    /// By slot.
    saved: Slab<(K, Saved)>,
    by_id: HashMap<K, u32>,
    overlaps: Overlaps,
}

impl<K> Default for Percolator<K> {
    fn default() -> Self {
        Percolator {
            features: Features::default(),
            rests: Rests::default(),
            tree: Tree::default(),
            saved: Slab::new(),
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
        saved.features(&self.rests).for_each(|feature| self.features.hold(feature));
        let (anchors, all) = anchors(&saved.conditions(&self.features, &self.rests), &self.features);
        let (rest, whole) = (saved.rest, all && !saved.excludes());
        let slot = self.saved.insert((id.clone(), saved)) as u32;
        self.by_id.insert(id, slot);
        anchors.into_iter().for_each(|anchor| self.tree.insert(anchor, rest, slot, whole));
    }

    /// Takes a search away, with all that only it asked for; says whether it was there.
    pub fn remove(&mut self, id: &K) -> bool {
        let Some(slot) = self.by_id.remove(id) else { return false };
        if let Some((_, saved)) = self.saved.try_remove(slot as usize) {
            let (anchors, _) = anchors(&saved.conditions(&self.features, &self.rests), &self.features);
            anchors.into_iter().for_each(|anchor| self.tree.remove(anchor, slot));
            saved.features(&self.rests).for_each(|feature| self.features.release(feature));
            self.rests.release(saved.rest);
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
        found.into_iter().filter_map(|slot| self.saved.get(slot as usize)).map(|(id, _)| id.clone()).collect()
    }

    fn saved(&self, slot: u32) -> Option<&Saved> {
        self.saved.get(slot as usize).map(|(_, saved)| saved)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Index;

    fn query(pairs: &[(&str, &str)]) -> SearchQuery {
        let pairs: Vec<(String, String)> = pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        SearchQuery::parse(&pairs, &[]).unwrap()
    }

    /// How many things are known of each kind, and how much room there is for them.
    fn sizes(percolator: &Percolator<u32>) -> [usize; 6] {
        let Percolator { features, rests, tree, saved, by_id, .. } = percolator;
        [features.len(), features.bound(), rests.len(), tree.len(), saved.len(), by_id.len()]
    }

    #[test]
    fn searches_that_go_leave_nothing_behind() {
        let generation = Index::in_memory().unwrap().generation();
        let mut percolator = Percolator::default();
        percolator.insert(0, &query(&[("q", "rust \"remote work\""), ("company", "initech"), ("salary_min", "50000")]), &generation);
        let one = sizes(&percolator);
        let mut full = None;
        for round in 0..4 {
            // Everybody asks for things of their own and for things of others; some change their minds.
            for n in 1..=200 {
                let (company, pay) = (format!("company-{round}-{n}"), (n * 1_000).to_string());
                let text = format!("word{round}x{n} rust -never{round}x{n} \"two words{round}x{n}\" rust");
                let wishes = [("q", text.as_str()), ("company", &company), ("salary_min", &pay), ("skill", "go"), ("skill", "rust")];
                percolator.insert(n, &query(&wishes), &generation);
                if n % 3 == 0 {
                    percolator.insert(n, &query(&[("exclude_company", &company), ("company", "initech"), ("q", "rust")]), &generation);
                }
            }
            assert_eq!(*full.get_or_insert(sizes(&percolator)), sizes(&percolator), "as much as the first time");
            assert!((1..=200).all(|n| percolator.remove(&n)));
            let [features, _, others @ ..] = sizes(&percolator);
            assert_eq!((features, others.as_slice()), (one[0], &one[2..]));
        }
        assert!(percolator.remove(&0));
        let [features, _, others @ ..] = sizes(&percolator);
        assert_eq!((features, others), (1, [0; 4]), "but for what every listing has");
    }
}
