//! What one listing has, in the numbers of [`Features`]; dear questions are answered when they are asked, once.

use std::cell::RefCell;
use std::collections::HashMap;

use chrono_tz::Tz;
use domain::eligibility::Verdict;
use domain::listing::Listing;
use domain::place::Place;
use domain::query::OverlapWish;
use domain::time::Timestamp;
use domain::time_zone::Window;

use super::features::{ALWAYS, Feature, FeatureId, Features};
use crate::columns::Remembered;
use crate::text::{Occurrence, Part, occurrences};

/// The least overlap of a window with the days of a zone in a year, for all listings.
pub(super) type Overlaps = Remembered<(Window, Tz, i32), Option<i32>>;

/// The most overlaps that are remembered.
const OVERLAPS: usize = 1 << 16;

/// One listing as saved searches see it.
pub(super) struct Facts<'a> {
    pub listing: &'a Listing,
    /// A bit for each feature.
    bits: Vec<u64>,
    features: Vec<FeatureId>,
    /// The words that some search asks for, in order.
    words: Vec<Occurrence>,
    verdicts: RefCell<HashMap<Place, Verdict>>,
    /// The best overlap with the days of a zone.
    best: RefCell<HashMap<Tz, Option<i32>>>,
    overlaps: &'a Overlaps,
    year: i32,
}

impl<'a> Facts<'a> {
    pub fn new(listing: &'a Listing, text: &str, features: &Features, overlaps: &'a Overlaps, now: Timestamp) -> Facts<'a> {
        let mut facts = Facts {
            listing,
            bits: vec![0; features.bound().div_ceil(64)],
            features: Vec::new(),
            words: occurrences(listing, text, |word| features.word(word)),
            verdicts: RefCell::default(),
            best: RefCell::default(),
            overlaps,
            year: chrono::Datelike::year(&now.date()),
        };
        facts.add(ALWAYS);
        facts.add_values(features);
        let words: Vec<FeatureId> = facts.words.chunk_by(|a, b| a.word == b.word).filter_map(|same| Some(same.first()?.word)).collect();
        words.into_iter().for_each(|word| facts.add(word));
        facts
    }

    /// Every feature, once.
    pub fn features(&self) -> impl Iterator<Item = FeatureId> {
        self.features.iter().copied()
    }

    /// Whether the listing has a feature.
    pub fn has(&self, feature: FeatureId) -> bool {
        self.bits.get(feature as usize / 64).is_some_and(|bits| bits >> (feature % 64) & 1 == 1)
    }

    /// The verdict for a reader.
    pub fn verdict(&self, from: Place) -> Verdict {
        *self.verdicts.borrow_mut().entry(from).or_insert_with(|| self.listing.eligibility.decide(from).verdict)
    }

    /// Whether the listing's hours overlap with a reader's as wished; one that states none is taken.
    pub fn overlaps(&self, wish: &OverlapWish) -> bool {
        let windows = &self.listing.eligibility.time_zones;
        let least = |window: &Window| {
            let key = (window.clone(), wish.zone, self.year);
            self.overlaps.get(key, OVERLAPS, || window.overlap(wish.zone, self.year).map(|overlap| overlap.least))
        };
        let best = || windows.iter().filter_map(least).max();
        windows.is_empty() || self.best.borrow_mut().entry(wish.zone).or_insert_with(best).is_some_and(|best| best >= wish.minutes)
    }

    /// Whether some words stand one after another in a part.
    pub fn says(&self, part: Part, words: &[FeatureId]) -> bool {
        let Some((first, others)) = words.split_first() else { return false };
        let from = self.words.partition_point(|at| (at.word, at.part) < (*first, part));
        let stand = self.words.iter().skip(from).take_while(|at| (at.word, at.part) == (*first, part));
        let follows = |at: &Occurrence, word: FeatureId, by: u32| {
            let next = Occurrence { word, part, position: at.position + by };
            self.words.binary_search(&next).is_ok()
        };
        stand.into_iter().any(|at| others.iter().zip(1u32..).all(|(word, by)| follows(at, *word, by)))
    }

    fn add_values(&mut self, features: &Features) {
        let listing = self.listing;
        let mut add = |feature: Feature| features.get(&feature).into_iter().for_each(|id| self.add(id));
        if listing.closed_at.is_none() {
            add(Feature::Open);
        }
        if listing.salary.is_some() {
            add(Feature::Paid);
        }
        add(Feature::Family(listing.role.family()));
        add(Feature::Role(listing.role));
        add(Feature::Seniority(listing.seniority));
        add(Feature::EmploymentType(listing.employment_type));
        add(Feature::WorkMode(listing.work_mode));
        add(Feature::Visa(listing.sponsorship));
        listing.language.into_iter().for_each(|value| add(Feature::Language(value)));
        listing.company_slugs().for_each(|slug| add(Feature::Company(slug.to_owned())));
        listing.sources.iter().for_each(|source| add(Feature::Source(source.source.clone())));
        listing.skills.iter().for_each(|skill| add(Feature::Skill(*skill)));
        listing.eligibility.named_countries().iter().for_each(|country| add(Feature::Country(country)));
        listing.eligibility.regions.iter().for_each(|region| add(Feature::Region(*region)));
    }

    fn add(&mut self, id: FeatureId) {
        if !self.has(id)
            && let Some(bits) = self.bits.get_mut(id as usize / 64)
        {
            *bits |= 1 << (id % 64);
            self.features.push(id);
        }
    }
}
