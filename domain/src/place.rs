//! Countries (ISO 3166-1), subdivisions (ISO 3166-2) and the named regions of job adverts.

use std::collections::HashMap;
use std::fmt;
use std::sync::LazyLock;

use crate::money::{Currency, rows};

/// A country: an index into the compiled-in table of ISO 3166-1.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Country(u8);

struct CountryFacts {
    code: &'static str,
    alpha3: &'static str,
    name: &'static str,
    currency: Option<Currency>,
    demonym: &'static str,
    other_names: Vec<&'static str>,
}

static COUNTRIES: LazyLock<Vec<CountryFacts>> = LazyLock::new(|| {
    rows(include_str!("../data/countries.tsv"))
        .filter_map(|cells| match *cells.as_slice() {
            [code, alpha3, name, currency, demonym, others] => Some(CountryFacts {
                code,
                alpha3,
                name,
                currency: Currency::from_code(currency),
                demonym,
                other_names: others.split(" | ").filter(|n| !n.is_empty()).collect(),
            }),
            _ => None,
        })
        .collect()
});

static COUNTRY_BY_CODE: LazyLock<HashMap<&'static str, Country>> =
    LazyLock::new(|| COUNTRIES.iter().enumerate().map(|(i, facts)| (facts.code, Country(i as u8))).collect());

impl Country {
    /// The country with this upper-case alpha-2 code.
    pub fn from_code(code: &str) -> Option<Country> {
        COUNTRY_BY_CODE.get(code).copied()
    }

    /// Every country, by code.
    pub fn all() -> impl Iterator<Item = Country> + Clone {
        (0..COUNTRIES.len()).map(|i| Country(i as u8))
    }

    /// The alpha-2 code.
    pub fn code(self) -> &'static str {
        self.facts().map_or("", |f| f.code)
    }

    /// The alpha-3 code.
    pub fn alpha3(self) -> &'static str {
        self.facts().map_or("", |f| f.alpha3)
    }

    /// The English short name.
    pub fn name(self) -> &'static str {
        self.facts().map_or("", |f| f.name)
    }

    /// Other names, in English and six other languages.
    pub fn other_names(self) -> &'static [&'static str] {
        self.facts().map_or(&[], |f| f.other_names.as_slice())
    }

    /// The adjective for its people, as "Portuguese"; may be empty.
    pub fn demonym(self) -> &'static str {
        self.facts().map_or("", |f| f.demonym)
    }

    /// The main currency.
    pub fn currency(self) -> Option<Currency> {
        self.facts().and_then(|f| f.currency)
    }

    /// A number below 256, stable within one build.
    pub fn index(self) -> usize {
        usize::from(self.0)
    }

    fn facts(self) -> Option<&'static CountryFacts> {
        COUNTRIES.get(self.index())
    }
}

/// A state, province or part of a country.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Subdivision(u16);

static SUBDIVISIONS: LazyLock<Vec<(&'static str, &'static str)>> = LazyLock::new(|| {
    rows(include_str!("../data/subdivisions.tsv"))
        .filter_map(|cells| match *cells.as_slice() {
            [code, name] => Some((code, name)),
            _ => None,
        })
        .collect()
});

static SUBDIVISION_BY_CODE: LazyLock<HashMap<&'static str, Subdivision>> =
    LazyLock::new(|| SUBDIVISIONS.iter().enumerate().map(|(i, (code, _))| (*code, Subdivision(i as u16))).collect());

impl Subdivision {
    /// The subdivision with this ISO 3166-2 code, as `US-CA`.
    pub fn from_code(code: &str) -> Option<Subdivision> {
        SUBDIVISION_BY_CODE.get(code).copied()
    }

    /// Every subdivision of the table.
    pub fn all() -> impl Iterator<Item = Subdivision> + Clone {
        (0..SUBDIVISIONS.len()).map(|i| Subdivision(i as u16))
    }

    /// The ISO 3166-2 code.
    pub fn code(self) -> &'static str {
        SUBDIVISIONS.get(self.index()).map_or("", |(code, _)| code)
    }

    /// The English name.
    pub fn name(self) -> &'static str {
        SUBDIVISIONS.get(self.index()).map_or("", |(_, name)| name)
    }

    /// The country it is a part of.
    pub fn country(self) -> Option<Country> {
        Country::from_code(self.code().split('-').next()?)
    }

    /// A small number, stable within one build.
    pub fn index(self) -> usize {
        usize::from(self.0)
    }
}

/// A named group of countries, as `EU27` or `LATAM`.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Region(u8);

struct RegionFacts {
    code: &'static str,
    name: &'static str,
    aliases: Vec<&'static str>,
    members: CountrySet,
}

static REGIONS: LazyLock<Vec<RegionFacts>> = LazyLock::new(|| {
    rows(include_str!("../data/regions.tsv"))
        .filter_map(|cells| match *cells.as_slice() {
            [code, name, aliases, members] => Some(RegionFacts {
                code,
                name,
                aliases: aliases.split(" | ").filter(|a| !a.is_empty()).collect(),
                members: members.split(' ').filter_map(Country::from_code).collect(),
            }),
            _ => None,
        })
        .collect()
});

impl Region {
    /// The region with this code; `EU`, `UK_IE` and `NORTH_AMERICA` are understood too.
    pub fn from_code(code: &str) -> Option<Region> {
        let code = match code {
            "EU" => "EU27",
            "UK_IE" => "UKI",
            "NORTH_AMERICA" => "NORAM",
            other => other,
        };
        REGIONS.iter().position(|facts| facts.code == code).map(|i| Region(i as u8))
    }

    /// Every region.
    pub fn all() -> impl Iterator<Item = Region> + Clone {
        (0..REGIONS.len()).map(|i| Region(i as u8))
    }

    /// The code.
    pub fn code(self) -> &'static str {
        self.facts().map_or("", |f| f.code)
    }

    /// The English name.
    pub fn name(self) -> &'static str {
        self.facts().map_or("", |f| f.name)
    }

    /// Other names of it in adverts.
    pub fn aliases(self) -> &'static [&'static str] {
        self.facts().map_or(&[], |f| f.aliases.as_slice())
    }

    /// Its countries.
    pub fn members(self) -> &'static CountrySet {
        static NONE: CountrySet = CountrySet([0; 4]);
        self.facts().map_or(&NONE, |f| &f.members)
    }

    /// A small number, stable within one build.
    pub fn index(self) -> usize {
        usize::from(self.0)
    }

    fn facts(self) -> Option<&'static RegionFacts> {
        REGIONS.get(self.index())
    }
}

/// A set of countries, as bits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub struct CountrySet([u64; 4]);

impl CountrySet {
    /// Adds a country.
    pub fn insert(&mut self, country: Country) {
        if let Some(word) = self.0.get_mut(country.index() / 64) {
            *word |= 1 << (country.index() % 64);
        }
    }

    /// Whether the country is in the set.
    pub fn contains(&self, country: Country) -> bool {
        self.0.get(country.index() / 64).is_some_and(|word| word & (1 << (country.index() % 64)) != 0)
    }

    /// Adds all of another set.
    pub fn union_with(&mut self, other: &CountrySet) {
        for (word, more) in self.0.iter_mut().zip(other.0) {
            *word |= more;
        }
    }

    /// Whether no country is in the set.
    pub fn is_empty(&self) -> bool {
        self.0 == [0; 4]
    }

    /// The countries, by code.
    pub fn iter(&self) -> impl Iterator<Item = Country> + '_ {
        Country::all().filter(|country| self.contains(*country))
    }
}

impl FromIterator<Country> for CountrySet {
    fn from_iter<I: IntoIterator<Item = Country>>(countries: I) -> CountrySet {
        let mut set = CountrySet::default();
        countries.into_iter().for_each(|country| set.insert(country));
        set
    }
}

/// A country or a part of one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Place {
    /// A whole country.
    Country(Country),
    /// A part of a country.
    Subdivision(Subdivision),
}

impl Place {
    /// Reads `PT` or `US-CA`, in any case.
    pub fn parse(text: &str) -> Option<Place> {
        let code = text.to_ascii_uppercase();
        Country::from_code(&code).map(Place::Country).or_else(|| Subdivision::from_code(&code).map(Place::Subdivision))
    }

    /// The ISO 3166 code.
    pub fn code(self) -> &'static str {
        match self {
            Place::Country(country) => country.code(),
            Place::Subdivision(part) => part.code(),
        }
    }

    /// The country it is, or is in.
    pub fn country(self) -> Option<Country> {
        match self {
            Place::Country(country) => Some(country),
            Place::Subdivision(part) => part.country(),
        }
    }
}

macro_rules! by_code {
    ($($name:ident: $parse:path,)+) => {$(
        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(self.code())
            }
        }
        by_code!(@serde $name: $parse);
    )+};
    (@serde $name:ident: $parse:path) => {
        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(self.code())
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
                s.serialize_str(self.code())
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
                let text = <std::borrow::Cow<'de, str> as serde::Deserialize>::deserialize(d)?;
                $parse(&text).ok_or_else(|| serde::de::Error::custom(format!(concat!("unknown ", stringify!($name), " {:?}"), text)))
            }
        }
    };
}

by_code! {
    Country: Country::from_code,
    Subdivision: Subdivision::from_code,
    Region: Region::from_code,
}
by_code!(@serde Place: Place::parse);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_are_whole() {
        assert_eq!(Country::all().count(), 250);
        assert!(Subdivision::all().all(|s| s.country().is_some()));
        for region in Region::all() {
            assert!(!region.members().is_empty(), "{region}");
        }
        assert_eq!(Region::from_code("EU").map(|r| r.members().iter().count()), Some(27));
        assert!(Country::from_code("DE").is_some_and(|de| de.currency() == Some(Currency::EUR)));
    }

    #[test]
    fn codes_outside_the_table_are_refused() {
        for text in ["", "XX", "US-ZZ", "pt-", "Portugal"] {
            assert_eq!(Place::parse(text), None, "{text}");
        }
        assert_eq!(Place::parse("us-ca").map(Place::code), Some("US-CA"));
    }
}
