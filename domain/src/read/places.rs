//! A set of places as rules gather them, with the words they came from.

use crate::eligibility::Eligibility;
use crate::evidence::Evidence;
use crate::place::{Country, Place, Region, Subdivision};

use super::gazetteer::{Mention, Named};

/// Places of one statement.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Places {
    /// Whole countries.
    pub countries: Vec<Country>,
    /// States and provinces.
    pub parts: Vec<Subdivision>,
    /// Named regions.
    pub regions: Vec<Region>,
    /// The words.
    pub evidence: Vec<Evidence>,
}

impl Places {
    /// Whether nothing was named.
    pub(super) fn is_empty(&self) -> bool {
        self.countries.is_empty() && self.parts.is_empty() && self.regions.is_empty()
    }

    /// The places of names that stand together ("Milwaukee, Wisconsin, US"): a country
    /// named with its state or city is meant only once, and a city stands for its country.
    pub(super) fn of(mentions: &[Mention]) -> Places {
        let mut places = Places::default();
        let mut cities: Vec<Place> = Vec::new();
        for mention in mentions {
            match mention.named {
                Named::Country(country) => push(&mut places.countries, country),
                Named::Part(part) => push(&mut places.parts, part),
                Named::Region(region) => push(&mut places.regions, region),
                Named::City(place) => push(&mut cities, place),
            }
        }
        let states: Vec<Country> = places.parts.iter().filter_map(|part| part.country()).collect();
        if cities.is_empty() {
            // "Ontario, Canada": the part says more than its country.
            places.countries.retain(|country| !states.contains(country));
        } else {
            for city in &cities {
                let Some(country) = city.country() else { continue };
                // "Paris, TX" is in Texas; "London, ON" in Ontario.
                let elsewhere = cities.len() == 1
                    && (!places.parts.is_empty() && !states.contains(&country)
                        || places.countries.len() == 1
                            && places.parts.is_empty()
                            && !places.countries.contains(&country)
                            && mentions.len() == 2);
                if !elsewhere {
                    push(&mut places.countries, country);
                }
            }
            // "Austin, Texas" is a city with its state, not the whole of Texas.
            for part in std::mem::take(&mut places.parts) {
                if let Some(country) = part.country() {
                    push(&mut places.countries, country);
                }
            }
        }
        places
    }

    /// Adds all of another statement. A whole country takes in its parts.
    pub(super) fn add(&mut self, other: Places) {
        other.countries.into_iter().for_each(|country| push(&mut self.countries, country));
        other.parts.into_iter().for_each(|part| push(&mut self.parts, part));
        other.regions.into_iter().for_each(|region| push(&mut self.regions, region));
        for evidence in other.evidence {
            if !self.evidence.contains(&evidence) {
                self.evidence.push(evidence);
            }
        }
        let countries = &self.countries;
        self.parts.retain(|part| part.country().is_none_or(|country| !countries.contains(&country)));
    }

    /// The countries that are named whole or in part.
    pub(super) fn countries_with_parts(&self) -> impl Iterator<Item = Country> + '_ {
        self.countries.iter().copied().chain(self.parts.iter().filter_map(|part| part.country()))
    }

    /// Whether a country is named whole, in part or by a region.
    pub(super) fn covers(&self, country: Country) -> bool {
        self.countries_with_parts().any(|mine| mine == country) || self.regions.iter().any(|region| region.members().contains(country))
    }

    /// Puts the places into an eligibility.
    pub(super) fn into(self, eligibility: &mut Eligibility) {
        eligibility.countries = self.countries;
        eligibility.subdivisions = self.parts;
        eligibility.regions = self.regions;
        eligibility.evidence.extend(self.evidence);
    }
}

/// Adds a value that is not there yet.
pub(super) fn push<T: PartialEq>(list: &mut Vec<T>, value: T) {
    if !list.contains(&value) {
        list.push(value);
    }
}
