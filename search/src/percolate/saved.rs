//! A saved search in a form that is quick to hold against a listing.

use domain::query::{Choice, SearchQuery};

use super::facts::Facts;
use super::features::{Feature, FeatureId, Features};
use super::rest::{Rest, RestId, Rests, Said};
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
    pub rest: RestId,
}

impl Saved {
    /// The search.
    pub fn new(query: &SearchQuery, features: &mut Features, rests: &mut Rests, among: &Generation) -> Saved {
        let mut builder = Builder { features, among, required: Vec::new(), excluded: Vec::new() };
        builder.filters(query);
        let said: Vec<Said> = query.q.iter().flat_map(|q| clauses(q, Reading::Exact)).map(|clause| builder.said(&clause)).collect();
        let Builder { required, excluded, .. } = builder;
        let required = required.iter().flat_map(|condition| condition.iter().copied().chain([END])).collect();
        let mut rest = Rest::of(query);
        rest.said = said;
        Saved { required, excluded: excluded.into(), rest: rests.add(rest) }
    }

    /// The conditions that it may hang on.
    pub fn conditions(&self, features: &Features, rests: &Rests) -> Vec<Condition> {
        let required = self
            .required
            .split_inclusive(|feature| *feature == END)
            .map(|condition| condition.iter().copied().filter(|feature| *feature != END).collect());
        let said = rests.get(self.rest).into_iter().flat_map(|rest| &rest.said);
        required.chain(said.filter(|said| !said.excluded).map(|said| said.rarest(features))).collect()
    }

    /// Every feature that it asks for or excludes; one may come several times.
    pub fn features<'a>(&'a self, rests: &'a Rests) -> impl Iterator<Item = FeatureId> + 'a {
        let said = rests.get(self.rest).into_iter().flat_map(|rest| &rest.said);
        let words = said.flat_map(|said| &said.ways).flat_map(|(_, words)| words);
        self.required.iter().filter(|feature| **feature != END).chain(&self.excluded).chain(words).copied()
    }

    /// Whether it excludes anything.
    pub fn excludes(&self) -> bool {
        !self.excluded.is_empty()
    }

    /// Whether a listing has the features that it asks for.
    pub fn keeps(&self, facts: &Facts<'_>) -> bool {
        let mut met = false;
        for feature in &self.required {
            match *feature {
                END if !met => return false,
                END => met = false,
                feature => met = met || facts.has(feature),
            }
        }
        !self.excluded.iter().any(|feature| facts.has(*feature))
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
