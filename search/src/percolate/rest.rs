//! What a saved search asks for that is no matter of features alone. Many searches ask for the same: it is kept, and
//! answered for a listing, once.

use std::collections::HashMap;
use std::sync::Arc;

use domain::money::{Cents, Currency, Rates};
use domain::query::{OverlapWish, SearchQuery, When, WorkFrom};
use domain::time::Timestamp;
use slab::Slab;

use super::facts::Facts;
use super::features::{FeatureId, Features};
use super::saved::Condition;
use crate::text::Part;

/// The number of a [`Rest`].
pub(super) type RestId = u32;

/// Wishes about pay, times, places, hours and words.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub(super) struct Rest {
    /// Annual pay in US dollars that the upper end must reach.
    pay_min: Option<Cents>,
    pay_max: Option<Cents>,
    /// It asks for pay in a currency without a rate, which nothing has.
    never: bool,
    score_min: Option<u8>,
    posted_after: Option<When>,
    posted_before: Option<When>,
    updated_after: Option<When>,
    work_from: Option<WorkFrom>,
    overlap: Option<OverlapWish>,
    pub said: Vec<Said>,
}

/// A clause of `q`.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct Said {
    pub excluded: bool,
    /// Words that stand one after another in a part; any of these.
    pub ways: Vec<(Part, Vec<FeatureId>)>,
}

impl Rest {
    /// What a query asks for but for `q`.
    pub fn of(query: &SearchQuery) -> Rest {
        let mut rest = Rest {
            score_min: query.score_min,
            posted_after: query.posted_after,
            posted_before: query.posted_before,
            updated_after: query.updated_after,
            work_from: query.work_from,
            overlap: query.overlap.clone(),
            ..Rest::default()
        };
        if let Some(wish) = query.pay {
            let in_usd = |amount: Cents| Rates::builtin().convert(amount, wish.currency, Currency::USD);
            rest.pay_min = wish.min.and_then(in_usd);
            rest.pay_max = wish.max.and_then(in_usd);
            rest.never = rest.pay_min.is_some() != wish.min.is_some() || rest.pay_max.is_some() != wish.max.is_some();
        }
        rest
    }

    fn keeps(&self, facts: &Facts<'_>, now: Timestamp) -> bool {
        let listing = facts.listing;
        let pay = listing.annual_usd;
        !self.never
            && self.score_min.is_none_or(|least| listing.score >= least)
            && self.pay_min.is_none_or(|min| pay.top().is_some_and(|top| top >= min))
            && self.pay_max.is_none_or(|max| pay.bottom().is_some_and(|bottom| bottom <= max))
            && self.posted_after.is_none_or(|when| listing.posted_at.is_some_and(|at| at >= when.resolve(now)))
            && self.posted_before.is_none_or(|when| listing.posted_at.is_some_and(|at| at <= when.resolve(now)))
            && self.updated_after.is_none_or(|when| listing.updated_at >= when.resolve(now))
            && self.work_from.is_none_or(|from| from.keeps(facts.verdict(from.place)))
            && self.said.iter().all(|said| said.keeps(facts))
            && self.overlap.as_ref().is_none_or(|wish| facts.overlaps(wish))
    }
}

impl Said {
    fn keeps(&self, facts: &Facts<'_>) -> bool {
        self.ways.iter().any(|(part, words)| facts.says(*part, words)) != self.excluded
    }

    /// The rarest word of each way.
    pub fn rarest(&self, features: &Features) -> Condition {
        let rarest = |words: &Vec<FeatureId>| words.iter().copied().min_by(|a, b| features.share(*a).total_cmp(&features.share(*b)));
        let mut condition: Condition = self.ways.iter().filter_map(|(_, words)| rarest(words)).collect();
        condition.sort_unstable();
        condition.dedup();
        condition
    }
}

/// What the searches ask for, each different thing once.
#[derive(Debug, Default)]
pub(super) struct Rests {
    ids: HashMap<Arc<Rest>, RestId>,
    /// With how many searches ask for it, by number.
    kept: Slab<(Arc<Rest>, usize)>,
}

impl Rests {
    /// The number of what one more search asks for.
    pub fn add(&mut self, rest: Rest) -> RestId {
        if let Some(id) = self.ids.get(&rest).copied() {
            self.kept.get_mut(id as usize).into_iter().for_each(|(_, uses)| *uses += 1);
            return id;
        }
        let rest = Arc::new(rest);
        let id = self.kept.insert((Arc::clone(&rest), 1)) as RestId;
        self.ids.insert(rest, id);
        id
    }

    /// One search less asks for it.
    pub fn release(&mut self, id: RestId) {
        let Some((rest, uses)) = self.kept.get_mut(id as usize) else { return };
        *uses = uses.saturating_sub(1);
        if *uses == 0 {
            self.ids.remove(rest);
            self.kept.remove(id as usize);
        }
    }

    /// How many different things are asked for.
    #[cfg(test)]
    pub fn len(&self) -> usize {
        self.kept.len()
    }

    pub fn get(&self, id: RestId) -> Option<&Rest> {
        self.kept.get(id as usize).map(|(rest, _)| rest.as_ref())
    }

    /// For asking about one listing.
    pub fn answers(&self) -> Answers<'_> {
        Answers { rests: self, known: vec![None; self.kept.capacity()] }
    }
}

/// What a listing fulfils, as far as it was asked.
pub(super) struct Answers<'a> {
    rests: &'a Rests,
    known: Vec<Option<bool>>,
}

impl Answers<'_> {
    /// Whether a listing fulfils it.
    pub fn keeps(&mut self, id: RestId, facts: &Facts<'_>, now: Timestamp) -> bool {
        let Some(known) = self.known.get_mut(id as usize) else { return false };
        *known.get_or_insert_with(|| self.rests.get(id).is_some_and(|rest| rest.keeps(facts, now)))
    }
}
