//! Things that a listing has or hasn't, numbered: what saved searches ask for and hang on.

use std::collections::HashMap;

use domain::employment::EmploymentType;
use domain::language::Language;
use domain::place::{Country, Region};
use domain::read::Sponsorship;
use domain::role::Role;
use domain::seniority::Seniority;
use domain::skill::Skill;
use domain::work_mode::WorkMode;

use crate::generation::Generation;

/// The number of a feature.
pub(super) type FeatureId = u32;
/// The feature that every listing has.
pub(super) const ALWAYS: FeatureId = 0;

/// One thing that a listing has or hasn't.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) enum Feature {
    Open,
    Paid,
    Family(&'static str),
    Role(Role),
    Seniority(Seniority),
    EmploymentType(EmploymentType),
    WorkMode(WorkMode),
    Language(Language),
    Visa(Sponsorship),
    Company(String),
    Source(String),
    Skill(Skill),
    Country(Country),
    Region(Region),
}

/// The features that some search asks for. What was numbered once stays so.
#[derive(Debug)]
pub(super) struct Features {
    ids: HashMap<Feature, FeatureId>,
    words: HashMap<Box<str>, FeatureId>,
    /// The share of listings that have it, 0 to 1, by number.
    shares: Vec<f32>,
}

impl Default for Features {
    fn default() -> Self {
        Features { ids: HashMap::new(), words: HashMap::new(), shares: vec![1.0] }
    }
}

impl Features {
    /// How many numbers are given.
    pub fn len(&self) -> usize {
        self.shares.len()
    }

    /// The number of a feature, if some search asks for it.
    pub fn get(&self, feature: &Feature) -> Option<FeatureId> {
        self.ids.get(feature).copied()
    }

    /// The number of a word, if some search asks for it.
    pub fn word(&self, word: &str) -> Option<FeatureId> {
        self.words.get(word).copied()
    }

    /// The share of listings that had a feature when it was first asked for.
    pub fn share(&self, id: FeatureId) -> f32 {
        self.shares.get(id as usize).copied().unwrap_or(0.0)
    }

    /// The number of a feature, a new one if need be.
    pub fn number(&mut self, feature: Feature, among: &Generation) -> FeatureId {
        if let Some(id) = self.get(&feature) {
            return id;
        }
        let id = self.next(listings_with(&feature, among), among);
        self.ids.insert(feature, id);
        id
    }

    /// The number of a word, a new one if need be.
    pub fn number_word(&mut self, word: &str, among: &Generation) -> FeatureId {
        if let Some(id) = self.word(word) {
            return id;
        }
        let id = self.next(among.text().listings_with(word), among);
        self.words.insert(word.into(), id);
        id
    }

    fn next(&mut self, listings: u64, among: &Generation) -> FeatureId {
        self.shares.push(listings as f32 / among.columns().len().max(1) as f32);
        self.shares.len() as FeatureId - 1
    }
}

/// How many listings have a feature, roughly.
fn listings_with(feature: &Feature, among: &Generation) -> u64 {
    let columns = among.columns();
    let rows = match feature {
        Feature::Open => Some(&columns.open),
        Feature::Paid => Some(&columns.paid),
        Feature::Family(value) => columns.family.rows(*value),
        Feature::Role(value) => columns.role.rows(value),
        Feature::Seniority(value) => columns.seniority.rows(value),
        Feature::EmploymentType(value) => columns.employment_type.rows(value),
        Feature::WorkMode(value) => columns.work_mode.rows(value),
        Feature::Language(value) => columns.language.rows(value),
        Feature::Visa(value) => columns.visa.rows(value),
        Feature::Company(value) => columns.company.rows(value.as_str()),
        Feature::Source(value) => columns.source.rows(value.as_str()),
        Feature::Skill(value) => columns.skill.rows(value),
        Feature::Country(value) => columns.country.rows(value),
        Feature::Region(value) => columns.region.rows(value),
    };
    rows.map_or(0, |rows| rows.len())
}
