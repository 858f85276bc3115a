//! The phrases that show that a posting says something, found in one pass.

use std::ops::Range;
use std::sync::LazyLock;

use aho_corasick::AhoCorasick;

/// What a phrase is a sign of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Cue {
    Extras,
    PayByPlace,
    Hours,
    Authorisation,
    Travel,
    Duties,
    Requirements,
    HiringSteps,
    Team,
    Intern,
    Junior,
    Mid,
    Senior,
    Lead,
    Staff,
    Principal,
    Manager,
    Director,
    Executive,
}

const KINDS: usize = 19;

/// Phrases by cue, in lower case, mostly English with the commonest German, French and Spanish headings.
/// A phrase must stand between word boundaries; `'` also matches a typographic apostrophe.
const PHRASES: &[(Cue, &[&str])] = &[
    // "Equity" alone is no sign: it is as often diversity, equity and inclusion, or private equity.
    (
        Cue::Extras,
        &[
            "stock options",
            "stock option",
            "share options",
            "rsus",
            "rsu",
            "restricted stock",
            "equity package",
            "equity grant",
            "equity grants",
            "equity compensation",
            "company equity",
            "meaningful equity",
            "generous equity",
            "competitive equity",
            "equity in the company",
            "equity stake",
            "salary and equity",
            "salary + equity",
            "cash and equity",
            "plus equity",
            "+ equity",
            "equity + benefits",
            "equity, and benefits",
            "equity and benefits",
            "offers equity",
            "offer equity",
            "eligible for equity",
            "equity ownership",
            "virtual shares",
            "vsop",
            "esop",
            "espp",
            "annual bonus",
            "performance bonus",
            "performance-based bonus",
            "signing bonus",
            "sign-on bonus",
            "yearly bonus",
            "quarterly bonus",
            "bonus eligible",
            "eligible for a bonus",
            "discretionary bonus",
            "target bonus",
            "bonus plan",
            "bonus program",
            "commission plan",
            "uncapped commission",
            "profit sharing",
            "profit-sharing",
        ],
    ),
    (
        Cue::PayByPlace,
        &[
            "on location",
            "by location",
            "on your location",
            "on geographic",
            "by geography",
            "geographic location",
            "geographic region",
            "geographic area",
            "cost of living",
            "cost of labor",
            "cost of labour",
            "pay zone",
            "pay zones",
            "geo zone",
            "geographic zone",
            "work location",
            "location-based",
            "location based",
            "location-independent",
            "regardless of location",
            "regardless of where",
            "where you live",
            "where you are based",
            "local market",
            "by region",
            "candidate's location",
        ],
    ),
    (
        Cue::Hours,
        &[
            "core hours",
            "core working hours",
            "working hours",
            "work hours",
            "office hours",
            "business hours",
            "flexible hours",
            "flexible schedule",
            "hours per week",
            "hours a week",
            "hours/week",
            "hrs/week",
            "asynchronously",
            "async-first",
            "overlap with",
            "hours of overlap",
            "hour overlap",
            "time zone",
            "time zones",
            "timezone",
            "timezones",
            "arbeitszeiten",
        ],
    ),
    (
        Cue::Authorisation,
        &[
            "authorized to work",
            "authorised to work",
            "work authorization",
            "work authorisation",
            "right to work",
            "eligible to work",
            "eligibility to work",
            "work permit",
            "visa sponsorship",
            "sponsor visas",
            "sponsor visa",
            "sponsor work visas",
            "visa support",
            "immigration sponsorship",
            "employment sponsorship",
            "require sponsorship",
            "provide sponsorship",
            "offer sponsorship",
            "security clearance",
            "citizenship required",
            "u.s. citizen",
            "us citizen",
            "us citizens",
            "arbeitserlaubnis",
        ],
    ),
    (
        Cue::Travel,
        &[
            "% travel",
            "travel up to",
            "travel required",
            "travel is required",
            "travel requirements",
            "travel requirement",
            "travel:",
            "no travel",
            "occasional travel",
            "occasionally travel",
            "some travel",
            "minimal travel",
            "willingness to travel",
            "willing to travel",
            "ability to travel",
            "able to travel",
            "travel to",
            "company retreat",
            "company retreats",
            "offsites",
            "off-sites",
            "team offsite",
            "days per week in",
            "days a week in",
            "days/week in",
            "days in the office",
            "days in office",
            "days onsite",
            "days on-site",
            "days per week onsite",
            "days a week onsite",
            "times a week in",
            "in-office days",
            "reisebereitschaft",
        ],
    ),
    (
        Cue::Duties,
        &[
            "responsibilities",
            "key responsibilities",
            "responsible for",
            "duties",
            "what you'll do",
            "what you will do",
            "what you'll be doing",
            "what you will be doing",
            "what you'll work on",
            "what you'll own",
            "you'll be responsible",
            "in this role",
            "your role",
            "the role",
            "role overview",
            "your mission",
            "your impact",
            "day-to-day",
            "day to day",
            "you will",
            "you'll",
            "your tasks",
            "job description",
            "about the job",
            "about the role",
            "aufgaben",
            "vos missions",
            "tus responsabilidades",
            "funciones",
        ],
    ),
    (
        Cue::Requirements,
        &[
            "requirements",
            "qualifications",
            "required skills",
            "must have",
            "must-have",
            "must-haves",
            "nice to have",
            "what you'll need",
            "what you need",
            "what you'll bring",
            "what you bring",
            "what we're looking for",
            "what we are looking for",
            "we're looking for",
            "we are looking for",
            "looking for",
            "who you are",
            "about you",
            "you have",
            "you should have",
            "your profile",
            "your background",
            "years of experience",
            "years experience",
            "years' experience",
            "experience with",
            "experience in",
            "proficiency in",
            "anforderungen",
            "dein profil",
            "ihr profil",
            "profil recherch\u{e9}",
            "requisitos",
        ],
    ),
    (
        Cue::HiringSteps,
        &[
            "interview process",
            "hiring process",
            "recruitment process",
            "recruiting process",
            "application process",
            "selection process",
            "our process",
            "interview stages",
            "interview steps",
            "steps of the",
            "phone screen",
            "screening call",
            "intro call",
            "introductory call",
            "technical interview",
            "final interview",
            "take-home",
            "take home assignment",
            "onsite interview",
            "what happens next",
            "next steps",
            "bewerbungsprozess",
        ],
    ),
    (
        Cue::Team,
        &[
            "report to",
            "reports to",
            "reporting to",
            "reporting directly",
            "report directly",
            "reporting line",
            "you'll join",
            "you will join",
            "join our",
            "join the",
            "join a team",
            "our team",
            "the team",
            "team of",
            "your team",
            "work closely with",
            "work alongside",
            "direct reports",
            "cross-functional team",
            "cross-functional teams",
        ],
    ),
    (Cue::Intern, &["intern", "interns", "internship", "working student", "trainee", "apprentice", "praktikum", "werkstudent"]),
    (
        Cue::Junior,
        &[
            "junior",
            "entry level",
            "entry-level",
            "new grad",
            "new grads",
            "graduate",
            "early career",
            "0-2 years",
            "1+ years",
            "1-2 years",
            "1-3 years",
        ],
    ),
    (
        Cue::Mid,
        &[
            "mid-level",
            "mid level",
            "midlevel",
            "intermediate",
            "2+ years",
            "3+ years",
            "4+ years",
            "2-4 years",
            "2-5 years",
            "3-5 years",
            "two years",
            "three years",
            "four years",
        ],
    ),
    (
        Cue::Senior,
        &[
            "senior",
            "sr.",
            "seniors",
            "5+ years",
            "6+ years",
            "7+ years",
            "5-7 years",
            "5-8 years",
            "5-10 years",
            "five years",
            "six years",
            "seven years",
        ],
    ),
    (Cue::Lead, &["tech lead", "technical lead", "team lead", "lead a team", "lead the", "leading a team", "leading", "leads", "lead"]),
    (Cue::Staff, &["staff engineer", "staff-level", "staff level", "staff software", "8+ years", "10+ years"]),
    (Cue::Principal, &["principal", "distinguished", "10+ years", "12+ years", "15+ years"]),
    (Cue::Manager, &["manager", "managing", "manage a team", "people management", "direct reports"]),
    (Cue::Director, &["director", "head of", "10+ years", "12+ years", "15+ years"]),
    (Cue::Executive, &["vp", "vice president", "chief", "executive", "founder", "co-founder", "founding", "partner", "c-level"]),
];

/// Words that make a remark on places a remark on pay.
const PAY_WORDS: &[&str] = &["salary", "salaries", "pay", "compensation", "wage", "range", "rate", "band", "bands"];

static TABLE: LazyLock<(Option<AhoCorasick>, Vec<Cue>)> = LazyLock::new(|| {
    let (mut phrases, mut cues) = (Vec::new(), Vec::new());
    for (cue, list) in PHRASES {
        for phrase in *list {
            phrases.push((*phrase).to_owned());
            cues.push(*cue);
            if phrase.contains('\'') {
                phrases.push(phrase.replace('\'', "\u{2019}"));
                cues.push(*cue);
            }
        }
    }
    (AhoCorasick::builder().ascii_case_insensitive(true).build(phrases).ok(), cues)
});

/// The first place of each cue in a text.
pub(super) struct Cues<'a> {
    text: &'a str,
    found: [Option<Range<usize>>; KINDS],
}

impl<'a> Cues<'a> {
    /// Looks for every cue.
    pub(super) fn find(text: &'a str) -> Cues<'a> {
        let mut found = [const { None }; KINDS];
        if let (Some(automaton), cues) = &*TABLE {
            for hit in automaton.find_overlapping_iter(text) {
                let Some(cue) = cues.get(hit.pattern().as_usize()).copied() else { continue };
                let Some(slot) = found.get_mut(cue as usize) else { continue };
                if slot.is_none() && at_word_boundaries(text, hit.range()) && (cue != Cue::PayByPlace || on_pay(text, hit.range())) {
                    *slot = Some(hit.range());
                }
            }
        }
        Cues { text, found }
    }

    /// The sentence or line that holds the cue, shortened around it.
    pub(super) fn words(&self, cue: Cue) -> Option<&'a str> {
        let span = self.found.get(cue as usize)?.clone()?;
        self.text.get(sentence(self.text, span, 80))
    }
}

/// Whether the span neither starts nor ends inside a word.
fn at_word_boundaries(text: &str, span: Range<usize>) -> bool {
    let starts_in_word = text.get(span.start..).and_then(|t| t.chars().next()).is_some_and(char::is_alphanumeric);
    let ends_in_word = text.get(..span.end).and_then(|t| t.chars().next_back()).is_some_and(char::is_alphanumeric);
    let before = text.get(..span.start).and_then(|t| t.chars().next_back());
    let after = text.get(span.end..).and_then(|t| t.chars().next());
    !(starts_in_word && before.is_some_and(char::is_alphanumeric) || ends_in_word && after.is_some_and(char::is_alphanumeric))
}

fn on_pay(text: &str, span: Range<usize>) -> bool {
    let words = text.get(sentence(text, span, 300)).unwrap_or("").to_lowercase();
    words.split(|c: char| !c.is_alphanumeric()).any(|word| PAY_WORDS.contains(&word))
}

/// The sentence or line around a span, reaching at most `reach` bytes to each side, on whole words.
fn sentence(text: &str, span: Range<usize>, reach: usize) -> Range<usize> {
    let before = text.get(..span.start).unwrap_or("");
    let after = text.get(span.end..).unwrap_or("");
    let mut start = before.rfind(['\n', '!', '?']).map_or(0, |at| at + 1);
    start = start.max(before.rfind(". ").map_or(0, |at| at + 2));
    if span.start - start > reach {
        let cut = floor(text, span.start - reach);
        start = before.get(cut..).and_then(|t| t.find(' ')).map_or(span.start, |at| cut + at + 1);
    }
    let mut length = after.find(['\n', '!', '?']).unwrap_or(after.len());
    length = length.min(after.find(". ").map_or(after.len(), |at| at + 1));
    if length > reach {
        length = after.get(..floor(after, reach)).and_then(|t| t.rfind(' ')).unwrap_or(0);
    }
    start..span.end + length
}

fn floor(text: &str, mut at: usize) -> usize {
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn every_cue_has_a_slot_and_phrases() {
        for (n, (cue, phrases)) in PHRASES.iter().enumerate() {
            assert_eq!(*cue as usize, n);
            assert!(!phrases.is_empty() && phrases.iter().all(|p| p.to_lowercase() == **p), "{cue:?}");
        }
        assert_eq!(PHRASES.len(), KINDS);
    }

    #[test]
    fn words_are_found_in_their_sense() {
        assert_eq!(Cues::find("We value diversity, equity and inclusion.").words(Cue::Extras), None);
        assert_eq!(Cues::find("Base plus equity. Yes!").words(Cue::Extras), Some("Base plus equity."));
        assert_eq!(Cues::find("Work from any location based on taste.").words(Cue::PayByPlace), None);
        assert_eq!(Cues::find("Hi. Pay varies by location.\nBye").words(Cue::PayByPlace), Some("Pay varies by location."));
        assert_eq!(Cues::find("What you\u{2019}ll do\n- ship").words(Cue::Duties), Some("What you\u{2019}ll do"));
        assert_eq!(Cues::find("internal tools").words(Cue::Intern), None);
    }

    proptest! {
        #[test]
        fn any_text_is_searched_without_panic(a in "\\PC{0,300}", b in "\\PC{0,300}") {
            let text = format!("{a} the team {b}");
            prop_assert!(Cues::find(&text).words(Cue::Team).is_some());
        }
    }
}
