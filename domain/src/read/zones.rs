//! Names of time zones in a sentence: abbreviations, IANA names, groups ("US"), cities and countries.
//!
//! An abbreviation or IANA name counts wherever it stands. Any other name counts only as
//! part of a list that leads to a word of time ("US or European time zones") or follows "overlap with".

use std::collections::HashMap;
use std::ops::Range;
use std::sync::LazyLock;

use chrono::{NaiveDate, Offset, TimeZone};

use super::gazetteer::{self, Named};
use super::towns;
use crate::money::rows;
use crate::place::Place;
use crate::time_zone::zone;

/// What a name means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Name {
    /// One zone.
    Zone(&'static str),
    /// Any zone from one in the west to one in the east.
    Between(&'static str, &'static str),
    /// One of several, and the name doesn't say which.
    OneOf(Vec<&'static str>),
}

/// The longest abbreviation; these count in capitals only.
const MAX_ABBREVIATION: usize = 5;

/// How many names of one sentence are looked at.
const MAX_NAMES: usize = 12;

static NAMES: LazyLock<HashMap<&'static str, Name>> = LazyLock::new(|| {
    rows(include_str!("../../data/zone_names.tsv"))
        .filter_map(|cells| {
            let [name, zones] = *cells.as_slice() else { return None };
            let several: Vec<&'static str> = zones.split(" | ").collect();
            let meaning = match (zones.split_once(" .. "), several.as_slice()) {
                (Some((west, east)), _) => Name::Between(west, east),
                (None, [one]) => Name::Zone(one),
                (None, _) => Name::OneOf(several),
            };
            Some((name, meaning))
        })
        .collect()
});

/// A word of a sentence.
struct Word {
    span: Range<usize>,
    lower: String,
}

struct Found {
    name: Name,
    span: Range<usize>,
    /// First and last word.
    words: Range<usize>,
    /// Counts wherever it stands.
    firm: bool,
}

/// The names of a sentence that say what clock is meant, in order.
pub(super) fn find(text: &str) -> Vec<(Name, Range<usize>)> {
    let words = words(text);
    let mut found = named(text, &words);
    found.sort_by_key(|found| (found.span.start, std::cmp::Reverse(found.span.end)));
    found.dedup_by(|next, kept| next.span.start < kept.span.end);
    found.truncate(MAX_NAMES);
    let kept: Vec<Found> = {
        let counts: Vec<bool> = (0..found.len()).map(|at| counts(&words, &found, at)).collect();
        found.into_iter().zip(counts).filter(|(_, counts)| *counts).map(|(found, _)| found).collect()
    };
    join(decided(kept, text), text)
}

fn words(text: &str) -> Vec<Word> {
    let mut words = Vec::new();
    let mut start = None;
    for (at, c) in text.char_indices().chain(std::iter::once((text.len(), ' '))) {
        let inside = c.is_alphanumeric() || matches!(c, '.' | '_' | '\'' | '’') || c == '/' && start.is_some();
        match (start, inside) {
            (None, true) => start = Some(at),
            (Some(from), false) => {
                let piece = text.get(from..at).unwrap_or("");
                // "Europe/Berlin" is one name, "EST/CST" two.
                let whole = piece.contains('/') && zone(piece.trim_matches('.')).is_some();
                let mut offset = from;
                for part in if whole { vec![piece] } else { piece.split('/').collect() } {
                    let trimmed = part.trim_end_matches(|c| c == '.' && !part.contains("U.S"));
                    if !trimmed.is_empty() {
                        words.push(Word { span: offset..offset + trimmed.len(), lower: trimmed.to_lowercase() });
                    }
                    offset += part.len() + 1;
                }
                start = None;
            }
            _ => {}
        }
    }
    words
}

/// Every name of a sentence, whether or not it counts.
fn named(text: &str, words: &[Word]) -> Vec<Found> {
    let mut found = Vec::new();
    for (at, word) in words.iter().enumerate() {
        let written = text.get(word.span.clone()).unwrap_or("");
        if written.contains('/')
            && let Some(tz) = zone(written)
        {
            found.push(Found { name: Name::Zone(tz.name()), span: word.span.clone(), words: at..at + 1, firm: true });
            continue;
        }
        let two = words.get(at + 1).map(|next| format!("{} {}", word.lower, next.lower));
        let name = two
            .as_deref()
            .and_then(|two| NAMES.get(two))
            .map(|name| (name, 2))
            .or_else(|| NAMES.get(word.lower.as_str()).map(|name| (name, 1)));
        let Some((name, len)) = name else { continue };
        let capitals = !written.chars().any(char::is_lowercase);
        let abbreviation = len == 1 && word.lower.chars().filter(|c| c.is_alphanumeric()).count() <= MAX_ABBREVIATION;
        let group = matches!(name, Name::Between(..)) || matches!(word.lower.as_str(), "uk");
        if (abbreviation || group && len == 1 && word.lower.len() <= 4)
            && !capitals
            && !word.lower.starts_with("eu")
            && !word.lower.starts_with("asia")
        {
            continue;
        }
        if !written.starts_with(char::is_uppercase) && !matches!(word.lower.as_str(), "east" | "west" | "the") {
            continue;
        }
        let end = words.get(at + len - 1).map_or(word.span.end, |last| last.span.end);
        found.push(Found { name: name.clone(), span: word.span.start..end, words: at..at + len, firm: abbreviation && !group });
    }
    for mention in gazetteer::in_text(text, 0..text.len()).into_iter().take(MAX_NAMES) {
        let place = match mention.named {
            Named::Country(country) => Place::Country(country),
            Named::Part(part) => Place::Subdivision(part),
            Named::City(place) => place,
            Named::Region(_) => continue,
        };
        let city = text.get(mention.span.clone()).and_then(towns::find).and_then(|town| town.zone);
        let name = match (city, towns::zones(place)) {
            (Some(zone), _) if matches!(mention.named, Named::City(_)) => Name::Zone(zone),
            (_, [zone]) => Name::Zone(zone),
            (_, [zone, ..]) if matches!(mention.named, Named::City(_)) => Name::Zone(zone),
            (_, zones) => match between(zones) {
                Some(name) => name,
                None => continue,
            },
        };
        let first = words.iter().position(|word| word.span.end > mention.span.start).unwrap_or(0);
        let last = words.iter().rposition(|word| word.span.start < mention.span.end).unwrap_or(0);
        found.push(Found { name, span: mention.span, words: first..last + 1, firm: false });
    }
    found
}

/// From the westernmost to the easternmost of some zones.
fn between(zones: &[&'static str]) -> Option<Name> {
    let west = zones.iter().min_by_key(|zone| winter(zone))?;
    let east = zones.iter().max_by_key(|zone| winter(zone))?;
    Some(Name::Between(west, east))
}

/// Minutes east of UTC in January 2026.
fn winter(name: &str) -> i32 {
    let day = NaiveDate::from_ymd_opt(2026, 1, 15).unwrap_or_default().and_hms_opt(12, 0, 0).unwrap_or_default();
    zone(name).map_or(0, |zone| zone.offset_from_utc_datetime(&day).fix().local_minus_utc() / 60)
}

/// Whether a name says what clock is meant: it is firm, a list leads from it to a word of time, or "overlap with" to it.
fn counts(words: &[Word], found: &[Found], at: usize) -> bool {
    let Some(name) = found.get(at) else { return false };
    if name.firm {
        return true;
    }
    const BETWEEN: &[&str] = &[
        "or",
        "and",
        "to",
        "the",
        "a",
        "business",
        "working",
        "standard",
        "daylight",
        "core",
        "normal",
        "compatible",
        "friendly",
        "us",
        "work",
        "office",
        "regular",
        "daytime",
        "local",
        "based",
    ];
    const TIME: &[&str] = &["time", "times", "timezone", "timezones", "zone", "zones", "tz", "hours", "time-zone"];
    let mut next = name.words.end;
    let mut steps = 0;
    while let Some(word) = words.get(next).filter(|_| steps < 12) {
        steps += 1;
        if TIME.contains(&word.lower.as_str()) {
            // "12 hours" counts hours; "US hours" names them.
            return true;
        }
        if let Some(other) = found.iter().find(|other| other.words.start == next) {
            next = other.words.end;
        } else if BETWEEN.contains(&word.lower.as_str()) {
            next += 1;
        } else {
            break;
        }
    }
    let lead: Vec<&str> = words.iter().take(name.words.start).rev().take(5).map(|word| word.lower.as_str()).collect();
    let lead: Vec<&str> = lead.into_iter().skip_while(|word| *word == "the").collect();
    matches!(
        lead.as_slice(),
        ["with", "overlap" | "overlapping" | "hours" | "aligned" | "align", ..] | ["of", "zone" | "timezone" | "hours" | "difference", ..]
    )
}

/// Ambiguous abbreviations beside others of one continent, or beside the name of a country, mean that one.
fn decided(mut found: Vec<Found>, text: &str) -> Vec<Found> {
    let near: Vec<&'static str> = found
        .iter()
        .flat_map(|found| match &found.name {
            Name::Zone(zone) => vec![*zone],
            Name::Between(west, east) => vec![*west, *east],
            Name::OneOf(_) => Vec::new(),
        })
        .collect();
    let named: Vec<&'static str> = gazetteer::in_text(text, 0..text.len())
        .into_iter()
        .take(MAX_NAMES)
        .flat_map(|mention| match mention.named {
            Named::Country(country) => towns::zones(Place::Country(country)),
            Named::Part(part) => towns::zones(Place::Subdivision(part)),
            Named::City(place) => towns::zones(place),
            Named::Region(_) => &[],
        })
        .copied()
        .collect();
    for one in &mut found {
        let Name::OneOf(zones) = &one.name else { continue };
        let continent = |zone: &str| zone.split('/').next().unwrap_or("").to_owned();
        let fits = |test: &dyn Fn(&&'static str) -> bool| {
            let mut fitting = zones.iter().copied().filter(|zone| test(zone));
            match (fitting.next(), fitting.next()) {
                (Some(zone), None) => Some(zone),
                _ => None,
            }
        };
        let chosen =
            fits(&|zone| named.contains(zone)).or_else(|| fits(&|zone| near.iter().any(|other| continent(other) == continent(zone))));
        if let Some(zone) = chosen {
            one.name = Name::Zone(zone);
        }
    }
    found
}

/// Joins "from EST to CET" and "PT-ET" into one range.
fn join(found: Vec<Found>, text: &str) -> Vec<(Name, Range<usize>)> {
    let mut out: Vec<(Name, Range<usize>)> = Vec::new();
    for next in found {
        if let Some((last, span)) = out.last_mut()
            && let (Name::Zone(one), Name::Zone(other)) = (&*last, &next.name)
        {
            let words = text.get(span.end..next.span.start).unwrap_or("").trim();
            let lead = text.get(..span.start).unwrap_or("").trim_end().to_ascii_lowercase();
            if matches!(words, "to" | "-" | "–" | "—" | "through" | "..") || words == "and" && lead.ends_with("between") {
                if let Some(range) = between(&[*one, *other]) {
                    *last = range;
                    span.end = next.span.end;
                }
                continue;
            }
            if one == other {
                continue;
            }
        }
        out.push((next.name, next.span));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_of_the_table_names_zones_of_the_iana_database() {
        for (name, meaning) in NAMES.iter() {
            let zones = match meaning {
                Name::Zone(one) => vec![*one],
                Name::Between(west, east) => vec![*west, *east],
                Name::OneOf(zones) => zones.clone(),
            };
            assert!(zones.iter().all(|name| zone(name).is_some()), "{name}: {zones:?}");
            assert!(
                matches!(meaning, Name::Between(west, east) if winter(west) < winter(east)) || !matches!(meaning, Name::Between(..)),
                "{name}"
            );
        }
    }
}
