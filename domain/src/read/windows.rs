//! Time-zone windows: "UTC-3 to UTC+2", "overlap 4 hours with EST", "US time zones".

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::cues::{Cue, Hit};
use super::{PostingText, scan};
use crate::evidence::{Evidence, Field};
use crate::time_zone::Window;

/// Abbreviations and names of zones in adverts, with the IANA zone that is meant.
const ZONES: &[(&str, &str)] = &[
    ("eastern time", "America/New_York"),
    ("eastern standard time", "America/New_York"),
    ("est", "America/New_York"),
    ("edt", "America/New_York"),
    ("et", "America/New_York"),
    ("central time", "America/Chicago"),
    ("cst", "America/Chicago"),
    ("cdt", "America/Chicago"),
    ("mountain time", "America/Denver"),
    ("mst", "America/Denver"),
    ("mdt", "America/Denver"),
    ("pacific time", "America/Los_Angeles"),
    ("pacific standard time", "America/Los_Angeles"),
    ("pst", "America/Los_Angeles"),
    ("pdt", "America/Los_Angeles"),
    ("pt", "America/Los_Angeles"),
    ("gmt", "Etc/UTC"),
    ("utc", "Etc/UTC"),
    ("bst", "Europe/London"),
    ("uk time", "Europe/London"),
    ("cet", "Europe/Berlin"),
    ("cest", "Europe/Berlin"),
    ("central european time", "Europe/Berlin"),
    ("eet", "Europe/Bucharest"),
    ("eest", "Europe/Bucharest"),
    ("ist", "Asia/Kolkata"),
    ("sgt", "Asia/Singapore"),
    ("jst", "Asia/Tokyo"),
    ("aest", "Australia/Sydney"),
    ("aedt", "Australia/Sydney"),
    ("brt", "America/Sao_Paulo"),
];

/// Groups of zones: minutes east of UTC in winter, west end and east end.
const GROUPS: &[(&str, i32, i32)] = &[
    ("us time", -480, -300),
    ("u.s. time", -480, -300),
    ("american time", -480, -180),
    ("north american time", -480, -240),
    ("americas time", -480, -180),
    ("european time", 0, 120),
    ("europe time", 0, 120),
    ("eu time", 0, 120),
    ("emea time", 0, 240),
    ("latam time", -360, -180),
    ("apac time", 330, 720),
    ("asian time", 330, 540),
    ("us working hours", -480, -300),
    ("us business hours", -480, -300),
    ("us hours", -480, -300),
    ("european working hours", 0, 120),
    ("european business hours", 0, 120),
];

static OFFSETS: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?i)\b(?:utc|gmt)\s?([+\-−–]\s?[0-9]{1,2})(?::?([03]0))?(?:\s?(?:-|–|—|to|and|through|/|until)\s?(?:utc|gmt)?\s?([+\-−–]?\s?[0-9]{1,2})(?::?([03]0))?)?").ok()
});
static OVERLAP: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"(?i)\b([0-9]{1,2})(?:\s?(?:-|–|to)\s?[0-9]{1,2})?\+?\s?(?:hours?|hrs?|h)\b").ok());

/// The windows that a text states, each with its words.
pub(super) fn read(posting: &PostingText<'_>, hits: &[Hit]) -> Vec<(Window, Evidence)> {
    let mut out: Vec<(Window, Evidence)> = Vec::new();
    let mut upto = 0;
    for hit in hits.iter().filter(|hit| hit.cue == Cue::TimeZone) {
        if hit.span.start < upto || out.len() >= 6 {
            continue;
        }
        let sentence = scan::sentence_within(posting.text, &hit.span, 160);
        upto = sentence.end;
        add(Field::Text, posting.text, sentence, &mut out);
    }
    let title = scan::head(posting.title, 600);
    let lower = scan::lower(title);
    if ["timezone", "time zone", "utc", "gmt", "est)", "pst)", "hours", "timezones"].iter().any(|word| lower.contains(word)) {
        add(Field::Title, posting.title, 0..title.len(), &mut out);
    }
    out
}

fn add(field: Field, text: &str, sentence: Range<usize>, out: &mut Vec<(Window, Evidence)>) {
    let Some(words) = text.get(sentence.clone()) else { return };
    let lower = scan::lower(words);
    let evidence =
        |span: Range<usize>| Evidence::at_bytes(field, text, sentence.start + span.start..sentence.start + span.end, "text.time_zone");
    let mut push = |window: Window, evidence: Option<Evidence>| {
        if let Some(evidence) = evidence
            && !out.iter().any(|(had, _)| *had == window)
        {
            out.push((window, evidence));
        }
    };
    if let Some(regex) = OFFSETS.as_ref()
        && let Some(found) = regex.captures(words)
        && let Some(whole) = found.get(0)
    {
        let minutes = |hours: Option<regex::Match<'_>>, rest: Option<regex::Match<'_>>| -> Option<i32> {
            let digits: String = hours?
                .as_str()
                .chars()
                .filter_map(|c| match c {
                    '−' | '–' => Some('-'),
                    ' ' => None,
                    c => Some(c),
                })
                .collect();
            let hours: i32 = digits.parse().ok().filter(|hours: &i32| (-12..=14).contains(hours))?;
            let rest = rest.and_then(|rest| rest.as_str().parse::<i32>().ok()).unwrap_or(0);
            Some(hours * 60 + if hours < 0 { -rest } else { rest })
        };
        if let Some(from) = minutes(found.get(1), found.get(2)) {
            let to = minutes(found.get(3), found.get(4)).unwrap_or(from);
            push(Window::Offsets { from: from.min(to), to: from.max(to) }, evidence(whole.range()));
            return;
        }
    }
    let asked = [
        "overlap",
        "time zone",
        "timezone",
        "working hours",
        "business hours",
        "core hours",
        "hours",
        "schedule",
        "within",
        "align",
        "available",
        "+/-",
        "based in",
    ]
    .iter()
    .any(|word| lower.contains(word));
    if !asked
        || [
            "support is",
            "customers",
            "deadline",
            "apply by",
            "webinar",
            "event",
            "closes",
            "response within",
            "call us",
            "posted",
            "office hours",
        ]
        .iter()
        .any(|word| lower.contains(word))
    {
        return;
    }
    if let Some((group, from, to)) = GROUPS.iter().find(|(group, ..)| lower.contains(group)) {
        let at = lower.find(group).unwrap_or(0);
        push(Window::Offsets { from: *from, to: *to }, evidence(at..at + group.len()));
        return;
    }
    let overlap = if lower.contains("overlap") {
        OVERLAP
            .as_ref()
            .and_then(|regex| regex.captures(words))
            .and_then(|found| found.get(1)?.as_str().parse::<i32>().ok())
            .filter(|hours| (1..=10).contains(hours))
            .map(|hours| hours * 60)
    } else {
        None
    };
    let mut named: Option<(usize, usize, &str)> = None;
    for (name, zone) in ZONES {
        let Some(at) = super::location::find_word(&lower, name) else { continue };
        // Two-letter names only in capitals: "et" is French, "pt" is Portugal.
        let written = words.get(at..at + name.len()).unwrap_or("");
        if name.len() <= 4 && written.chars().any(|c| c.is_ascii_lowercase()) {
            continue;
        }
        if named.is_none_or(|(had, ..)| at < had) {
            named = Some((at, name.len(), zone));
        }
    }
    if let Some((at, len, zone)) = named {
        push(Window::Zone { zone: zone.to_owned(), overlap }, evidence(at..at + len));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn windows(text: &str) -> Vec<Window> {
        let posting = PostingText { text, ..PostingText::default() };
        read(&posting, &super::super::cues::find(text)).into_iter().map(|(window, _)| window).collect()
    }

    #[test]
    fn windows_are_read() {
        assert_eq!(windows("You work between UTC-3 and UTC+2."), [Window::Offsets { from: -180, to: 120 }]);
        assert_eq!(
            windows("Must overlap 4 hours with EST working hours"),
            [Window::Zone { zone: "America/New_York".into(), overlap: Some(240) }]
        );
        assert_eq!(windows("You must be in a US time zone"), [Window::Offsets { from: -480, to: -300 }]);
        assert!(windows("et cetera within hours").is_empty());
    }

    proptest! {
        #[test]
        fn any_text_gives_true_spans(text in "(utc|UTC|GMT|\\+|-|[0-9]|overlap|EST| |–|é|hours|\\.){0,30}") {
            let posting = PostingText { text: &text, title: &text, ..PostingText::default() };
            for (window, evidence) in read(&posting, &super::super::cues::find(&text)) {
                let words: String = text.chars().skip(evidence.start as usize).take((evidence.end - evidence.start) as usize).collect();
                prop_assert_eq!(words, evidence.text);
                if let Window::Offsets { from, to } = window {
                    prop_assert!(from <= to && (-720..=870).contains(&from) && (-750..=870).contains(&to));
                }
            }
        }
    }
}
