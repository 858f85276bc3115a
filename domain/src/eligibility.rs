//! From where a job may be done, and the three-valued verdict for one reader.

use serde::{Deserialize, Serialize};

use crate::evidence::Evidence;
use crate::place::{Country, CountrySet, Place, Region, Subdivision};
use crate::slug_enum::slug_enum;
use crate::time_zone::Window;

slug_enum! {
    /// How far a job may be done from.
    Scope {
        /// Said in words: anywhere, worldwide.
        Worldwide = "worldwide",
        /// Limited to places.
        Places = "places",
        /// Remote, and nothing says from where.
        Unknown = "unknown",
        /// Not remote.
        None = "none",
    }
}

slug_enum! {
    /// Whether a reader may take a job from where they live.
    Verdict {
        /// The posting says so.
        Eligible = "eligible",
        /// The posting rules it out.
        Ineligible = "ineligible",
        /// Nothing decides it.
        Unknown = "unknown",
    }
}

/// From where a job may be done. Silence is `unknown`, never worldwide.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Eligibility {
    /// How far.
    pub scope: Scope,
    /// Whole countries, when the scope is places. Sorted, without repeats.
    pub countries: Vec<Country>,
    /// Parts of countries, when limited to them.
    pub subdivisions: Vec<Subdivision>,
    /// Named regions, as stated.
    pub regions: Vec<Region>,
    /// Places that the posting rules out.
    pub excluded: Vec<Place>,
    /// The time zones that the posting asks for.
    pub time_zones: Vec<Window>,
    /// The words for all of this.
    pub evidence: Vec<Evidence>,
}

/// A verdict with the rule that gave it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Decision {
    /// The verdict.
    pub verdict: Verdict,
    /// The rule, e.g. `excluded` or `region`.
    pub rule: &'static str,
}

impl Eligibility {
    /// Nothing is said.
    pub fn unknown() -> Eligibility {
        Eligibility::of(Scope::Unknown)
    }

    /// Only a scope.
    pub fn of(scope: Scope) -> Eligibility {
        Eligibility {
            scope,
            countries: Vec::new(),
            subdivisions: Vec::new(),
            regions: Vec::new(),
            excluded: Vec::new(),
            time_zones: Vec::new(),
            evidence: Vec::new(),
        }
    }

    /// Sorts the lists and drops repeats, so that equal eligibilities are equal values.
    pub fn normalised(mut self) -> Eligibility {
        self.countries.sort();
        self.countries.dedup();
        self.subdivisions.sort();
        self.subdivisions.dedup();
        self.regions.sort();
        self.regions.dedup();
        self.excluded.sort();
        self.excluded.dedup();
        self
    }

    /// Every country that is named whole or as a member of a named region.
    pub fn country_set(&self) -> CountrySet {
        let mut set: CountrySet = self.countries.iter().copied().collect();
        for region in &self.regions {
            set.union_with(region.members());
        }
        set
    }

    /// Every country that is named whole, by region or in part.
    pub fn named_countries(&self) -> CountrySet {
        let mut set = self.country_set();
        self.subdivisions.iter().filter_map(|part| part.country()).for_each(|country| set.insert(country));
        set
    }

    /// Whether a reader who lives in `from` may take the job.
    ///
    /// Exclusions beat wider words. A reader who names a country of which only
    /// parts are named gets `unknown`; one who names another part, `ineligible`.
    pub fn decide(&self, from: Place) -> Decision {
        let decision = |verdict, rule| Decision { verdict, rule };
        let country = from.country();
        let excluded =
            self.excluded.iter().any(|place| *place == from || matches!((place, country), (Place::Country(c), Some(mine)) if *c == mine));
        match self.scope {
            Scope::None => decision(Verdict::Ineligible, "not_remote"),
            Scope::Unknown if excluded => decision(Verdict::Ineligible, "excluded"),
            Scope::Unknown => decision(Verdict::Unknown, "silent"),
            Scope::Worldwide | Scope::Places if excluded => decision(Verdict::Ineligible, "excluded"),
            Scope::Worldwide => decision(Verdict::Eligible, "worldwide"),
            Scope::Places => {
                let Some(country) = country else { return decision(Verdict::Unknown, "silent") };
                if self.countries.contains(&country) {
                    return decision(Verdict::Eligible, "country");
                }
                if self.regions.iter().any(|region| region.members().contains(country)) {
                    return decision(Verdict::Eligible, "region");
                }
                let named_parts = self.subdivisions.iter().any(|part| part.country() == Some(country));
                match from {
                    Place::Subdivision(part) if self.subdivisions.contains(&part) => decision(Verdict::Eligible, "subdivision"),
                    Place::Country(_) if named_parts => decision(Verdict::Unknown, "part_of_country"),
                    _ => decision(Verdict::Ineligible, "other_places"),
                }
            }
        }
    }

    /// The union of two statements about one job: a merge never loses a place.
    /// A statement beats silence, and worldwide beats places.
    pub fn union(self, other: Eligibility) -> Eligibility {
        let rank = |scope| match scope {
            Scope::None => 0,
            Scope::Unknown => 1,
            Scope::Places => 2,
            Scope::Worldwide => 3,
        };
        let (mut wide, narrow) = if rank(self.scope) >= rank(other.scope) { (self, other) } else { (other, self) };
        // What one rules out the other may offer; silence offers nothing.
        let silent = matches!(narrow.scope, Scope::None | Scope::Unknown) && wide.scope != narrow.scope;
        wide.excluded.retain(|place| silent || narrow.decide(*place).verdict == Verdict::Ineligible);
        wide.countries.extend(narrow.countries);
        wide.subdivisions.extend(narrow.subdivisions);
        wide.regions.extend(narrow.regions);
        for window in narrow.time_zones {
            if !wide.time_zones.contains(&window) {
                wide.time_zones.push(window);
            }
        }
        for evidence in narrow.evidence {
            if !wide.evidence.contains(&evidence) {
                wide.evidence.push(evidence);
            }
        }
        wide.normalised()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(code: &str) -> Place {
        Place::parse(code).unwrap()
    }

    #[test]
    fn exclusions_beat_wider_words() {
        let mut e = Eligibility::of(Scope::Worldwide);
        e.excluded = vec![place("US-CA"), place("RU")];
        assert_eq!(e.decide(place("US-CA")).verdict, Verdict::Ineligible);
        assert_eq!(e.decide(place("US")).verdict, Verdict::Eligible);
        assert_eq!(e.decide(place("RU")).rule, "excluded");
    }

    #[test]
    fn silence_is_unknown() {
        assert_eq!(Eligibility::unknown().decide(place("PT")).verdict, Verdict::Unknown);
    }

    #[test]
    fn parts_of_a_country_decide_for_parts_only() {
        let mut e = Eligibility::of(Scope::Places);
        e.subdivisions = vec![Subdivision::from_code("US-NY").unwrap()];
        e.regions = vec![Region::from_code("EU").unwrap()];
        assert_eq!(e.decide(place("US-NY")).verdict, Verdict::Eligible);
        assert_eq!(e.decide(place("US-CA")).verdict, Verdict::Ineligible);
        assert_eq!(e.decide(place("US")).verdict, Verdict::Unknown);
        assert_eq!(e.decide(place("PT")).rule, "region");
        assert_eq!(e.decide(place("BR")).verdict, Verdict::Ineligible);
    }

    #[test]
    fn a_union_keeps_every_place() {
        let mut us = Eligibility::of(Scope::Places);
        us.countries = vec![Country::from_code("US").unwrap()];
        let mut ca = Eligibility::of(Scope::Places);
        ca.countries = vec![Country::from_code("CA").unwrap()];
        let both = us.clone().union(ca);
        assert_eq!(both.countries.len(), 2);
        assert_eq!(us.clone().union(Eligibility::unknown()).scope, Scope::Places);
    }
}
