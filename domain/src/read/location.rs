//! The location field: its items, what each says of the mode, and its places.

use std::ops::Range;

use super::gazetteer::{self, Mention, Named};
use super::places::Places;
use super::scan;
use super::towns;
use crate::evidence::{Evidence, Field};
use crate::place::Place;

/// How much of a location field is read, in bytes.
const MAX_FIELD: usize = 1_500;

/// One of several places in a location field.
#[derive(Debug, Clone)]
pub(super) struct Item {
    /// Its bytes in the field.
    pub span: Range<usize>,
    /// It says "remote".
    pub remote: bool,
    /// It says "hybrid".
    pub hybrid: bool,
    /// It says "on-site" or names an office.
    pub onsite: bool,
    /// It says "anywhere", "worldwide".
    pub anywhere: bool,
    /// Its places.
    pub places: Places,
}

/// A location field, read.
#[derive(Debug, Clone, Default)]
pub(super) struct Location {
    /// Its items.
    pub items: Vec<Item>,
}

impl Location {
    /// Whether an item says "remote".
    pub(super) fn remote(&self) -> Option<&Item> {
        self.items.iter().find(|item| item.remote)
    }

    /// Whether an item says "hybrid".
    pub(super) fn hybrid(&self) -> Option<&Item> {
        self.items.iter().find(|item| item.hybrid)
    }

    /// Whether an item says "on-site".
    pub(super) fn onsite(&self) -> Option<&Item> {
        self.items.iter().find(|item| item.onsite)
    }
}

/// Reads a location field.
pub(super) fn read(location: Option<&str>) -> Location {
    location.map_or_else(Location::default, |text| Location {
        items: items(text, 0..scan::floor(text, MAX_FIELD)).into_iter().map(|span| item(text, span)).collect(),
    })
}

/// The items of a field: apart by `;`, `|`, `•`, `·`, line breaks, " / ", " or ", " and ".
fn items(text: &str, range: Range<usize>) -> Vec<Range<usize>> {
    let Some(piece) = text.get(range.clone()) else { return Vec::new() };
    let lower = piece.to_ascii_lowercase();
    let bytes = lower.as_bytes();
    let mut spans = Vec::new();
    let mut start = 0;
    let mut at = 0;
    let mut depth = 0i32;
    while at < bytes.len() {
        let rest = bytes.get(at..).unwrap_or(&[]);
        let width = match rest {
            [b'(', ..] => {
                depth += 1;
                0
            }
            [b')', ..] => {
                depth -= 1;
                0
            }
            [b';' | b'|' | b'\n', ..] if depth <= 0 => 1,
            _ if depth > 0 => 0,
            [b' ', b'/', b' ', ..] => 3,
            [b' ', b'o', b'r', b' ', ..] => 4,
            [b' ', b'a', b'n', b'd', b' ', ..] => 5,
            _ if rest.starts_with("•".as_bytes()) => "•".len(),
            _ if rest.starts_with("·".as_bytes()) => "·".len(),
            _ => 0,
        };
        if width > 0 {
            spans.push(start..at);
            at += width;
            start = at;
        } else {
            at += 1;
        }
    }
    spans.push(start..bytes.len());
    spans
        .into_iter()
        .map(|span| scan::trim(text, range.start + span.start..range.start + span.end))
        .filter(|span| !span.is_empty())
        .take(60)
        .collect()
}

/// Reads one item: "Remote (Milwaukee, Wisconsin, US)", "Hybrid - London", "Austin, TX".
pub(super) fn item(text: &str, span: Range<usize>) -> Item {
    let words = text.get(span.clone()).unwrap_or("").to_ascii_lowercase();
    let has = |list: &[&str]| scan::find_any(&words, list).is_some();
    let remote = has(&[
        "remote",
        "remotely",
        "telecommute",
        "work from home",
        "wfh",
        "home based",
        "home-based",
        "homeoffice",
        "home office",
        "remoto",
        "remota",
        "télétravail",
        "virtual",
        "distributed",
        "zdalnie",
        "zdalna",
        "remote-friendly",
    ]) && !has(&["no remote", "not remote", "non-remote", "non remote"]);
    let hybrid = has(&["hybrid", "hybride", "híbrido", "hibrido", "hybrydowo"]);
    let onsite = has(&["onsite", "on-site", "on site", "in-office", "in office", "in-person", "in person", "presencial", "no remote"]);
    let anywhere = has(&[
        "anywhere",
        "worldwide",
        "world wide",
        "global",
        "globally",
        "international",
        "any location",
        "everywhere",
        "earth",
        "world",
        "weltweit",
    ]);
    let mut places = Places::of(&mentions(text, span.clone()));
    if !places.is_empty() {
        places.evidence.extend(Evidence::at_bytes(Field::Location, text, span.clone(), "place.location"));
    }
    let anywhere = anywhere && places.is_empty();
    Item { span, remote, hybrid, onsite, anywhere, places }
}

/// The names of an item, and the codes after a city: "Austin, TX", "Berlin, DE", "Toronto, ON, CA".
pub(super) fn mentions(text: &str, span: Range<usize>) -> Vec<Mention> {
    let mut mentions = gazetteer::in_field(text, span.clone());
    let named = mentions.clone();
    let Some(piece) = text.get(span.clone()) else { return mentions };
    let mut at = span.start;
    let mut before: Option<Place> = None;
    let mut first = true;
    for part in piece.split_inclusive([',', '(', ')', ' ', '/', '-', '–', '+']) {
        let start = at;
        at += part.len();
        let word = part.trim_end_matches([',', '(', ')', ' ', '/', '-', '–', '+']);
        let here = start..start + word.len();
        if word.is_empty() {
            continue;
        }
        if let Some(known) = named.iter().find(|mention| mention.span.start <= here.start && here.end <= mention.span.end) {
            if let Named::City(place) = known.named {
                before = Some(place);
            }
            first = false;
            continue;
        }
        let is_code = matches!(word.len(), 2 | 3) && word.bytes().all(|b| b.is_ascii_uppercase());
        // A code stands after a name and a comma ("Exampleville, TX"), or is the whole item.
        let lead = text.get(span.start..start).unwrap_or("").trim_end();
        let after_comma = lead.ends_with(',') || lead.ends_with('-') || lead.ends_with('–') || lead.ends_with('(') || lead.ends_with(')');
        let whole = piece.trim() == word;
        let beside_remote = lead.eq_ignore_ascii_case("remote");
        if is_code && (after_comma || whole || beside_remote) && word.len() == 2 {
            let city = if first && !whole { None } else { before };
            if let Some(named) = gazetteer::code(word, city) {
                mentions.push(Mention { span: here, named });
            }
        }
        first = false;
    }
    mentions.extend(towns_of(piece, span.start).filter(|town| !named.iter().any(|known| overlap(&known.span, &town.span))));
    mentions.sort_by_key(|mention| mention.span.start);
    // A code inside a town's name is no code.
    mentions.dedup_by(|next, kept| overlap(&next.span, &kept.span));
    mentions
}

fn overlap(one: &Range<usize>, other: &Range<usize>) -> bool {
    one.start < other.end && other.start < one.end
}

/// The towns of an item: pieces between commas, brackets and dashes that are a town's name as a whole.
fn towns_of(piece: &str, offset: usize) -> impl Iterator<Item = Mention> + '_ {
    const AROUND: &[&str] = &["greater ", "downtown ", "remote ", "hybrid ", "onsite ", "near "];
    const BEHIND: &[&str] = &[" metropolitan area", " metro area", " area", " metro", " office", " hq", " remote", " region", " only"];
    let mut at = offset;
    piece.split_inclusive([',', '(', ')', '/', ';', '|', '+', '–', '—', ':']).flat_map(|part| part.split_inclusive(" - ")).filter_map(
        move |part| {
            let start = at;
            at += part.len();
            let name = part.trim_end_matches([',', '(', ')', '/', ';', '|', '+', '–', '—', ':']).trim_end_matches(" - ").trim_end();
            let mut range = (name.len() - name.trim_start().len())..name.len();
            let lower = name.to_ascii_lowercase();
            if let Some(lead) = AROUND.iter().find(|lead| lower.get(range.clone()).is_some_and(|words| words.starts_with(**lead))) {
                range.start += lead.len();
            }
            if let Some(tail) = BEHIND.iter().find(|tail| lower.get(range.clone()).is_some_and(|words| words.ends_with(**tail))) {
                range.end -= tail.len();
            }
            let town = towns::find(name.get(range.clone())?)?;
            Some(Mention { span: start + range.start..start + range.end, named: Named::City(town.place) })
        },
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn codes(text: &str) -> (Vec<&'static str>, Vec<&'static str>) {
        let mut all = Places::default();
        read(Some(text)).items.into_iter().for_each(|item| all.add(item.places));
        (all.countries.iter().map(|c| c.code()).collect(), all.parts.iter().map(|p| p.code()).collect())
    }

    #[test]
    fn fields_of_many_forms_are_read() {
        assert_eq!(codes("UK; Ireland; Netherlands; Portugal").0, ["GB", "IE", "NL", "PT"]);
        assert_eq!(codes("Austin, TX").0, ["US"]);
        assert_eq!(codes("Berlin, DE").0, ["DE"]);
        assert_eq!(codes("Toronto, ON, Canada").0, ["CA"]);
        assert_eq!(codes("US-Remote").0, ["US"]);
        assert_eq!(codes("Remote, US").0, ["US"]);
        assert_eq!(codes("Remote (Illinois, US)"), (vec![], vec!["US-IL"]));
        assert_eq!(codes("Paris, TX").0, ["US"]);
        assert_eq!(codes("Des Moines").0, ["US"]);
        assert_eq!(codes("Tacoma, WA").0, ["US"]);
        assert_eq!(codes("Remote - Gdańsk office").0, ["PL"]);
        assert_eq!(codes("Greater Leicester Area (Remote)").0, ["GB"]);
        assert_eq!(codes("Canada - Ontario; Canada - Quebec; Canada").0, ["CA"]);
    }

    #[test]
    fn modes_of_items_are_read() {
        let location = read(Some("Hybrid - London; Remote (US)"));
        assert!(location.hybrid().is_some());
        assert_eq!(location.remote().map(|item| item.places.countries.len()), Some(1));
        assert!(read(Some("Remote International")).items[0].anywhere);
    }

    proptest! {
        #[test]
        fn any_field_is_read(text in any::<String>()) {
            for item in read(Some(&text)).items {
                prop_assert!(text.get(item.span).is_some());
                for evidence in item.places.evidence {
                    let words: String = text.chars().skip(evidence.start as usize).take((evidence.end - evidence.start) as usize).collect();
                    prop_assert_eq!(words, evidence.text);
                }
            }
        }
    }
}
