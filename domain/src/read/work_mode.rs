//! Where the work is done: remote, hybrid or on site.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::cues::{Cue, Hit};
use super::location::Location;
use super::{PostingText, Read, scan};
use crate::evidence::{Evidence, Field};
use crate::work_mode::WorkMode;

/// The words that decided, by mode.
struct Signals {
    remote: Option<Range<usize>>,
    hybrid: Option<Range<usize>>,
    onsite: Option<Range<usize>>,
}

fn regex(pattern: &str) -> Option<Regex> {
    Regex::new(pattern).ok()
}

static HYBRID: LazyLock<Option<Regex>> = LazyLock::new(|| {
    regex(concat!(
        r"(?i)(?:",
        r"#li-?hybrid|hybrid (?:role|position|work(?-u:\b)|working|model|schedule|job|setup|set-up|arrangement|environment|office|opportunity|policy|basis|structure|flexibility|\(|-|–|:|in(?-u:\b)|based|team|from)|(?:is|are|as|:|–|-|\() ?(?:a )?hybrid(?-u:\b)",
        r"|(?:\d|one|two|three|four|two to three|three to four|few|couple of)\+?(?:\s*(?:-|–|to|or)\s*\d)?\s*(?:full\s+)?(?:x\s*)?(?:days?|times)(?:/| a | per | each | every )?(?:week|wk|month)?(?: (?-u:\w)+){0,3} (?:in|at|from|on)(?:\s*-?\s*)(?:the |our |a |an |its |your |their |person|site)?(?:(?-u:\w)+ ){0,3}(?:office|offices|hub|hq|studio|person|site|headquarters)",
        r"|(?-u:\b)(?:in|at|from|to|into|on)[ -](?:the |our |a |an )?(?:(?-u:\w)+ ){0,3}(?:office|offices|hub|hq|person|site|in-office|onsite|studio)(?-u:\b),?(?: (?-u:\w)+){0,4}?,?\s*(?:at least |minimum of |a minimum of |minimum |roughly |around |about |for |up to )*\(?(?:\d|one|two|three|four)\+?(?:\s*(?:-|–|to|or)\s*\d)? ?x?(?:\s+days?)?(?:\s*/| a| per| each| every) ?week",
        r"|in[- ]office (?:(?-u:\w)+ )?(?:days|anchor)|anchor days|days in[- ](?:the[- ])?office|(?:onsite|on-site|in[- ]office|in the office|in person) (?:on )?(?:mondays?|tuesdays?|wednesdays?|thursdays?|mon|tue|wed)|office days",
        r")"
    ))
});

static REMOTE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    regex(concat!(
        r"(?i)(?:",
        r"#li-?remote|(?:fully|100 ?%|completely|entirely|primarily|permanently|all)[ -]+(?:a )?remote(?:ly)?|remote (?:role|position|job|opportunity|contract|contractor|freelance|team member|candidates|employees|within|in(?-u:\b)|across|from|ok|only|possible|considered|friendly role|\(|us(?-u:\b)|work (?:is )?(?:possible|available|ok|option))",
        r"|(?:is|are|be|hiring|hire|:|–|-|\*|or|works?|working|job|join (?:our|us|the)(?: (?-u:\w)+){0,3}) (?:a |an |the )?(?:fully )?remote(?:ly)?(?-u:\b)",
        r"|work(?:ing)? (?:only )?(?:from home|remotely)(?-u:\b)|remotely in|home[- ]based (?:role|position|job)|(?:role|position|job) (?:is|can be|will be) (?:(?-u:\w)+ ){0,3}(?:done |performed |held |based |filled )?(?:(?-u:\w)+ ){0,6}remote|location:? ?remote|remote[,;]? (?:freelance|contract|full)|télétravail|homeoffice möglich|remote,",
        r")"
    ))
});

static ONSITE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    regex(concat!(
        r"(?i)(?:",
        r"#li-?onsite|(?:on-?site|in[- ]person|in[- ]office) (?:role|position|job|team|culture|company|only|opportunity|work(?-u:\b)|environment|5|five)|(?:is|are|be|:|fully|100%|–|-|work|working|primarily) (?:an |a |fully |100% )*(?:on-?site|in[- ]person|in[- ]office)(?-u:\b)",
        r"|(?:5|five) days (?:a|per|each|/) ?week(?: (?-u:\w)+){0,3} (?:in|from|at|on)|(?:in|at) (?:the|our) (?:(?-u:\w)+ ){0,3}office (?:5|five) days|office (?:five|5) days|(?:monday|mon)(?: |-|–)(?:through|to|-|–)? ?(?:friday|fri)(?: (?-u:\w)+){0,3} in (?:the|our) office|office monday (?:through|to) friday|in our (?:(?-u:\w)+ ){1,2}office where you will work|not (?:a |offering |open to |able to offer |considering )*(?:remote|recruiting remotely)|no remote|remote (?:work )?is not|not remote|unable to (?:offer|accommodate) remote|presence (?:is )?required|relocat(?-u:\w)+ to (?:(?-u:\w)+ ){1,4}(?:is )?required",
        r")"
    ))
});

/// Sentences that speak of somebody else, or of a choice that depends.
static LOOSE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    regex(
        r"(?i)(?:remote (?:control|sensing|access|desktop|server|sites?|monitoring|signers?|patient|procedure|region|area|location|locations|hands|device|support session|teams? across)|number of hybrid, office|will vary|experience (?:(?-u:\w)+ ){0,4}(?:remote|hybrid)|hybrid (?:cloud|mobile|app|search|environments? \(|vehicle|infrastructure|it(?-u:\b)|electric|multi)|work from home (?:stipend|support|setup|equipment|budget|allowance)|home office (?:set|stipend|budget|equipment|support)|remote (?:work )?(?:stipend|set-?up|workplace)|if (?:you're|you’re|you are)|whether|on-?site (?:content|search|seo|conversion|gym|parking|visits?|client|customer|support|deployment|meals|lunch|training|fitness|interviews?)|interview|customers|clients|hospital|quarterly|retreat|offsite|office 365|microsoft office)",
    )
});

/// Reads the mode, in the order: location words, title words, the source's flag, the text.
pub(super) fn read(posting: &PostingText<'_>, location: &Location, hits: &[Hit]) -> Read<WorkMode> {
    let from = |value, evidence| Read { value, evidence };
    let field = posting.location.unwrap_or("");
    let located = |span: &Range<usize>, rule| Evidence::at_bytes(Field::Location, field, span.clone(), rule);
    let remote = location.remote();
    if let Some(item) = location.hybrid().filter(|_| remote.is_none()) {
        return from(WorkMode::Hybrid, located(&item.span, "mode.location"));
    }
    let title = title_mode(posting);
    if let Some(item) = remote {
        // "Hybrid, remote or in London" and the like: what the title says is the more exact word.
        if let Some((WorkMode::Hybrid, span)) = &title {
            return from(WorkMode::Hybrid, Evidence::at_bytes(Field::Title, posting.title, span.clone(), "mode.title"));
        }
        return from(WorkMode::Remote, located(&item.span, "mode.location"));
    }
    if let Some(item) = location.onsite() {
        return from(WorkMode::Onsite, located(&item.span, "mode.location"));
    }
    if let Some((mode, span)) = title {
        return from(mode, Evidence::at_bytes(Field::Title, posting.title, span, "mode.title"));
    }
    let signals = signals(posting.text, hits);
    let text = |span: Range<usize>, rule| Evidence::at_bytes(Field::Text, posting.text, span, rule);
    let flag = |words| Evidence::at_bytes(Field::RemoteFlag, words, 0..words.len(), "mode.flag");
    match (posting.remote_flag, signals) {
        (Some(true), Signals { hybrid: Some(span), remote: None, .. }) => from(WorkMode::Hybrid, text(span, "mode.text")),
        (Some(true), _) => from(WorkMode::Remote, flag("true")),
        (Some(false), Signals { remote: Some(span), hybrid: None, onsite: None }) => from(WorkMode::Remote, text(span, "mode.text")),
        (_, Signals { onsite: None, hybrid: Some(span), .. }) | (Some(false), Signals { hybrid: Some(span), .. }) => {
            from(WorkMode::Hybrid, text(span, "mode.text"))
        }
        (Some(false), Signals { onsite: Some(span), .. }) => from(WorkMode::Onsite, text(span, "mode.text")),
        (Some(false), _) => from(WorkMode::Onsite, flag("false")),
        (None, Signals { onsite: Some(span), hybrid: None, remote: None }) => from(WorkMode::Onsite, text(span, "mode.text")),
        (None, Signals { onsite: Some(_), hybrid: Some(span), .. }) => from(WorkMode::Hybrid, text(span, "mode.text")),
        (None, Signals { remote: Some(span), onsite: None, .. }) => from(WorkMode::Remote, text(span, "mode.text")),
        (None, Signals { onsite: Some(span), .. }) => from(WorkMode::Onsite, text(span, "mode.text")),
        (None, _) => from(WorkMode::Unknown, None),
    }
}

/// What the title says: "(Remote)", "Hybrid", "| ONSITE |". Remote beats on-site, because both are offered then.
fn title_mode(posting: &PostingText<'_>) -> Option<(WorkMode, Range<usize>)> {
    let lower = scan::lower(scan::head(posting.title, 600));
    let word = |words: &[&str]| scan::find_any(&lower, words);
    let negated = word(&[
        "no remote",
        "not remote",
        "non-remote",
        "no remotes",
        "remote: no",
        "remote sensing",
        "remote monitoring",
        "remote patient",
        "remote work: no",
        "remote pilot",
    ]);
    let remote =
        word(&["remote", "remotely", "telecommute", "work from home", "wfh", "remote-friendly", "remote-first", "remoto", "100% remote"])
            .filter(|_| negated.is_none());
    let hybrid = word(&["hybrid", "híbrido"]).filter(|span| {
        let rest = lower.get(span.end..).unwrap_or("").trim_start();
        ![
            "cloud",
            "search",
            "mobile",
            "app",
            "account",
            "infrastructure",
            "vehicle",
            "learning",
            "warehouse",
            "sales",
            "integration",
            "power",
            "bonding",
        ]
        .iter()
        .any(|word| rest.starts_with(word))
    });
    let onsite = word(&["onsite", "on-site", "on site", "in-office", "in-person", "presencial", "no remote"]);
    match (remote, hybrid, onsite) {
        (Some(span), None, _) => Some((WorkMode::Remote, span)),
        (_, Some(span), _) => Some((WorkMode::Hybrid, span)),
        (None, None, Some(span)) => Some((WorkMode::Onsite, span)),
        _ => None,
    }
}

fn signals(text: &str, hits: &[Hit]) -> Signals {
    let mut signals = Signals { remote: None, hybrid: None, onsite: None };
    let find = |regex: &LazyLock<Option<Regex>>, words: &str, at: usize| {
        regex.as_ref().and_then(|regex| regex.find(words)).map(|found| scan::trim(text, at + found.start()..at + found.end()))
    };
    let mut upto = 0;
    for hit in hits.iter().filter(|hit| matches!(hit.cue, Cue::Remote | Cue::Hybrid | Cue::Onsite | Cue::Office)) {
        if hit.span.start < upto {
            continue;
        }
        let sentence = scan::sentence_within(text, &hit.span, 200);
        upto = sentence.end;
        let Some(words) = text.get(sentence.clone()) else { continue };
        let loose = LOOSE.as_ref().is_some_and(|regex| regex.is_match(words));
        let tagged = words.contains("#LI") || words.contains("#li");
        if loose && !tagged {
            continue;
        }
        if signals.hybrid.is_none() {
            signals.hybrid = find(&HYBRID, words, sentence.start).filter(|span| !is_whole_week(text, span));
        }
        let onsite = find(&ONSITE, words, sentence.start);
        if onsite.is_none() && signals.remote.is_none() {
            signals.remote = find(&REMOTE, words, sentence.start).filter(|span| {
                // "remote flexibility" is a perk of a job in an office.
                !text.get(span.end..).is_some_and(|rest| rest.trim_start().starts_with("flexib"))
            });
        }
        if signals.onsite.is_none() {
            signals.onsite = onsite;
        }
    }
    signals
}

/// "5 days a week in the office", "in the office Monday through Friday": looks like days in an office, and is every day.
fn is_whole_week(text: &str, span: &Range<usize>) -> bool {
    let words = scan::lower(text.get(span.clone()).unwrap_or(""));
    let five = words.contains('5') || words.contains("five");
    let fewer = words.contains(['1', '2', '3', '4']) || scan::has(&words, &["one", "two", "three", "four"]);
    let rest = scan::lower(scan::head(text.get(span.end..).unwrap_or(""), 12));
    let from_monday = words.ends_with("monday") || words.ends_with("mon");
    five && !fewer || from_monday && ["through", "to ", "-", "–", "thru"].iter().any(|word| rest.trim_start().starts_with(word))
}

#[cfg(test)]
mod tests {
    use super::super::{cues, location};
    use super::*;

    fn mode(location_field: Option<&str>, flag: Option<bool>, text: &str) -> WorkMode {
        let posting = PostingText { title: "Engineer", location: location_field, remote_flag: flag, text, ..PostingText::default() };
        read(&posting, &location::read(location_field), &cues::find(text)).value
    }

    #[test]
    fn days_in_an_office_are_hybrid_and_every_day_is_on_site() {
        for text in [
            "You work in the office, at least three days a week.",
            "Willingness to work in person at our office 4-5 days a week.",
            "We are in our London office 2 days per week.",
        ] {
            assert_eq!(mode(None, None, text), WorkMode::Hybrid, "{text}");
        }
        for text in
            ["This is an in-person team. We're in the office Monday through Friday.", "You are in the office 5 days a week, on-site only."]
        {
            assert_eq!(mode(None, None, text), WorkMode::Onsite, "{text}");
        }
    }

    #[test]
    fn meals_and_perks_say_nothing_of_the_mode() {
        for text in [
            "Lunches daily, dinners 3x per week, stocked office kitchen.",
            "Benefits: work remote flexibility",
            "As a remote team we value trust.",
        ] {
            assert_eq!(mode(None, None, text), WorkMode::Unknown, "{text}");
        }
    }

    #[test]
    fn the_location_field_beats_the_flag_and_the_flag_beats_silence() {
        assert_eq!(mode(Some("Hybrid - London"), Some(true), ""), WorkMode::Hybrid);
        assert_eq!(mode(Some("Remote, US"), Some(false), ""), WorkMode::Remote);
        assert_eq!(mode(Some("Berlin"), Some(true), ""), WorkMode::Remote);
        assert_eq!(mode(Some("Berlin"), Some(false), ""), WorkMode::Onsite);
        assert_eq!(mode(Some("Berlin"), None, ""), WorkMode::Unknown);
    }
}
