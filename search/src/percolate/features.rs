//! Things that a listing has or hasn't, numbered: what saved searches ask for and hang on.

use std::collections::HashMap;
use std::sync::Arc;

use domain::employment::EmploymentType;
use domain::language::Language;
use domain::place::{Country, Region};
use domain::read::Sponsorship;
use domain::role::Role;
use domain::seniority::Seniority;
use domain::skill::Skill;
use domain::work_mode::WorkMode;
use slab::Slab;

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

/// The features that some search asks for. A number stays with its feature for as long as one does.
#[derive(Debug)]
pub(super) struct Features {
    ids: HashMap<Feature, FeatureId>,
    words: HashMap<Arc<str>, FeatureId>,
    /// By number.
    asked: Slab<Asked>,
}

/// A feature that is asked for.
#[derive(Debug)]
struct Asked {
    name: Name,
    /// The share of listings that have it, 0 to 1.
    share: f32,
    /// How often searches ask for it.
    uses: u32,
}

#[derive(Debug)]
enum Name {
    Always,
    Feature(Feature),
    Word(Arc<str>),
}

impl Default for Features {
    fn default() -> Self {
        let mut asked = Slab::new();
        asked.insert(Asked { name: Name::Always, share: 1.0, uses: 1 });
        Features { ids: HashMap::new(), words: HashMap::new(), asked }
    }
}

impl Features {
    /// How many features are asked for.
    #[cfg(test)]
    pub fn len(&self) -> usize {
        self.asked.len()
    }

    /// What every number is less than.
    pub fn bound(&self) -> usize {
        self.asked.capacity()
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
        self.asked.get(id as usize).map_or(0.0, |asked| asked.share)
    }

    /// A search asks for a feature.
    pub fn hold(&mut self, id: FeatureId) {
        self.asked.get_mut(id as usize).into_iter().for_each(|asked| asked.uses += 1);
    }

    /// A search that asked for a feature is gone.
    pub fn release(&mut self, id: FeatureId) {
        let Some(asked) = self.asked.get_mut(id as usize) else { return };
        asked.uses = asked.uses.saturating_sub(1);
        if asked.uses == 0 {
            match self.asked.remove(id as usize).name {
                Name::Always => {}
                Name::Feature(feature) => drop(self.ids.remove(&feature)),
                Name::Word(word) => drop(self.words.remove(&word)),
            }
        }
    }

    /// The number of a feature, a new one if need be, which whoever keeps it [holds](Self::hold).
    pub fn number(&mut self, feature: Feature, among: &Generation) -> FeatureId {
        if let Some(id) = self.get(&feature) {
            return id;
        }
        let id = self.next(Name::Feature(feature.clone()), listings_with(&feature, among), among);
        self.ids.insert(feature, id);
        id
    }

    /// The same for a word.
    pub fn number_word(&mut self, word: &str, among: &Generation) -> FeatureId {
        if let Some(id) = self.word(word) {
            return id;
        }
        let name: Arc<str> = word.into();
        let id = self.next(Name::Word(Arc::clone(&name)), among.text().listings_with(word), among);
        self.words.insert(name, id);
        id
    }

    fn next(&mut self, name: Name, listings: u64, among: &Generation) -> FeatureId {
        let share = listings as f32 / among.columns().len().max(1) as f32;
        self.asked.insert(Asked { name, share, uses: 0 }) as FeatureId
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
