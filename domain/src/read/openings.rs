//! The roles that a text names: "We are looking for a senior front-end engineer",
//! "Open roles: …". Read where the title tells nothing.

use std::ops::Range;
use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, AhoCorasickKind, MatchKind};

use super::levels::{self, Level};
use super::rules::{self, Match};
use super::words::{self, Word};
use super::{PostingText, Read, scan};
use crate::evidence::{Evidence, Field};
use crate::role::Role;
use crate::seniority::Seniority;

/// How much of a text is searched, in bytes.
const MAX_TEXT: usize = 5_000;
/// How long a piece after an opening may be, in bytes.
const MAX_PIECE: usize = 110;
/// How long a line is that names a role by itself, in bytes.
const LINE: Range<usize> = 5..80;

/// Words that lead to a role.
const OPENINGS: &[&str] = &[
    "looking for",
    "looking to hire",
    "looking to add",
    "want to hire",
    "hiring",
    "seeking",
    "searching for",
    "in search of",
    "on the lookout for",
    "we need",
    "in need of",
    "need a",
    "need an",
    "open positions",
    "open roles",
    "open jobs",
    "openings",
    "openings for",
    "following positions",
    "following roles",
    "positions:",
    "roles:",
    "role:",
    "position:",
    "jobs:",
    "job title",
    "vacancies",
    "to fill",
    "join us as a",
    "join us as an",
    "as a",
    "as an",
    "role of",
    "position of",
    "suchen wir",
    "wir suchen",
    "suchen dich als",
    "recherchons",
    "buscamos",
    "procuramos",
    "cerchiamo",
    "szukamy",
    "poszukujemy",
];

/// Words that end the name of a role in running text.
const ENDS: &[&str] =
    &[" to ", " who ", " that ", " which ", " with ", " for ", " at ", " in our ", " in the ", " you ", "http", " für ", " mit ", " pour "];

static AUTOMATON: LazyLock<Option<AhoCorasick>> = LazyLock::new(|| {
    AhoCorasick::builder()
        .ascii_case_insensitive(true)
        .match_kind(MatchKind::LeftmostLongest)
        .kind(Some(AhoCorasickKind::DFA))
        .build(OPENINGS)
        .ok()
});

/// A role of a text, and the level that the same words name.
struct Opening {
    role: Match,
    level: Option<Level>,
}

/// The first role that the text names as open; in a posting with a header for its title, lines that are roles count too.
pub(super) fn role(posting: &PostingText<'_>, header: bool) -> Option<Read<Role>> {
    let found = first(posting, header)?.role;
    Some(Read { value: found.role, evidence: Evidence::at_bytes(Field::Text, posting.text, found.span, "text.role") })
}

/// The level of the first role that the text names as open.
pub(super) fn level(posting: &PostingText<'_>, header: bool) -> Option<Level> {
    // A manager or a leader in such words is more often the one reported to.
    let leader = |span: &Range<usize>| posting.text.get(span.clone()).is_some_and(|word| scan::lower(word).starts_with("leader"));
    first(posting, header)?.level.filter(|(level, span)| !level.is_management() && *level != Seniority::Intern && !leader(span))
}

fn first(posting: &PostingText<'_>, header: bool) -> Option<Opening> {
    let text = scan::head(posting.text, MAX_TEXT);
    // Such a text begins with its title, with nothing between.
    let body = if header && text.starts_with(posting.title) { posting.title.len() } else { 0 };
    let found = after_opening(text, body);
    if found.is_some() || !header {
        return found;
    }
    on_a_line(text, body).or_else(|| anywhere(text, body))
}

/// The first sentence that speaks of a technical kind of work.
fn anywhere(text: &str, body: usize) -> Option<Opening> {
    let mut start = body;
    while start < text.len() {
        let end = start + sentence(text.get(start..)?).max(1);
        let words = words::split(text.get(start..scan::ceil(text, end))?);
        if let Some(role) = rules::table()
            .read(&words)
            .filter(|role| rules::technical(role.role) && (role.job || role.role.family() == "software-engineering"))
        {
            let span = start + role.span.start..start + role.span.end;
            return Some(Opening { role: Match { span, ..role }, level: None });
        }
        start = scan::ceil(text, end + 1);
    }
    None
}

fn after_opening(text: &str, body: usize) -> Option<Opening> {
    let openings = AUTOMATON.as_ref()?.find_iter(text).map(|found| found.start()..found.end());
    let whole = |span: &Range<usize>| span.start == body || span.start > body && scan::is_word(text, span);
    openings.filter(whole).find_map(|span| {
        let rest = text.get(span.end..)?;
        let lead = rest.len() - rest.trim_start_matches(|c: char| !c.is_alphanumeric()).len();
        let item = rest.get(..lead).is_some_and(|signs| signs.contains(['-', '*', '•', '–', ')']));
        let start = span.end + lead;
        piece(text, start..start + sentence(text.get(start..)?), item)
    })
}

/// How long the sentence is that a text begins with; HTML that was taken away often leaves no blank after a stop.
fn sentence(rest: &str) -> usize {
    let rest = scan::head(rest, MAX_PIECE);
    let bytes = rest.as_bytes();
    let ends = |(at, b): (usize, &u8)| match b {
        b'\n' | b'!' | b'?' | b';' => true,
        b'.' => bytes.get(at + 1).is_none_or(|next| next.is_ascii_whitespace() || next.is_ascii_uppercase()),
        _ => false,
    };
    bytes.iter().enumerate().position(ends).unwrap_or(rest.len())
}

fn on_a_line(text: &str, body: usize) -> Option<Opening> {
    let mut start = body;
    while start < text.len() {
        let rest = text.get(start..)?;
        let end = start + line(rest);
        if LINE.contains(&(end - start))
            && let Some(found) = piece(text, start..end, false)
        {
            return Some(found);
        }
        start = scan::ceil(text, end + 1);
    }
    None
}

/// How long the line or list item is that a text begins with.
fn line(rest: &str) -> usize {
    let bytes = rest.as_bytes();
    let at = |i: usize| bytes.get(i).copied().unwrap_or(b' ');
    (0..bytes.len())
        .find(|i| match at(*i) {
            b'\n' => true,
            b'h' => rest.get(*i..).is_some_and(|rest| rest.starts_with("http")),
            b'-' | b'*' => at(i + 1) == b' ' && (*i == 0 || at(i - 1).is_ascii_whitespace()),
            b'.' | b')' => at(i + 1).is_ascii_uppercase() && *i > 0 && at(i - 1).is_ascii_lowercase(),
            _ => false,
        })
        .unwrap_or(bytes.len())
}

/// The role that a piece of running text names: its first words first, then what stands after each comma.
fn piece(text: &str, span: Range<usize>, item: bool) -> Option<Opening> {
    let whole = text.get(span.clone())?;
    let lower = scan::lower(whole);
    let end = ENDS.iter().filter_map(|end| lower.find(end)).min().unwrap_or(whole.len());
    let words = words::split(whole.get(..end)?);
    let table = rules::table();
    let first = words.get(..table.first_of_list(&words))?;
    let joined = first.iter().skip(1).position(|word| word.lead.is_some_and(|sign| !matches!(sign, '-' | '–' | '—' | '/')));
    let (head, rest) = first.split_at_checked(joined.map_or(first.len(), |at| at + 1))?;
    let pieces = std::iter::once(head).chain(rest.chunk_by(|a, b| a.part == b.part));
    let read = |words: &[Word]| Some((table.read(words)?, levels::of(words)));
    let (role, level) = pieces.filter_map(read).find(|(role, _)| role.job || item && rules::technical(role.role))?;
    let moved = |range: Range<usize>| span.start + range.start..span.start + range.end;
    Some(Opening { role: Match { span: moved(role.span.clone()), ..role }, level: level.map(|(level, range)| (level, moved(range))) })
}
