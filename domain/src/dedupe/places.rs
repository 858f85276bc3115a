//! How the places of two postings stand to one another.

use serde::{Deserialize, Serialize};

use super::traits::is_silent;
use crate::eligibility::{Eligibility, Scope};
use crate::place::{Country, CountrySet, Region, Subdivision};
use crate::read::whereabouts;

/// The places of a posting: from where the job may be done, and where it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Places {
    scope: Scope,
    countries: Vec<Country>,
    parts: Vec<Subdivision>,
    regions: Vec<Region>,
    /// The towns as written, folded: those that no table knows differ in their words.
    words: String,
}

/// How the places of two postings stand to one another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Relation {
    /// They are the same.
    Same,
    /// One says nothing of places.
    Silent,
    /// Two towns, or parts, of one country; or a part and the whole.
    Twin,
    /// Those of one lie within those of the other.
    Within,
    /// Each has some that the other lacks.
    Apart,
}

impl Default for Places {
    fn default() -> Self {
        Places { scope: Scope::Unknown, countries: Vec::new(), parts: Vec::new(), regions: Vec::new(), words: String::new() }
    }
}

impl Places {
    pub(super) fn of(location: Option<&str>, title_parts: &[&str], eligibility: &Eligibility) -> Places {
        let named = whereabouts(location, title_parts);
        let (mut countries, mut parts, mut regions) = (named.countries, named.parts, named.regions);
        if !is_silent(eligibility) {
            // What the reading made of field and text says how far the job may be done from; the field's towns say where it is.
            regions.clone_from(&eligibility.regions);
            parts.extend(eligibility.subdivisions.iter().copied());
            if eligibility.scope == Scope::Places {
                countries.retain(|country| !eligibility.country_set().contains(*country));
            }
            countries.extend(eligibility.countries.iter().copied());
        }
        countries.sort();
        countries.dedup();
        parts.sort();
        parts.dedup();
        let scope = if named.anywhere && eligibility.scope == Scope::Unknown { Scope::Worldwide } else { eligibility.scope };
        Places { scope, countries, parts, regions, words: named.towns }
    }

    /// How these stand to others'.
    pub(super) fn relation(&self, other: &Places) -> Relation {
        let shape = |p: &Places| (p.countries.clone(), p.parts.clone(), p.regions.clone(), p.scope == Scope::Worldwide);
        match (self.says_nothing(), other.says_nothing()) {
            (true, true) => return Relation::Same,
            (true, false) | (false, true) => return Relation::Silent,
            (false, false) => {}
        }
        if shape(self) == shape(other) {
            let told = !self.countries.is_empty() || !self.parts.is_empty() || !self.regions.is_empty() || self.scope == Scope::Worldwide;
            return match (self.words == other.words, told) {
                (true, _) => Relation::Same,
                (false, true) => Relation::Twin,
                // Words that no table knows: nothing says that they are in one country.
                (false, false) => Relation::Apart,
            };
        }
        let (one, two) = (self.ground(), other.ground());
        let single = one.iter().count() == 1 && self.regions.is_empty() && other.regions.is_empty();
        if single && one == two && self.scope != Scope::Worldwide && other.scope != Scope::Worldwide {
            return Relation::Twin;
        }
        if self.within(other) || other.within(self) { Relation::Within } else { Relation::Apart }
    }

    pub(super) fn says_nothing(&self) -> bool {
        self.countries.is_empty()
            && self.parts.is_empty()
            && self.regions.is_empty()
            && self.words.is_empty()
            && self.scope != Scope::Worldwide
    }

    /// The countries, named whole, in part, or by region.
    fn ground(&self) -> CountrySet {
        let mut ground: CountrySet = self.countries.iter().copied().chain(self.parts.iter().filter_map(|part| part.country())).collect();
        self.regions.iter().for_each(|region| ground.union_with(region.members()));
        ground
    }

    /// Whether all of these places are among the other's. Worldwide is no place: a board that says so of every job proves nothing.
    fn within(&self, other: &Places) -> bool {
        let (mine, wide) = (self.ground(), other.ground());
        self.scope != Scope::Worldwide
            && other.scope != Scope::Worldwide
            && !mine.is_empty()
            && mine.iter().all(|country| wide.contains(country))
    }

    /// The places in words, for the evidence of an edge.
    pub(super) fn told(&self) -> String {
        let codes: Vec<&str> = self
            .countries
            .iter()
            .map(|c| c.code())
            .chain(self.parts.iter().map(|p| p.code()))
            .chain(self.regions.iter().map(|r| r.code()))
            .collect();
        match (codes.is_empty(), self.words.is_empty()) {
            (_, false) => self.words.clone(),
            (false, true) => codes.join(","),
            (true, true) => self.scope.slug().to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::{self, PostingText};

    fn places(location: &str) -> Places {
        let text = PostingText { title: "Engineer", location: Some(location), remote_flag: Some(true), ..PostingText::default() };
        Places::of(Some(location), &[], &read::read(&text).eligibility)
    }

    #[test]
    fn countries_are_apart_and_towns_of_one_are_twins() {
        for (one, other, relation) in [
            ("Remote - US", "Remote - US", Relation::Same),
            ("Remote - US", "Remote - Canada", Relation::Apart),
            ("Remote - US", "US Remote", Relation::Same),
            ("Austin, TX", "Denver, CO", Relation::Twin),
            ("Remote - Texas", "Remote - US", Relation::Twin),
            ("Berlin, Germany", "Munich, Germany", Relation::Twin),
            ("Berlin, Germany", "Paris, France", Relation::Apart),
            ("Remote - Germany", "Remote - Europe", Relation::Within),
            ("Remote - US", "Remote - US, Canada", Relation::Within),
            ("Remote - US", "Remote", Relation::Silent),
            ("Exampleville Works", "Otherplace Works", Relation::Apart),
        ] {
            assert_eq!(places(one).relation(&places(other)), relation, "{one} / {other}: {:?} {:?}", places(one), places(other));
            assert_eq!(places(other).relation(&places(one)), relation, "{other} / {one}");
        }
    }
}
