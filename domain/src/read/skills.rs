//! Technologies a posting names, in their technical sense: "go-to-market" is not Go.

use std::ops::Range;
use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, AhoCorasickKind, MatchKind};

use super::{PostingText, Read, scan};
use crate::evidence::{Evidence, Field};
use crate::money::rows;
use crate::skill::Skill;

/// How a name is recognised in running text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sense {
    Any,
    Capital,
    Exact,
    List,
}

struct Entry {
    skill: Skill,
    name: String,
    sense: Sense,
}

struct Table {
    automaton: AhoCorasick,
    entries: Vec<Entry>,
    skills: usize,
}

/// How many mentions of one field are looked at.
const MAX_MENTIONS: usize = 2_000;

static TABLE: LazyLock<Option<Table>> = LazyLock::new(|| {
    let mut entries: Vec<Entry> = Vec::new();
    for cells in rows(include_str!("../../data/skills.tsv")) {
        let [slug, name, rest @ ..] = cells.as_slice() else { continue };
        let Some(skill) = Skill::from_slug(slug) else { continue };
        let aliases = rest.first().copied().unwrap_or("");
        let sense = match rest.get(1).copied().unwrap_or("") {
            "cap" => Sense::Capital,
            "exact" => Sense::Exact,
            "list" => Sense::List,
            _ => Sense::Any,
        };
        for (i, word) in std::iter::once(*name).chain(aliases.split(" | ").filter(|alias| !alias.is_empty())).enumerate() {
            // An alias of several words or with signs means nothing else; a short plain one is as doubtful as the name.
            let plain = word.chars().all(|c| c.is_ascii_alphabetic());
            let sense = if i > 0 && (!plain || word.len() > 6 && !name.eq_ignore_ascii_case(word)) { Sense::Any } else { sense };
            let sense = if matches!(word, "ts" | "js" | "node" | "mongo" | "dynamo") { Sense::List } else { sense };
            if !entries.iter().any(|entry| entry.name.eq_ignore_ascii_case(word)) {
                entries.push(Entry { skill, name: word.to_owned(), sense });
            }
        }
    }
    let automaton = AhoCorasick::builder()
        .ascii_case_insensitive(true)
        .match_kind(MatchKind::LeftmostLongest)
        .kind(Some(AhoCorasickKind::DFA))
        .build(entries.iter().map(|entry| entry.name.as_str()))
        .ok()?;
    Some(Table { automaton, entries, skills: Skill::all().count() })
});

struct Mention {
    entry: usize,
    span: Range<usize>,
}

/// The skills of a posting, each with its first mention in its sense, in the order of the table.
pub(super) fn read(posting: &PostingText<'_>) -> Vec<Read<Skill>> {
    let Some(table) = TABLE.as_ref() else { return Vec::new() };
    let mut first: Vec<Option<(Field, Range<usize>)>> = vec![None; table.skills];
    for (field, text) in [(Field::Title, posting.title), (Field::Text, posting.text)] {
        let mentions = mentions(table, text);
        for (i, mention) in mentions.iter().enumerate() {
            let Some(entry) = table.entries.get(mention.entry) else { continue };
            let Some(slot) = first.get_mut(entry.skill.index()).filter(|slot| slot.is_none()) else { continue };
            if means(table, entry, text, &mentions, i) {
                *slot = Some((field, mention.span.clone()));
            }
        }
    }
    let company = posting.company.map(str::to_lowercase).unwrap_or_default();
    Skill::all()
        .zip(first)
        .filter_map(|(skill, found)| {
            let (field, span) = found?;
            // The employer's own product is what it sells, not what it asks for.
            if !company.is_empty() && (company == skill.name().to_lowercase() || company == skill.slug()) {
                return None;
            }
            let text = if field == Field::Title { posting.title } else { posting.text };
            Some(Read { value: skill, evidence: Evidence::at_bytes(field, text, span, "skill.word") })
        })
        .collect()
}

fn mentions(table: &Table, text: &str) -> Vec<Mention> {
    table
        .automaton
        .find_iter(text)
        .map(|found| Mention { entry: found.pattern().as_usize(), span: found.start()..found.end() })
        .filter(|mention| whole(text, &mention.span))
        .take(MAX_MENTIONS)
        .collect()
}

/// Whether a name stands by itself: no letter, digit, `+`, `#` or `_` joined to it.
fn whole(text: &str, span: &Range<usize>) -> bool {
    let before = scan::before(text, span.start);
    let after = scan::after(text, span.end);
    let starts_word = text.as_bytes().get(span.start).is_some_and(|b| b.is_ascii_alphanumeric() || *b == b'.');
    if starts_word && before.is_some_and(|c| c.is_alphanumeric() || matches!(c, '_' | '@')) {
        return false;
    }
    let last = text.as_bytes().get(span.end.saturating_sub(1)).copied().unwrap_or(b' ');
    match after {
        Some(c) if c.is_alphanumeric() => {
            !(last.is_ascii_alphanumeric()) && !c.is_ascii_alphabetic() || matches!(last, b'+' | b'#') && !c.is_alphanumeric()
        }
        Some('+' | '#') if last.is_ascii_alphanumeric() => {
            // "Python+" is fine at the end of a word; "C++" and "C#" are other names.
            text.get(span.clone()).is_none_or(|word| word.len() != 1)
        }
        Some('_' | '@') => false,
        _ => true,
    }
}

/// Whether a mention has the technical sense.
fn means(table: &Table, entry: &Entry, text: &str, mentions: &[Mention], at: usize) -> bool {
    let Some(mention) = mentions.get(at) else { return false };
    let span = &mention.span;
    let Some(written) = text.get(span.clone()) else { return false };
    if in_address(text, span) {
        return false;
    }
    match entry.sense {
        Sense::Any => !(entry.skill.slug() == "llm" && law(text, span)),
        Sense::Exact => written == entry.name,
        Sense::Capital => {
            (written.starts_with(|c: char| c.is_ascii_uppercase()) && !as_verb(entry, text, span))
                || beside(table, entry, text, mentions, at)
        }
        Sense::List => listed(table, entry, text, mentions, at),
    }
}

/// Whether the mention is part of a web address or an e-mail address.
fn in_address(text: &str, span: &Range<usize>) -> bool {
    let bytes = text.as_bytes();
    let low = span.start.saturating_sub(80);
    let mut start = span.start;
    while start > low && bytes.get(start - 1).is_some_and(|b| !b.is_ascii_whitespace()) {
        start -= 1;
    }
    let lead = bytes.get(start..span.start).unwrap_or(&[]);
    let has = |needle: &[u8]| lead.windows(needle.len()).any(|window| window == needle);
    if has(b"://") || has(b"www.") || lead.contains(&b'@') {
        return true;
    }
    // "example.com/python": a host before a slash.
    let tail = text.get(span.end..scan::floor(text, span.end + 5)).unwrap_or("");
    tail.starts_with(".com") || tail.starts_with(".io") || tail.starts_with(".org")
}

/// "LLM" as a master of laws stands near other degrees.
fn law(text: &str, span: &Range<usize>) -> bool {
    let near = scan::lower(text.get(scan::floor(text, span.start.saturating_sub(60))..scan::ceil(text, span.end + 60)).unwrap_or(""));
    ["juris", "j.d", " jd ", "llb", "ll.b", "law degree", "bar admission", "qualified lawyer", "jd/"].iter().any(|word| near.contains(word))
}

/// The word after a span, and what stands between.
fn next_word<'a>(text: &'a str, span: &Range<usize>) -> (&'a str, &'a str) {
    let rest = text.get(span.end..scan::floor(text, span.end + 40)).unwrap_or("");
    let gap = rest.len() - rest.trim_start_matches(|c: char| !c.is_alphanumeric()).len();
    let word = rest.get(gap..).unwrap_or("");
    let end = word.find(|c: char| !c.is_alphanumeric() && c != '-').unwrap_or(word.len());
    (rest.get(..gap).unwrap_or(""), word.get(..end).unwrap_or(""))
}

/// The word before a span, and what stands between.
fn previous_word<'a>(text: &'a str, span: &Range<usize>) -> (&'a str, &'a str) {
    let lead = text.get(scan::ceil(text, span.start.saturating_sub(40))..span.start).unwrap_or("");
    let trimmed = lead.trim_end_matches(|c: char| !c.is_alphanumeric());
    let start = trimmed
        .rfind(|c: char| !c.is_alphanumeric() && c != '-')
        .map_or(0, |at| at + trimmed.get(at..).and_then(|t| t.chars().next()).map_or(1, char::len_utf8));
    (trimmed.get(start..).unwrap_or(""), lead.get(trimmed.len()..).unwrap_or(""))
}

/// Capitalised words that begin a sentence as verbs: "React quickly", "Excel at", "Spark joy".
fn as_verb(entry: &Entry, text: &str, span: &Range<usize>) -> bool {
    let (gap, next) = next_word(text, span);
    let slug = entry.skill.slug();
    if gap.trim().is_empty() {
        let next = next.to_ascii_lowercase();
        let verb = match slug {
            "react" => ["to", "quickly", "fast", "swiftly", "promptly", "appropriately", "rapidly", "calmly", "positively"]
                .contains(&next.as_str()),
            "excel" => ["at", "in", "as", "within", "under", "when", "by", "beyond", "academically"].contains(&next.as_str()),
            "rust" => ["belt", "removal"].contains(&next.as_str()),
            "ruby" => ["tuesday"].contains(&next.as_str()),
            "java" => ["island", "sea"].contains(&next.as_str()),
            _ => false,
        };
        if verb {
            return true;
        }
    }
    match slug {
        "swift" => text.get(span.clone()).is_some_and(|word| word == "SWIFT"),
        "excel" => {
            let (previous, _) = previous_word(text, span);
            ["to", "you", "who", "will", "can", "and", "they", "team", "people", "teams"].contains(&previous.to_ascii_lowercase().as_str())
                && next.chars().next().is_some_and(|c| c.is_lowercase())
                && gap.trim().is_empty()
                && !["spreadsheets", "skills", "and", "models", "proficiency", "or", "macros", "formulas", "knowledge"]
                    .contains(&next.to_ascii_lowercase().as_str())
        }
        "elixir" | "cassandra" | "angular" => false,
        _ => false,
    }
}

const WORDS_AFTER: &[&str] = &[
    "developer",
    "developers",
    "engineer",
    "engineers",
    "programming",
    "programmer",
    "language",
    "codebase",
    "services",
    "backend",
    "microservices",
    "code",
    "development",
    "stack",
    "applications",
    "application",
    "apps",
    "framework",
    "experience",
    "engine",
    "services.",
    "script",
    "scripting",
    "sdk",
    "api",
    "apis",
    "packages",
    "library",
    "libraries",
    "server",
    "servers",
    "projects",
    "expertise",
    "skills",
    "modules",
    "standard",
    "ecosystem",
    "knowledge",
];
const WORDS_BEFORE: &[&str] = &[
    "in",
    "with",
    "using",
    "of",
    "know",
    "knows",
    "write",
    "writing",
    "written",
    "language",
    "languages",
    "programming",
    "like",
    "including",
    "e.g",
    "eg",
    "either",
    "modern",
    "idiomatic",
    "use",
    "via",
    "backend",
    "our",
    "is",
    "are",
    "stack",
    "tools",
    "technologies",
    "framework",
    "frameworks",
    "scripting",
    "apache",
    "experience",
    "and",
    "or",
    "etc",
];

/// Whether another technology stands directly beside, with only list signs between.
fn beside(table: &Table, entry: &Entry, text: &str, mentions: &[Mention], at: usize) -> bool {
    let Some(mention) = mentions.get(at) else { return false };
    let joined = |between: &str| {
        between.len() <= 14
            && !between.contains(['\n', '.', ':'])
            && between.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).all(|word| {
                ["and", "or", "und", "oder", "y", "et", "with", "apache", "js", "the", "e"].contains(&word.to_ascii_lowercase().as_str())
            })
            && between.contains([',', '/', '|', '&', '•', '+', '(', ')']) | between.contains("and") | between.contains("or")
    };
    let sure = |other: &Mention| {
        table
            .entries
            .get(other.entry)
            .is_some_and(|other| other.skill != entry.skill && other.skill.slug() != "c" && other.skill.slug() != "r")
    };
    let left = at
        .checked_sub(1)
        .and_then(|i| mentions.get(i))
        .filter(|other| other.span.end <= mention.span.start && sure(other))
        .and_then(|other| text.get(other.span.end..mention.span.start));
    let right = mentions
        .get(at + 1)
        .filter(|other| other.span.start >= mention.span.end && sure(other))
        .and_then(|other| text.get(mention.span.end..other.span.start));
    left.is_some_and(joined) || right.is_some_and(joined)
}

/// Whether a doubtful name stands among technologies or is called a language, a tool, a developer's craft.
fn listed(table: &Table, entry: &Entry, text: &str, mentions: &[Mention], at: usize) -> bool {
    let Some(mention) = mentions.get(at) else { return false };
    let span = &mention.span;
    let written = text.get(span.clone()).unwrap_or("");
    let capital = written.starts_with(|c: char| c.is_ascii_uppercase());
    let (gap, next) = next_word(text, span);
    let (previous, lead) = previous_word(text, span);
    let next = next.to_ascii_lowercase();
    let previous = previous.to_ascii_lowercase();
    let slug = entry.skill.slug();
    // "Go-to-market", "R&D", "C-level", "Series C", "C suite", "Go live".
    let touching = text.get(span.end..).unwrap_or("");
    match slug {
        "go" if touching.starts_with('-') || !matches!(written, "Go" | "GO" | "go") => return false,
        "go" if gap.trim().is_empty()
            && [
                "to", "live", "beyond", "above", "ahead", "further", "deep", "out", "through", "for", "back", "from", "into", "where",
                "on", "the", "big", "home", "global",
            ]
            .contains(&next.as_str()) =>
        {
            return false;
        }
        "r" if touching.starts_with('&')
            || touching.starts_with("\u{2019}")
            || touching.starts_with('\'')
            || touching.starts_with('-')
            || lead.ends_with('&')
            || written == "r" =>
        {
            return false;
        }
        "c" if touching.starts_with('-')
            || touching.starts_with('\'')
            || touching.starts_with('.') && !touching.starts_with(". ") && touching.len() > 1 && !touching.starts_with(".\n")
            || written == "c"
            || [
                "series",
                "class",
                "vitamin",
                "grade",
                "level",
                "schedule",
                "plan",
                "part",
                "appendix",
                "type",
                "hepatitis",
                "tier",
                "group",
                "zone",
                "section",
                "type-c",
                "usb",
            ]
            .contains(&previous.as_str())
            || ["suite", "level", "corp", "class", "execs", "executives", "suites", "band", "crew", "shift"].contains(&next.as_str()) =>
        {
            return false;
        }
        "spring"
            if gap.trim().is_empty()
                && (next.starts_with("20")
                    || [
                        "semester",
                        "break",
                        "internship",
                        "intern",
                        "term",
                        "and",
                        "quarter",
                        "of",
                        "into",
                        "season",
                        "cohort",
                        "start",
                        "class",
                    ]
                    .contains(&next.as_str())) =>
        {
            return false;
        }
        _ => {}
    }
    if beside(table, entry, text, mentions, at)
        && (capital
            || written == written.to_ascii_lowercase() && slug != "go" && written.len() > 2
            || slug == "go" && beside_two(table, text, mentions, at))
    {
        return true;
    }
    if !capital {
        return false;
    }
    let tight_after = gap.trim().is_empty() && WORDS_AFTER.contains(&next.as_str());
    let tight_before = lead.trim().is_empty() || matches!(lead.trim(), "(" | ":" | "/" | "," | "•" | "-");
    let ends = gap.starts_with([',', '.', ')', ';', '/', '\n'])
        || gap.trim_start().starts_with("and")
        || next.is_empty()
        || ["and", "or", "for", "as", "is", "at", "preferred", "required", "programming"].contains(&next.as_str());
    match slug {
        "go" => {
            tight_after && next != "experience"
                || tight_before
                    && ["in", "with", "using", "golang", "language", "languages", "including", "like", "write", "modern", "idiomatic", "of"]
                        .contains(&previous.as_str())
                    && ends
        }
        "c" | "r" => {
            gap.trim().is_empty()
                && ["programming", "language", "developer", "development", "code", "programmer", "scripting", "packages", "shiny"]
                    .contains(&next.as_str())
                || tight_before && lead.trim().is_empty() && ["embedded", "language", "statistical"].contains(&previous.as_str())
                || tight_before && lead == " " && ["in", "with", "using"].contains(&previous.as_str()) && ends && !gap.is_empty()
        }
        "node" | "nodejs" => tight_after || WORDS_BEFORE.contains(&previous.as_str()) && ends,
        "typescript" | "javascript" => tight_after && next != "experience",
        "unity" => {
            gap.trim().is_empty()
                && ["engine", "developer", "developers", "development", "game", "engineer", "editor", "projects", "programming", "3d"]
                    .contains(&next.as_str())
                || ["in", "using"].contains(&previous.as_str()) && ends && lead == " "
        }
        "spark" | "spring" | "unreal" | "dart" | "helm" | "chef" | "puppet" | "gin" | "express" => {
            tight_after && next != "experience" || lead == " " && ["using", "apache", "java", "unreal"].contains(&previous.as_str())
        }
        _ => {
            tight_after
                && !matches!(
                    next.as_str(),
                    "experience"
                        | "skills"
                        | "knowledge"
                        | "applications"
                        | "application"
                        | "development"
                        | "services"
                        | "projects"
                        | "standard"
                        | "server"
                        | "expertise"
                )
        }
    }
}

/// Whether technologies stand on both sides, for a lower-case "go" in a list.
fn beside_two(table: &Table, text: &str, mentions: &[Mention], at: usize) -> bool {
    let (Some(mention), Some(left), Some(right)) =
        (mentions.get(at), at.checked_sub(1).and_then(|i| mentions.get(i)), mentions.get(at + 1))
    else {
        return false;
    };
    let close = |between: Option<&str>| between.is_some_and(|between| between.len() <= 4 && between.contains([',', '/', '|', '&']));
    let _ = table;
    close(text.get(left.span.end..mention.span.start)) && close(text.get(mention.span.end..right.span.start))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn skills(text: &str) -> Vec<&'static str> {
        read(&PostingText { text, ..PostingText::default() }).iter().map(|skill| skill.value.slug()).collect()
    }

    #[test]
    fn words_are_read_in_their_sense() {
        assert!(skills("Own our go-to-market. React quickly, excel at Sales, R&D, C-level, Series C, Spring 2026.").is_empty());
        assert_eq!(skills("Experience with Go, Rust and C/C++ on Linux"), ["go", "rust", "c", "cpp", "linux"]);
        assert_eq!(skills("Python, R, SQL; Excel and Power BI"), ["python", "r", "sql", "excel", "power-bi"]);
        assert_eq!(skills("React/Redux, Node.js, .NET, C#"), ["csharp", "dotnet", "react", "nodejs", "redux"]);
        assert_eq!(skills("see https://example.com/python/react or mail go@example.com"), [] as [&str; 0]);
        assert_eq!(skills("NoSQL and MySQL"), ["mysql"]);
    }

    proptest! {
        #[test]
        fn any_text_is_read(text in any::<String>(), more in "(go|R|C|React|Excel|,|/| |\\.|é){0,30}") {
            let text = format!("{text}{more}");
            for evidence in read(&PostingText { text: &text, ..PostingText::default() }).into_iter().filter_map(|skill| skill.evidence) {
                let words: String = text.chars().skip(evidence.start as usize).take((evidence.end - evidence.start) as usize).collect();
                prop_assert_eq!(words, evidence.text);
            }
        }
    }
}
