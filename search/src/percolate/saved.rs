//! A saved search in a form that is quick to hold against a listing.

use domain::money::{Cents, Currency, Rates};
use domain::query::{Choice, OverlapWish, SearchQuery, When, WorkFrom};
use domain::time::Timestamp;

use super::facts::Facts;
use super::features::{Feature, FeatureId, Features};
use crate::generation::Generation;
use crate::text::{Clause, Part, Reading, Wanted, clauses};

/// Features of which a listing must have one.
pub(super) type Condition = Vec<FeatureId>;

/// Ends each condition in a row of them.
const END: FeatureId = FeatureId::MAX;

/// One search.
#[derive(Debug)]
pub(super) struct Saved {
    /// Conditions, one after another, each with its end.
    required: Box<[FeatureId]>,
    excluded: Box<[FeatureId]>,
    /// What is no matter of features alone.
    rest: Option<Box<Rest>>,
}

#[derive(Debug, Clone, Default, PartialEq)]
struct Rest {
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
    said: Vec<Said>,
}

/// A clause of `q`.
#[derive(Debug, Clone, PartialEq)]
struct Said {
    excluded: bool,
    /// Words that stand one after another in a part; any of these.
    ways: Vec<(Part, Vec<FeatureId>)>,
}

impl Saved {
    /// The search, and the conditions that it may hang on.
    pub fn new(query: &SearchQuery, features: &mut Features, among: &Generation) -> (Saved, Vec<Condition>) {
        let mut builder = Builder { features, among, required: Vec::new(), excluded: Vec::new() };
        builder.filters(query);
        let said: Vec<Said> = query.q.iter().flat_map(|q| clauses(q, Reading::Exact)).map(|clause| builder.said(&clause)).collect();
        let Builder { features, required, excluded, .. } = builder;
        let asked = required.iter().flat_map(|condition| condition.iter().copied().chain([END])).collect();
        let words = said.iter().filter(|said| !said.excluded).map(|said| said.rarest(features));
        let conditions = required.iter().cloned().chain(words).collect();
        let rest = Rest { said, ..Rest::of(query) };
        let rest = (rest != Rest::default()).then(|| Box::new(rest));
        (Saved { required: asked, excluded: excluded.into(), rest }, conditions)
    }

    /// Every feature that it may hang on.
    pub fn features(&self) -> Vec<FeatureId> {
        let words = self.rest.iter().flat_map(|rest| &rest.said).flat_map(|said| &said.ways).flat_map(|(_, words)| words);
        let mut all: Vec<FeatureId> = self.required.iter().chain(words).copied().filter(|id| *id != END).collect();
        all.push(super::ALWAYS);
        all.sort_unstable();
        all.dedup();
        all
    }

    /// Whether it finds a listing at `now`.
    pub fn keeps(&self, facts: &Facts<'_>, now: Timestamp) -> bool {
        let mut met = false;
        for feature in &self.required {
            match *feature {
                END if !met => return false,
                END => met = false,
                feature => met = met || facts.has(feature),
            }
        }
        !self.excluded.iter().any(|feature| facts.has(*feature)) && self.rest.as_ref().is_none_or(|rest| rest.keeps(facts, now))
    }
}

impl Rest {
    fn of(query: &SearchQuery) -> Rest {
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
    fn rarest(&self, features: &Features) -> Condition {
        let rarest = |words: &Vec<FeatureId>| words.iter().copied().min_by(|a, b| features.share(*a).total_cmp(&features.share(*b)));
        let mut condition: Condition = self.ways.iter().filter_map(|(_, words)| rarest(words)).collect();
        condition.sort_unstable();
        condition.dedup();
        condition
    }
}

struct Builder<'a> {
    features: &'a mut Features,
    among: &'a Generation,
    required: Vec<Condition>,
    excluded: Vec<FeatureId>,
}

impl Builder<'_> {
    fn filters(&mut self, query: &SearchQuery) {
        if query.open_only {
            self.require([Feature::Open]);
        }
        match query.salary_stated {
            Some(true) => self.require([Feature::Paid]),
            Some(false) => self.exclude([Feature::Paid]),
            None => {}
        }
        self.choice(&query.family, |value| Feature::Family(value));
        self.choice(&query.role, |value| Feature::Role(*value));
        self.choice(&query.seniority, |value| Feature::Seniority(*value));
        self.choice(&query.skill, |value| Feature::Skill(*value));
        self.choice(&query.company, |value| Feature::Company(value.clone()));
        self.choice(&query.source, |value| Feature::Source(value.clone()));
        self.choice(&query.employment_type, |value| Feature::EmploymentType(*value));
        self.choice(&query.work_mode, |value| Feature::WorkMode(*value));
        self.choice(&query.country, |value| Feature::Country(*value));
        self.choice(&query.region, |value| Feature::Region(*value));
        self.choice(&query.language, |value| Feature::Language(*value));
        self.choice(&query.visa, |value| Feature::Visa(*value));
        query.skill_all.iter().for_each(|skill| self.require([Feature::Skill(*skill)]));
    }

    fn choice<V>(&mut self, choice: &Choice<V>, feature: impl Fn(&V) -> Feature) {
        if !choice.any.is_empty() {
            self.require(choice.any.iter().map(&feature));
        }
        self.exclude(choice.none.iter().map(&feature));
    }

    fn require(&mut self, any: impl IntoIterator<Item = Feature>) {
        let mut condition: Condition = any.into_iter().map(|feature| self.features.number(feature, self.among)).collect();
        condition.sort_unstable();
        condition.dedup();
        self.required.push(condition);
    }

    fn exclude(&mut self, none: impl IntoIterator<Item = Feature>) {
        let none = none.into_iter().map(|feature| self.features.number(feature, self.among));
        self.excluded.extend(none);
    }

    fn said(&mut self, clause: &Clause) -> Said {
        let mut ways = Vec::new();
        let mut way = |part: Part, words: &[String]| {
            let words = words.iter().map(|word| self.features.number_word(word, self.among)).collect();
            ways.push((part, words));
        };
        let mut wanted = |part: Part, wanted: &Wanted| match wanted {
            Wanted::Word(word) => {
                way(part, std::slice::from_ref(&word.whole));
                if word.parts.len() > 1 {
                    way(part, &word.parts);
                }
            }
            Wanted::Phrase(words) => way(part, words),
        };
        clause.parts().iter().for_each(|part| wanted(*part, &clause.wanted));
        clause.synonyms.iter().for_each(|(part, synonym)| wanted(*part, synonym));
        Said { excluded: clause.excluded, ways }
    }
}
