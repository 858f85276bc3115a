//! One pass over a text for the words that the rules start from.

use std::ops::Range;
use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, AhoCorasickKind, MatchKind};

use super::scan;

/// What a word starts the reading of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Cue {
    /// "remote" and its likes.
    Remote,
    /// "hybrid".
    Hybrid,
    /// "on-site", "in person".
    Onsite,
    /// An office: read for days in it.
    Office,
    /// "based in", "must reside in".
    Based,
    /// "authorized to work in".
    Authorised,
    /// "anywhere in the world", "worldwide".
    Anywhere,
    /// "sponsorship", "visa".
    Visa,
    /// "equity", "stock options".
    Equity,
    /// "time zone", "overlap".
    TimeZone,
    /// "years of experience".
    Years,
    /// "full-time", "contract".
    Employment,
    /// "not available in", "excluding".
    Excluded,
    /// "geographic location", "cost of living": read for pay that depends on the place.
    PayPlace,
}

/// A cue with where it stands.
#[derive(Debug, Clone)]
pub(super) struct Hit {
    /// What it starts.
    pub cue: Cue,
    /// Its bytes.
    pub span: Range<usize>,
}

/// How many hits of a kind are kept: the first ones say what there is to say,
/// and a text of nothing but cues stays cheap.
const PER_CUE: usize = 40;

const WORDS: &[(Cue, &[&str])] = &[
    (
        Cue::Remote,
        &[
            "remote",
            "remotely",
            "work from home",
            "working from home",
            "home-based",
            "home based",
            "telecommute",
            "telecommuting",
            "telework",
            "distributed team",
            "fully distributed",
            "homeoffice",
            "home office",
            "home-office",
            "teletrabajo",
            "télétravail",
            "teletravail",
            "remoto",
            "remota",
            "wfh",
            "zdalnie",
            "zdalna",
            "virtual position",
            "virtual role",
        ],
    ),
    (Cue::Hybrid, &["hybrid", "hybride", "híbrido", "hibrido", "híbrida", "hybrydowa", "hybrydowo"]),
    (
        Cue::Onsite,
        &[
            "on-site",
            "onsite",
            "on site",
            "in-person",
            "in person",
            "in-office",
            "in office",
            "vor ort",
            "presencial",
            "sur site",
            "stacjonarnie",
            "in-studio",
        ],
    ),
    (
        Cue::Office,
        &[
            "office",
            "offices",
            "days per week",
            "days a week",
            "days/week",
            "days each week",
            "days in",
            "days on",
            "on location",
            "relocate",
            "relocation",
            "büro",
            "bureau",
        ],
    ),
    (
        Cue::Based,
        &[
            "based in",
            "based out of",
            "based on the",
            "located in",
            "location:",
            "locations:",
            "reside in",
            "residing in",
            "reside within",
            "residents of",
            "resident of",
            "residents only",
            "resident in",
            "live in",
            "living in",
            "lives in",
            "based within",
            "located within",
            "based anywhere",
            "located anywhere",
            "from within",
            "open to candidates",
            "open to applicants",
            "candidates in",
            "candidates from",
            "candidates located",
            "candidates based",
            "applicants in",
            "applicants from",
            "applicants located",
            "applicants must",
            "based only",
            "-based",
            "only open to",
            "open to anyone in",
            "open to people in",
            "eligible locations",
            "eligible countries",
            "eligible states",
            "following states",
            "following countries",
            "following locations",
            "hire in",
            "hiring in",
            "employ in",
            "able to hire",
            "hiring remotely",
            "within commutable",
            "commutable",
            "commuting distance",
            "us only",
            "usa only",
            "u.s. only",
            "uk only",
            "eu only",
            "wohnsitz",
            "work location",
        ],
    ),
    (
        Cue::Authorised,
        &[
            "authorized to work",
            "authorised to work",
            "authorization to work",
            "work authorization",
            "work authorisation",
            "right to work",
            "eligible to work",
            "legally allowed to work",
            "work legally",
            "legally work",
            "legally authorized",
            "permission to work",
            "work permit",
            "able to work in",
            "u.s. citizen",
            "us citizen",
            "u.s. citizenship",
            "us citizenship",
            "u.s. person",
        ],
    ),
    (
        Cue::Anywhere,
        &[
            "anywhere",
            "worldwide",
            "world-wide",
            "any country",
            "any location",
            "globally",
            "global remote",
            "around the world",
            "across the world",
            "across the globe",
            "wherever",
            "where ever",
            "any timezone",
            "any time zone",
            "all timezones",
            "all time zones",
            "remote international",
            "international",
            "location independent",
            "location-independent",
            "no matter where",
            "remote global",
            "weltweit",
        ],
    ),
    (
        Cue::Visa,
        &["sponsor", "sponsorship", "sponsorships", "sponsored", "sponsoring", "visa", "visas", "h1b", "h-1b", "relocation and visa"],
    ),
    (
        Cue::Equity,
        &[
            "equity",
            "stock",
            "stocks",
            "stock option",
            "stock options",
            "rsu",
            "rsus",
            "options",
            "shares",
            "esop",
            "vsop",
            "shareholder",
            "espp",
            "profits interest",
        ],
    ),
    (
        Cue::TimeZone,
        &[
            "timezone",
            "timezones",
            "time zone",
            "time zones",
            "time-zone",
            "time-zones",
            "overlap",
            "overlapping",
            "utc",
            "gmt",
            "working hours",
            "business hours",
            "pacific time",
            "eastern time",
            "central time",
            "mountain time",
            "core hours",
            "cet",
            "cest",
            "est",
            "edt",
            "pst",
            "pdt",
            "cst",
            "bst",
            "ist",
            "aest",
            "+/-",
        ],
    ),
    (Cue::Years, &["years", "year", "yrs", "yoe", "jahre", "años", "anos", "ans", "lat"]),
    (
        Cue::Employment,
        &[
            "full-time",
            "full time",
            "fulltime",
            "part-time",
            "part time",
            "parttime",
            "contract",
            "contractor",
            "freelance",
            "freelancer",
            "internship",
            "intern",
            "interns",
            "temporary",
            "fixed-term",
            "fixed term",
            "permanent",
            "w2",
            "1099",
            "corp-to-corp",
            "c2c",
            "seasonal",
            "vollzeit",
            "teilzeit",
            "festanstellung",
            "cdi",
            "cdd",
            "b2b",
            "independent contractor",
        ],
    ),
    (
        Cue::Excluded,
        &[
            "excluding",
            "except",
            "excluded",
            "not available in",
            "not available to",
            "not open to",
            "cannot hire",
            "can't hire",
            "unable to hire",
            "not able to hire",
            "not eligible",
            "outside of",
            "cannot be performed in",
            "may not be performed",
            "not hiring in",
            "not considering",
            "with the exception of",
            "ineligible",
            "cannot be located",
            "other than",
            "unable to employ",
            "not employ",
            "do not hire",
            "not currently hiring",
            "not accept",
        ],
    ),
    (
        Cue::PayPlace,
        &[
            "geographic",
            "geographical",
            "geography",
            "cost of labor",
            "cost of labour",
            "cost of living",
            "local market",
            "your location",
            "candidate location",
            "candidate's location",
            "candidate’s location",
            "based on location",
            "location-based",
            "by location",
            "job location",
            "primary location",
            "location of residence",
            "regardless of location",
            "regardless of where",
            "where you live",
            "pay zone",
            "geo zone",
        ],
    ),
];

struct Table {
    automaton: AhoCorasick,
    cues: Vec<Cue>,
}

static TABLE: LazyLock<Option<Table>> = LazyLock::new(|| {
    let (cues, words): (Vec<Cue>, Vec<&str>) = WORDS.iter().flat_map(|(cue, words)| words.iter().map(|word| (*cue, *word))).unzip();
    let automaton = AhoCorasick::builder()
        .ascii_case_insensitive(true)
        .match_kind(MatchKind::LeftmostLongest)
        .kind(Some(AhoCorasickKind::DFA))
        .build(words)
        .ok()?;
    Some(Table { automaton, cues })
});

/// The cues of a text, in order.
pub(super) fn find(text: &str) -> Vec<Hit> {
    let Some(table) = TABLE.as_ref() else { return Vec::new() };
    let mut hits = Vec::new();
    let mut counts = [0usize; 16];
    for found in table.automaton.find_iter(text) {
        let Some(cue) = table.cues.get(found.pattern().as_usize()).copied() else { continue };
        let span = found.start()..found.end();
        let Some(count) = counts.get_mut(cue as usize) else { continue };
        if *count < PER_CUE && scan::is_word(text, &span) {
            *count += 1;
            hits.push(Hit { cue, span });
        }
    }
    hits
}

/// The spans of one cue.
pub(super) fn of(hits: &[Hit], cue: Cue) -> impl Iterator<Item = &Range<usize>> {
    hits.iter().filter(move |hit| hit.cue == cue).map(|hit| &hit.span)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cues_are_whole_words() {
        let hits = find("Remote work; remoteness and a full-time role. Équity? equity");
        let cues: Vec<Cue> = hits.iter().map(|hit| hit.cue).collect();
        assert_eq!(cues, [Cue::Remote, Cue::Employment, Cue::Equity]);
    }

    #[test]
    fn a_text_of_cues_gives_a_bounded_list() {
        assert_eq!(find(&"remote ".repeat(50_000)).len(), PER_CUE);
    }
}
