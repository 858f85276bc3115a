//! Names of places: countries, states, cities and regions, found in one pass.

use std::ops::Range;
use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, AhoCorasickKind, MatchKind};

use super::scan;
use crate::city;
use crate::place::{Country, Place, Region, Subdivision};

/// What a name means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Named {
    /// A country.
    Country(Country),
    /// A state, province or part of a country.
    Part(Subdivision),
    /// A city or an area, by the country or state it is in.
    City(Place),
    /// A named group of countries.
    Region(Region),
}

/// A name where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Mention {
    /// Its bytes.
    pub span: Range<usize>,
    /// Its meaning.
    pub named: Named,
}

/// How strictly the letters of a name are compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Letters {
    /// Any case, but a capital first letter in running text.
    Any,
    /// Exactly as in the table: short names and codes.
    Exact,
}

struct Entry {
    name: String,
    named: Named,
    letters: Letters,
}

struct Table {
    automaton: AhoCorasick,
    entries: Vec<Entry>,
}

/// How many names of one piece of text are kept.
const MAX_MENTIONS: usize = 80;

/// Names that mean something else in adverts far more often than the place.
const NOT_PLACES: &[&str] = &[
    "island",
    "indie",
    "man",
    "mali",
    "chad",
    "niger",
    "ana",
    "na",
    "me",
    "see",
    "sea",
    "ams",
    "gulf",
    "african",
    "european",
    "scandinavian",
    "nordic",
    "sng",
    "oman islands",
    "reunion",
    "niue",
    "togo",
    "jan mayen",
    "norge",
    "brunei",
    "saba",
    "lac",
    "nam",
    "anz",
    "ssa",
    "within the eu",
    "eu residents",
    "eu only",
    "europe only",
    "remote europe",
    "eu countries",
    "polish",
    "asia/pacific",
    "amer",
];

/// Names that adverts use and the tables of names lack.
const MORE: &[(&str, &str)] = &[
    ("US", "US"),
    ("USA", "US"),
    ("U.S.", "US"),
    ("U.S", "US"),
    ("U.S.A.", "US"),
    ("U.S.A", "US"),
    ("United States", "US"),
    ("United States of America", "US"),
    ("America", "US"),
    ("the States", "US"),
    ("UK", "GB"),
    ("U.K.", "GB"),
    ("Great Britain", "GB"),
    ("Britain", "GB"),
    ("England", "GB"),
    ("Scotland", "GB"),
    ("Wales", "GB"),
    ("Northern Ireland", "GB"),
    ("Czechia", "CZ"),
    ("Czech Republic", "CZ"),
    ("Holland", "NL"),
    ("Netherlands", "NL"),
    ("Brasil", "BR"),
    ("South Korea", "KR"),
    ("Korea", "KR"),
    ("Russia", "RU"),
    ("Vietnam", "VN"),
    ("Viet Nam", "VN"),
    ("Taiwan", "TW"),
    ("Turkey", "TR"),
    ("Türkiye", "TR"),
    ("UAE", "AE"),
    ("KSA", "SA"),
    ("U.A.E.", "AE"),
    ("Hong Kong", "HK"),
    ("Macedonia", "MK"),
    ("Bosnia", "BA"),
    ("Moldova", "MD"),
    ("Ivory Coast", "CI"),
    ("Tanzania", "TZ"),
    ("Bolivia", "BO"),
    ("Venezuela", "VE"),
    ("Iran", "IR"),
    ("Syria", "SY"),
    ("Laos", "LA"),
    ("Palestine", "PS"),
    ("Washington State", "US-WA"),
    ("New York State", "US-NY"),
    ("NY State", "US-NY"),
];

/// Names of regions as adverts write them, beside the table's.
const REGIONS: &[(&str, &str)] = &[
    ("EU", "EU27"),
    ("E.U.", "EU27"),
    ("AMER", "AMERICAS"),
    ("ANZ", "ANZ"),
    ("Nordics", "NORDICS"),
    ("SEA", "SEA"),
    ("APAC", "APAC"),
    ("NORAM", "NORAM"),
    ("NAMER", "NORAM"),
    ("LATAM", "LATAM"),
    ("Latam", "LATAM"),
    ("European Union", "EU27"),
];

static TABLE: LazyLock<Option<Table>> = LazyLock::new(|| {
    let mut entries: Vec<Entry> = Vec::new();
    let mut add = |name: &str, named: Named| {
        let lower = name.to_lowercase();
        if name.chars().count() < 2 || NOT_PLACES.contains(&lower.as_str()) || entries.iter().any(|entry| entry.name == lower) {
            return;
        }
        let short = name.chars().filter(|c| c.is_alphanumeric()).count() <= 5 && !name.chars().any(char::is_lowercase);
        entries.push(Entry { name: lower, named, letters: if short { Letters::Exact } else { Letters::Any } });
    };
    for (name, code) in REGIONS {
        if let Some(region) = Region::from_code(code) {
            add(name, Named::Region(region));
        }
    }
    for (name, code) in MORE {
        match Place::parse(code) {
            Some(Place::Country(country)) => add(name, Named::Country(country)),
            Some(Place::Subdivision(part)) => add(name, Named::Part(part)),
            None => {}
        }
    }
    for part in Subdivision::all() {
        if part.country().is_some_and(|c| matches!(c.code(), "US" | "CA" | "AU")) && part.name() != "Georgia" {
            add(part.name(), Named::Part(part));
        }
    }
    city::all().for_each(|(name, place)| add(name, Named::City(place)));
    for region in Region::all() {
        for name in std::iter::once(&region.name()).chain(region.aliases()) {
            add(name, Named::Region(region));
        }
    }
    for country in Country::all() {
        add(country.name(), Named::Country(country));
        country.other_names().iter().filter(|name| name.chars().count() > 3).for_each(|name| add(name, Named::Country(country)));
    }
    for part in Subdivision::all().filter(|part| part.country().is_some_and(|c| matches!(c.code(), "DE" | "IN" | "BR"))) {
        add(part.name(), Named::City(Place::Subdivision(part)));
    }
    let automaton = AhoCorasick::builder()
        .ascii_case_insensitive(true)
        .match_kind(MatchKind::LeftmostLongest)
        .kind(Some(AhoCorasickKind::DFA))
        .build(entries.iter().map(|entry| entry.name.as_str()))
        .ok()?;
    Some(Table { automaton, entries })
});

/// The names in a piece of running text: capital first letters, codes in capitals.
pub(super) fn in_text(text: &str, range: Range<usize>) -> Vec<Mention> {
    find(text, range, true)
}

/// The names in a location field, where capitals tell nothing.
pub(super) fn in_field(text: &str, range: Range<usize>) -> Vec<Mention> {
    find(text, range, false)
}

fn find(text: &str, range: Range<usize>, running: bool) -> Vec<Mention> {
    let (Some(table), Some(piece)) = (TABLE.as_ref(), text.get(range.clone())) else { return Vec::new() };
    let mut mentions = Vec::new();
    for found in table.automaton.find_iter(piece) {
        if mentions.len() >= MAX_MENTIONS {
            break;
        }
        let Some(entry) = table.entries.get(found.pattern().as_usize()) else { continue };
        let span = range.start + found.start()..range.start + found.end();
        let Some(written) = text.get(span.clone()) else { continue };
        let fits = match entry.letters {
            Letters::Exact => !written.chars().any(char::is_lowercase),
            Letters::Any => !running || written.chars().next().is_some_and(|c| !c.is_lowercase()),
        };
        if fits && scan::is_word(text, &span) {
            mentions.push(Mention { span, named: entry.named });
        }
    }
    mentions
}

/// The state, province or country of a two-letter code after a city: "Austin, TX", "Berlin, DE".
pub(super) fn code(code: &str, city: Option<Place>) -> Option<Named> {
    let state = ["US", "CA", "AU"].iter().find_map(|country| Subdivision::from_code(&format!("{country}-{code}")));
    let country = Country::from_code(code);
    match (state, country) {
        (Some(_), Some(country)) if city.and_then(Place::country) == Some(country) => Some(Named::Country(country)),
        (Some(state), _) => Some(Named::Part(state)),
        (None, country) => country.map(Named::Country),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::money::rows;

    fn codes(text: &str) -> Vec<&'static str> {
        in_text(text, 0..text.len())
            .into_iter()
            .map(|mention| match mention.named {
                Named::Country(country) => country.code(),
                Named::Part(part) => part.code(),
                Named::City(place) => place.code(),
                Named::Region(region) => region.code(),
            })
            .collect()
    }

    #[test]
    fn names_are_read_in_running_text() {
        assert_eq!(codes("live in the U.S. or Canada, not us"), ["US", "CA"]);
        assert_eq!(codes("Remote, New Jersey or NYC; EMEA, the EU"), ["US-NJ", "US-NY", "EMEA", "EU27"]);
        assert_eq!(codes("a nice reading of Mexico City"), ["MX"]);
        assert!(codes("please contact us and see the sea").is_empty());
    }

    #[test]
    fn every_city_line_names_a_place() {
        for cells in rows(include_str!("../../data/cities.tsv")) {
            let [code, _] = *cells.as_slice() else { panic!("{cells:?}") };
            assert!(Place::parse(code).is_some(), "{code}");
        }
    }
}
