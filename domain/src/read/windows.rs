//! Time-zone windows: "UTC-3 to UTC+2", "overlap 4 hours with EST", "US time zones", "Berlin time".

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::cues::{Cue, Hit};
use super::zones::{self, Name};
use super::{PostingText, scan};
use crate::evidence::{Evidence, Field};
use crate::time_zone::Window;

/// How many windows of one posting are kept.
const MAX_WINDOWS: usize = 6;

/// A working day in minutes; being so many hours apart leaves the rest of it as overlap.
const WORKING_DAY: i32 = 8 * 60;

fn regex(pattern: &str) -> Option<Regex> {
    Regex::new(pattern).ok()
}

/// "UTC-3 to UTC+2", "UTC -4 to -7", "GMT to GMT+6", "UTC+/-1".
static OFFSETS: LazyLock<Option<Regex>> = LazyLock::new(|| {
    regex(concat!(
        r"(?i)(?-u:\b)(?:utc|gmt)(?:\s?/\s?(?:utc|gmt))?\s?(±|\+\s?/\s?[-−–]|[+\-−–])?(?:\s?([0-9]{1,2})(?::?(00|15|30|45))?(?-u:\b))?",
        r"(?:\s?(?:-|–|—|to|and|through|until|/)\s?(?:(?:utc|gmt)\s?([+\-−–])?(?:\s?([0-9]{1,2})(?::?(00|15|30|45))?(?-u:\b))?|([+\-−–])\s?([0-9]{1,2})(?::?(00|15|30|45))?(?-u:\b)))?"
    ))
});

/// How many hours of overlap are asked for.
static HOURS: LazyLock<Option<Regex>> = LazyLock::new(|| {
    regex(
        r"(?i)(?-u:\b)([0-9]{1,2}|one|two|three|four|five|six|seven|eight)(?:\s?(?:-|–|to)\s?[0-9]{1,2})?\+?[\s-]?(?:hours?|hrs?|h)(?-u:\b)",
    )
});

/// How many hours apart somebody may be: "within 3 hours of CET", "+/- 4 hours", "CET ±2".
static APART: LazyLock<Option<Regex>> = LazyLock::new(|| {
    regex(
        r"(?i)(?:±|\+\s?/?\s?[-–−])\s?([0-9]{1,2})(?-u:\b)|(?-u:\b)([0-9]{1,2})[\s-]?(?:hours?|hrs?|h)(?: time ?-?zone)?(?: difference| either side)?(?: of| from)(?-u:\b)|within ([0-9]{1,2})[\s-]?(?:hours?|hrs?)(?-u:\b)",
    )
});

/// Words without which a zone is only mentioned.
const ASKED: &[&str] = &[
    "overlap",
    "time zone",
    "timezone",
    "time-zone",
    "hours",
    "schedule",
    "within",
    "align",
    "available",
    "+/-",
    "±",
    "based in",
    "shift",
    " tz",
    "operate",
];

/// Words that turn a sentence to somebody else's clock.
const ELSEWHERE: &[&str] = &[
    "support is",
    "customers",
    "deadline",
    "apply by",
    "webinar",
    "event",
    "closes",
    "response within",
    "respond within",
    "call us",
    "posted",
    "office hours",
    "across different time",
    "across multiple time",
    "across various time",
    "team across",
    "teams across",
    "stakeholders across",
    "application window",
    "colleagues in",
];

/// The windows that a text states, each with its words.
pub(super) fn read(posting: &PostingText<'_>, hits: &[Hit]) -> Vec<(Window, Evidence)> {
    let mut out: Vec<(Window, Evidence)> = Vec::new();
    let mut upto = 0;
    for hit in hits.iter().filter(|hit| hit.cue == Cue::TimeZone) {
        if hit.span.start < upto || out.len() >= MAX_WINDOWS {
            continue;
        }
        let sentence = scan::sentence_within(posting.text, &hit.span, 160);
        upto = sentence.end;
        add(Field::Text, posting.text, sentence, &mut out);
    }
    let title = scan::head(posting.title, 600);
    let lower = scan::lower(title);
    if scan::has(&lower, &["timezone", "time zone", "utc", "gmt", "est)", "pst)", "cet", "hours", " tz", "overlap"]) {
        add(Field::Title, posting.title, 0..title.len(), &mut out);
    }
    out.truncate(MAX_WINDOWS);
    out
}

/// The windows of one sentence.
fn add(field: Field, text: &str, sentence: Range<usize>, out: &mut Vec<(Window, Evidence)>) {
    let Some(words) = text.get(sentence.clone()) else { return };
    let mut push = |window: Window, span: Range<usize>| {
        let span = scan::trim(text, sentence.start + span.start..sentence.start + span.end);
        if let Some(evidence) = Evidence::at_bytes(field, text, span, "text.time_zone")
            && !out.iter().any(|(had, _)| *had == window)
        {
            out.push((window, evidence));
        }
    };
    let lower = scan::lower(words);
    if scan::has(&lower, ELSEWHERE) {
        return;
    }
    let offsets = offsets(words);
    let found = !offsets.is_empty();
    for (window, span) in offsets {
        push(window, span);
    }
    // "UTC+99" is no offset, and no zone either.
    let signed = OFFSETS.as_ref().is_some_and(|regex| regex.captures_iter(words).any(|found| found.get(1).is_some()));
    if found || signed || !scan::has(&lower, ASKED) {
        return;
    }
    let overlap = asked_overlap(words, &lower);
    for (name, span) in zones::find(words) {
        let window = match name {
            Name::Zone(zone) => Window::Zone { zone: zone.to_owned(), overlap },
            Name::Between(west, east) => Window::Between { west: west.to_owned(), east: east.to_owned(), overlap },
            Name::OneOf(zones) => Window::OneOf { zones: zones.iter().map(|zone| (*zone).to_owned()).collect(), overlap },
        };
        push(window, span);
    }
}

/// The ranges of offsets of a sentence. A bare "UTC" is a zone's name, not a range.
fn offsets(words: &str) -> Vec<(Window, Range<usize>)> {
    let Some(regex) = OFFSETS.as_ref() else { return Vec::new() };
    let mut out = Vec::new();
    for found in regex.captures_iter(words) {
        let Some(whole) = found.get(0) else { continue };
        let group = |at: usize| found.get(at).map(|group| group.as_str());
        let offset = |sign: Option<&str>, hours: Option<&str>, rest: Option<&str>| -> Option<i32> {
            let Some(hours) = hours else { return (sign.is_none()).then_some(0) };
            let hours = hours.parse::<i32>().ok()?;
            let minutes = hours * 60 + rest.and_then(|rest| rest.parse::<i32>().ok()).unwrap_or(0);
            match sign {
                Some(sign) if sign.contains('+') => (minutes <= 14 * 60).then_some(minutes),
                Some(_) => (minutes <= 12 * 60).then_some(-minutes),
                None => (minutes == 0).then_some(0),
            }
        };
        let around = group(1).is_some_and(|sign| sign.contains('±') || sign.chars().count() > 1);
        let Some(from) = offset(group(1).map(|sign| if around { "+" } else { sign }), group(2), group(3)) else { continue };
        let to = if found.get(8).is_some() {
            offset(group(7), group(8), group(9))
        } else if found.get(5).is_some() {
            offset(group(4), group(5), group(6))
        } else if group(2).is_none() && whole.as_str().len() > 7 {
            None
        } else {
            Some(from)
        };
        // "GMT to GMT+6" has its digits at the end only; "GMT" alone says nothing here.
        if group(2).is_none() && found.get(5).is_none() && found.get(8).is_none() {
            continue;
        }
        let Some(to) = to else { continue };
        let (from, to) = if around { (-from, from) } else { (from.min(to), from.max(to)) };
        out.push((Window::Offsets { from, to }, whole.range()));
    }
    out
}

/// The minutes of overlap that a sentence asks for: said as such, or as the hours that somebody may be apart.
fn asked_overlap(words: &str, lower: &str) -> Option<i32> {
    if lower.contains("overlap") || lower.contains("in common") {
        let found = HOURS.as_ref()?.captures(words)?;
        let hours = number(found.get(1)?.as_str())?;
        return (1..=10).contains(&hours).then_some(hours * 60);
    }
    let found = APART.as_ref()?.captures(words)?;
    let hours = number(found.get(1).or(found.get(2)).or(found.get(3))?.as_str())?;
    (1..=7).contains(&hours).then_some(WORKING_DAY - hours * 60)
}

fn number(word: &str) -> Option<i32> {
    const WORDS: [&str; 8] = ["one", "two", "three", "four", "five", "six", "seven", "eight"];
    word.parse().ok().or_else(|| WORDS.iter().position(|known| known.eq_ignore_ascii_case(word)).map(|at| at as i32 + 1))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn windows(text: &str) -> Vec<Window> {
        let posting = PostingText { text, ..PostingText::default() };
        read(&posting, &super::super::cues::find(text)).into_iter().map(|(window, _)| window).collect()
    }

    fn zone(zone: &str, overlap: Option<i32>) -> Window {
        Window::Zone { zone: zone.into(), overlap }
    }

    fn between(west: &str, east: &str, overlap: Option<i32>) -> Window {
        Window::Between { west: west.into(), east: east.into(), overlap }
    }

    #[test]
    fn ranges_of_offsets_are_read() {
        for (text, from, to) in [
            ("You work between UTC-3 and UTC+2.", -180, 120),
            ("We are a fully remote (UTC -4 to -7) team", -420, -240),
            ("Time zone: GMT to GMT+6", 0, 360),
            ("All remote, hiring GMT-8 to GMT+2", -480, 120),
            ("Timezone: UTC+5:30", 330, 330),
            ("Timezone: UTC±2", -120, 120),
            ("a time zone of UTC+/-3", -180, 180),
        ] {
            assert_eq!(windows(text), [Window::Offsets { from, to }], "{text}");
        }
        assert_eq!(windows("Timezone requirement: UTC+/-1 or UTC-5").len(), 2);
        assert!(windows("Timezone: UTC+99 or GMT-13").is_empty());
    }

    #[test]
    fn hours_of_overlap_with_a_zone_are_read() {
        assert_eq!(windows("Must overlap 4 hours with EST working hours"), [zone("America/New_York", Some(240))]);
        assert_eq!(windows("at least four hours of overlap with Pacific time"), [zone("America/Los_Angeles", Some(240))]);
        assert_eq!(windows("5-hour overlap with Berlin time"), [zone("Europe/Berlin", Some(300))]);
        assert_eq!(windows("3 hours overlap with Europe/Lisbon"), [zone("Europe/Lisbon", Some(180))]);
        assert_eq!(windows("3+ hours of overlap with the US time zones"), [between("America/Los_Angeles", "America/New_York", Some(180))]);
    }

    #[test]
    fn hours_apart_leave_the_rest_of_the_day_as_overlap() {
        assert_eq!(windows("anywhere within a timezone 6 hours from EST"), [zone("America/New_York", Some(120))]);
        assert_eq!(windows("Your timezone is CET +/- 2"), [zone("Europe/Berlin", Some(360))]);
    }

    #[test]
    fn groups_and_lists_of_zones_are_read() {
        assert_eq!(windows("You must be in a US time zone"), [between("America/Los_Angeles", "America/New_York", None)]);
        assert_eq!(windows("Preferred time zone: from EST to CET."), [between("America/New_York", "Europe/Berlin", None)]);
        assert_eq!(windows("Remote, PT-ET Timezones"), [between("America/Los_Angeles", "America/New_York", None)]);
        assert_eq!(
            windows("you must be in US or EU timezones"),
            [between("America/Los_Angeles", "America/New_York", None), between("Europe/Lisbon", "Europe/Bucharest", None)]
        );
        assert_eq!(
            windows("residing in Central, Mountain, and Pacific time zones"),
            [zone("America/Chicago", None), zone("America/Denver", None), zone("America/Los_Angeles", None)]
        );
    }

    #[test]
    fn ambiguous_abbreviations_stay_so_until_a_neighbour_decides() {
        for (text, zones) in [
            ("4 hours overlap with CST", vec!["America/Chicago", "Asia/Shanghai"]),
            ("Working hours: IST", vec!["Asia/Kolkata", "Europe/Dublin", "Asia/Jerusalem"]),
            ("Your time zone is BST", vec!["Europe/London", "Asia/Dhaka"]),
        ] {
            assert!(matches!(windows(text).as_slice(), [Window::OneOf { zones: read, .. }] if *read == zones), "{text}");
        }
        assert_eq!(windows("Working hours in EST or CST"), [zone("America/New_York", None), zone("America/Chicago", None)]);
        assert_eq!(windows("Working hours: IST (India)"), [zone("Asia/Kolkata", None)]);
    }

    #[test]
    fn other_words_are_no_windows() {
        for text in [
            "et cetera within hours",
            "Flexible working hours",
            "Teams across different time zones (GMT, AEST, EST)",
            "Central office, flexible hours",
            "You work with art and wet labs during business hours",
        ] {
            assert!(windows(text).is_empty(), "{text}: {:?}", windows(text));
        }
    }

    proptest! {
        #[test]
        fn any_text_gives_true_spans(text in "(utc|UTC|GMT|\\+|-|±|[0-9]|overlap|EST|CST|US|Berlin|time zone| |–|é|hours|to|or|\\.){0,30}") {
            let posting = PostingText { text: &text, title: &text, ..PostingText::default() };
            for (window, evidence) in read(&posting, &super::super::cues::find(&text)) {
                let words: String = text.chars().skip(evidence.start as usize).take((evidence.end - evidence.start) as usize).collect();
                prop_assert_eq!(words, evidence.text);
                if let Window::Offsets { from, to } = window {
                    prop_assert!(from <= to && (-840..=840).contains(&from) && (-840..=840).contains(&to));
                } else {
                    prop_assert!(window.overlap(chrono_tz::Tz::UTC, 2026).is_some());
                }
            }
        }
    }
}
