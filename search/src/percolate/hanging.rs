//! Which searches hang on what: each on the rarest things that a listing must have for it.

use super::features::{ALWAYS, FeatureId, Features};
use super::rest::RestId;
use super::saved::Condition;

/// How many features a search hangs on at most, the two that lead to it and those beside it.
const PLACES: usize = 5;
/// The most combinations of features that one search hangs on; beyond, less is noted.
const MOST: usize = 64;

/// Features that a listing must have all of.
pub(super) type Anchor = [FeatureId; PLACES];

/// A search at the place where it hangs.
#[derive(Debug, Clone, Copy)]
pub(super) struct Hanging {
    /// Other features without which it can't match.
    pub others: [FeatureId; PLACES - 2],
    /// What it asks for beside features.
    pub rest: RestId,
    pub slot: u32,
    /// Whether its features and the rest are all that it asks for.
    pub whole: bool,
}

/// The searches by the rarest feature that they need, then by the next: a feature that a listing hasn't spares it
/// everything that hangs there.
#[derive(Debug, Default)]
pub(super) struct Tree(Vec<Branch>);

/// What hangs on one feature, by the next, in order.
type Branch = Vec<(FeatureId, Vec<Hanging>)>;

impl Tree {
    /// Hangs a search up.
    pub fn insert(&mut self, anchor: Anchor, rest: RestId, slot: u32, whole: bool) {
        let [first, second, others @ ..] = anchor;
        if self.0.len() <= first as usize {
            self.0.resize_with(first as usize + 1, Branch::new);
        }
        let Some(branch) = self.0.get_mut(first as usize) else { return };
        let hanging = Hanging { others, rest, slot, whole };
        match branch.binary_search_by_key(&second, |(feature, _)| *feature) {
            Ok(at) => branch.get_mut(at).into_iter().for_each(|(_, twig)| twig.push(hanging)),
            Err(at) => branch.insert(at, (second, vec![hanging])),
        }
    }

    /// Takes a search away from where it hangs.
    pub fn remove(&mut self, anchor: Anchor, slot: u32) {
        let [first, second, ..] = anchor;
        let Some(branch) = self.0.get_mut(first as usize) else { return };
        let Ok(at) = branch.binary_search_by_key(&second, |(feature, _)| *feature) else { return };
        if let Some((_, twig)) = branch.get_mut(at) {
            twig.retain(|hanging| hanging.slot != slot);
            give_back(twig);
            if twig.is_empty() {
                branch.remove(at);
                give_back(branch);
            }
        }
        while self.0.last().is_some_and(Vec::is_empty) {
            self.0.pop();
        }
    }

    /// How many features have been led to; nothing hangs on those beyond.
    #[cfg(test)]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// What hangs on a feature, by the next.
    pub fn on(&self, feature: FeatureId) -> &[(FeatureId, Vec<Hanging>)] {
        self.0.get(feature as usize).map_or(&[], Vec::as_slice)
    }
}

/// Frees what a list that became short does not need.
fn give_back<T>(list: &mut Vec<T>) {
    if list.len() < list.capacity() / 4 {
        list.shrink_to(list.len() * 2);
    }
}

/// Where a search with some conditions hangs: every listing that it finds has all of one of these rows. Says, too,
/// whether every condition is in them. The same conditions always give the same.
pub(super) fn anchors(conditions: &[Condition], features: &Features) -> (Vec<Anchor>, bool) {
    let cost = |condition: &Condition| condition.iter().map(|feature| features.share(*feature)).sum::<f32>();
    let mut by_cost: Vec<&Condition> = conditions.iter().collect();
    by_cost.sort_by(|a, b| cost(a).total_cmp(&cost(b)).then(a.len().cmp(&b.len())));
    let mut anchors = vec![[ALWAYS; PLACES]];
    for (condition, place) in by_cost.iter().zip(0..PLACES) {
        if place > 0 && anchors.len() * condition.len() > MOST {
            return (anchors, false);
        }
        let with = |row: &Anchor, feature: FeatureId| {
            let mut row = *row;
            row.iter_mut().skip(place).take(1).for_each(|noted| *noted = feature);
            row
        };
        anchors = anchors.iter().flat_map(|row| condition.iter().map(move |feature| with(row, *feature))).collect();
    }
    (anchors, by_cost.len() <= PLACES)
}
