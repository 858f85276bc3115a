//! From where a job may be done: location field, title and text put together.
//!
//! A sentence that binds the candidate to a place beats the location field; the
//! location field beats a general "anywhere"; a permission to work counts only
//! where nothing else says anything. Silence is unknown, never worldwide.

use std::ops::Range;

use super::cues::{self, Hit};
use super::location::{self, Location};
use super::places::Places;
use super::statements::{self, Statements};
use super::{PostingText, scan, windows};
use crate::eligibility::{Eligibility, Scope};
use crate::evidence::{Evidence, Field};
use crate::work_mode::WorkMode;

/// Reads the eligibility of a posting whose mode is known.
pub(super) fn read(posting: &PostingText<'_>, mode: WorkMode, location: &Location, hits: &[Hit]) -> Eligibility {
    let mut eligibility = Eligibility::of(scope_without_places(posting, mode));
    for (window, evidence) in windows::read(posting, hits) {
        eligibility.time_zones.push(window);
        eligibility.evidence.push(evidence);
    }
    if mode != WorkMode::Remote {
        return eligibility;
    }
    let said = statements::read(Field::Text, posting.text, hits);
    let header = header(posting);
    let field = field_places(posting, location);
    decide(&mut eligibility, said, header, field);
    eligibility.normalised()
}

/// A job that isn't remote is done nowhere else; one of which nothing is known is unknown.
fn scope_without_places(posting: &PostingText<'_>, mode: WorkMode) -> Scope {
    match mode {
        WorkMode::Remote => Scope::Unknown,
        WorkMode::Unknown if posting.location.is_none() && posting.text.is_empty() => Scope::Unknown,
        _ => Scope::None,
    }
}

struct Stated {
    places: Places,
    anywhere: Option<Evidence>,
    /// "Remote (US)": the field itself binds remote work to its places.
    bound: bool,
}

fn decide(eligibility: &mut Eligibility, said: Statements, header: Stated, field: Stated) {
    if !said.excluded.is_empty() {
        eligibility.excluded = said.excluded;
        eligibility.evidence.extend(said.excluded_words);
    }
    // "Remote (US)" in the field is more exact than a general "anywhere" of the text.
    let anywhere =
        header.anywhere.or(field.anywhere).or(said.anywhere.filter(|said| !field.bound || scan::lower(&said.text).contains("any country")));
    let opening = said.opening;
    let agrees = field.places.is_empty() || opening.countries_with_parts().any(|country| field.places.covers(country));
    if !said.must.is_empty() {
        eligibility.scope = Scope::Places;
        // What a sentence of the text names, the exclusions of the same text don't rule out.
        let must = said.must;
        must.into(eligibility);
    } else if !opening.is_empty() && agrees {
        eligibility.scope = Scope::Places;
        opening.into(eligibility);
    } else if !header.places.is_empty() {
        eligibility.scope = Scope::Places;
        header.places.into(eligibility);
    } else if let Some(evidence) = anywhere {
        eligibility.scope = Scope::Worldwide;
        eligibility.evidence.insert(0, evidence);
    } else if !field.places.is_empty() {
        eligibility.scope = Scope::Places;
        field.places.into(eligibility);
    } else if let Some(evidence) = said.anywhere_loose {
        eligibility.scope = Scope::Worldwide;
        eligibility.evidence.insert(0, evidence);
    } else if !said.authorised.is_empty() {
        eligibility.scope = Scope::Places;
        said.authorised.into(eligibility);
    }
    let countries = eligibility.countries.clone();
    eligibility.excluded.retain(|place| !matches!(place, crate::place::Place::Country(country) if countries.contains(country)));
}

/// The places of the location field. Where "Remote" stands as an item of its own beside
/// offices, the offices don't limit it; with the source's remote flag they do.
fn field_places(posting: &PostingText<'_>, location: &Location) -> Stated {
    let mut places = Places::default();
    let bare_remote = location.items.iter().any(|item| item.remote && item.places.is_empty());
    let remote_places = location.items.iter().any(|item| item.remote && !item.places.is_empty());
    let all_remote_bound = location.items.iter().filter(|item| item.remote).all(|item| !item.places.is_empty());
    let anywhere = location
        .items
        .iter()
        .find(|item| item.anywhere && (item.remote || location.items.len() == 1))
        .and_then(|item| Evidence::at_bytes(Field::Location, posting.location.unwrap_or(""), item.span.clone(), "place.anywhere"));
    for item in &location.items {
        // "Remote (US)" beside "London": only the remote item tells where remote work is open from.
        if remote_places && !item.remote && posting.remote_flag != Some(true) {
            continue;
        }
        if bare_remote && !item.remote && posting.remote_flag != Some(true) {
            continue;
        }
        if item.remote && posting.remote_flag != Some(true) && office_or_remote(posting.location.unwrap_or(""), &item.span) {
            continue;
        }
        places.add(item.places.clone());
    }
    let bound = remote_places && all_remote_bound && !places.is_empty();
    Stated { places, anywhere, bound }
}

/// "Amsterdam, NL (Remote possible)", "NYC or telecommute": the place is the office's.
fn office_or_remote(field: &str, span: &Range<usize>) -> bool {
    let words = scan::lower(field.get(span.clone()).unwrap_or(""));
    scan::has(
        &words,
        &[
            "remote possible",
            "remote considered",
            "remote optional",
            "or remote",
            "/remote",
            "possibly remote",
            "remote option",
            "or telecommute",
            "remote ok",
            "partially remote",
        ],
    )
}

/// Places that a title binds "remote" to: "Remote (US only)", "| REMOTE OK in the US |", "(Remote, Germany)".
fn header(posting: &PostingText<'_>) -> Stated {
    let title = scan::head(posting.title, 700);
    let mut stated = Stated { places: Places::default(), anywhere: None, bound: false };
    let lower = scan::lower(title);
    let mut start = 0;
    for piece in title.split_inclusive(['|', ';', '•']) {
        let span = scan::trim(title, start..start + piece.trim_end_matches(['|', ';', '•']).len());
        start += piece.len();
        let Some(words) = lower.get(span.clone()) else { continue };
        let remote = scan::find_any(words, &["remote", "remotely", "telecommute"]).map(|at| span.start + at.start..span.start + at.end);
        let only = scan::has(
            words,
            &["us only", "us based only", "us-based only", "eu only", "uk only", "us-only", "usa only", "europe only", "anywhere in"],
        );
        if remote.is_none() && !only {
            continue;
        }
        if scan::has(words, &["timezone", "time zone", "tz", "utc", "gmt", "hours"]) {
            continue;
        }
        if scan::find_any(words, &["anywhere", "worldwide", "global", "globally", "international"]).is_some()
            && location::mentions(title, span.clone()).is_empty()
        {
            stated.anywhere = Evidence::at_bytes(Field::Title, posting.title, span.clone(), "title.anywhere");
            continue;
        }
        let from = match &remote {
            Some(remote) if !only => scope_of_remote(title, &span, remote),
            _ => Some(span.clone()),
        };
        let Some(from) = from else { continue };
        let mentions =
            if title.contains('|') { location::mentions(title, from.clone()) } else { super::gazetteer::in_text(title, from.clone()) };
        let mut places = Places::of(&mentions);
        if !places.is_empty() {
            places.evidence.extend(Evidence::at_bytes(Field::Title, posting.title, scan::trim(title, from), "title.place"));
            stated.places.add(places);
        }
    }
    if stated.places.is_empty() && posting.title.contains('|') {
        // A header may bind the place in a sentence: "must be able to work legally in the US".
        let hits = cues::find(title);
        let said = statements::read(Field::Title, title, &hits);
        if !said.must.is_empty() {
            stated.places = said.must;
        } else if !said.authorised.is_empty() {
            stated.places = said.authorised;
        }
    }
    stated
}

/// The piece of a part that belongs to "remote": after it ("Remote, based in UK", "REMOTE (USA)"),
/// or directly before it ("US Remote", "US. REMOTE"); not the office before "or Remote".
fn scope_of_remote(title: &str, part: &Range<usize>, remote: &Range<usize>) -> Option<Range<usize>> {
    let after = title.get(remote.end..part.end).unwrap_or("");
    let joined = after.trim_start();
    let binds = joined.starts_with(['(', ',', '-', '–', '—', ':', '['])
        || [
            "in ",
            "within ",
            "from ",
            "ok in",
            "ok (",
            "only (",
            "based ",
            "us",
            "usa",
            "u.s",
            "uk",
            "eu",
            "europe",
            "friendly (",
            "work in",
            "work (",
            "anywhere in",
            "position in",
            "role in",
            "canada",
            "latam",
            "germany",
            "for ",
        ]
        .iter()
        .any(|word| joined.to_ascii_lowercase().starts_with(word));
    let or_office = ["or ", ", or", "/", "and ", "or on", "& "].iter().any(|word| joined.to_ascii_lowercase().starts_with(word));
    if binds && !or_office && !joined.is_empty() {
        return Some(remote.end..part.end);
    }
    let before = title.get(part.start..remote.start).unwrap_or("");
    let lead = before.trim_end();
    let tight = !lead.is_empty()
        && !lead.ends_with([',', '/', '(', '+', '&', '['])
        && !["or", "and", "to"].iter().any(|word| lead.to_ascii_lowercase().ends_with(&format!(" {word}")));
    if tight && lead.split_whitespace().count() <= 3 {
        return Some(part.start..remote.end);
    }
    None
}
