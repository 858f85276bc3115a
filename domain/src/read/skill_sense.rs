//! Whether a word names a technology where it stands, by its company: the words beside
//! it, other technologies in the same list, and whose technology the sentence speaks of.

use std::collections::HashSet;
use std::ops::Range;
use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, AhoCorasickKind};

use super::scan;
use super::skills::Mention;
use crate::money::rows;
use crate::skill::Skill;

/// How a name is recognised in running text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sense {
    /// In any case.
    Any,
    /// With a capital letter, or beside other technologies.
    Capital,
    /// In exactly the letters of the name.
    Exact,
    /// Only in the company of other technologies or of words such as "developer".
    List,
}

impl Sense {
    /// The sense as the table writes it.
    pub(super) fn parse(text: &str) -> Sense {
        match text {
            "cap" => Sense::Capital,
            "exact" => Sense::Exact,
            "list" => Sense::List,
            _ => Sense::Any,
        }
    }
}

/// How far back in its sentence words about others' technology are looked for, in bytes.
const REACH: usize = 120;

/// The longest piece between two technologies of one list, in bytes.
const MAX_GAP: usize = 14;

/// Words beside a name that confirm or refuse it.
#[derive(Default, Clone)]
struct Context {
    after: HashSet<&'static str>,
    before: HashSet<&'static str>,
    not_after: HashSet<&'static str>,
    not_before: HashSet<&'static str>,
}

struct Contexts {
    /// By skill.
    of: Vec<Context>,
    /// For every doubtful name.
    general: Context,
    /// Phrases that speak of others' technology.
    others: Option<AhoCorasick>,
}

static CONTEXTS: LazyLock<Contexts> = LazyLock::new(|| {
    let mut contexts = Contexts { of: vec![Context::default(); Skill::all().count()], general: Context::default(), others: None };
    for cells in rows(include_str!("../../data/skill_contexts.tsv")) {
        let [slug, kind, words] = *cells.as_slice() else { continue };
        let words = words.split(" | ");
        if kind == "others" {
            contexts.others = AhoCorasick::builder().ascii_case_insensitive(true).kind(Some(AhoCorasickKind::DFA)).build(words).ok();
            continue;
        }
        let context = match Skill::from_slug(slug) {
            Some(skill) => contexts.of.get_mut(skill.index()),
            None => Some(&mut contexts.general),
        };
        let Some(context) = context else { continue };
        match kind {
            "after" => context.after.extend(words),
            "before" => context.before.extend(words),
            "not_after" => context.not_after.extend(words),
            "not_before" => context.not_before.extend(words),
            _ => {}
        }
    }
    contexts
});

/// Whether a mention has the technical sense.
pub(super) fn means(text: &str, mentions: &[Mention], at: usize) -> bool {
    let Some(mention) = mentions.get(at) else { return false };
    let contexts = &*CONTEXTS;
    let Some(context) = contexts.of.get(mention.name.skill.index()) else { return false };
    let Some(written) = text.get(mention.span.clone()) else { return false };
    let near = Near::of(text, &mention.span);
    if near.refused(context, written) || of_others(contexts, text, &mention.span) {
        return false;
    }
    let capital = written.starts_with(|c: char| c.is_ascii_uppercase());
    match mention.name.sense {
        Sense::Any => !(mention.name.skill.slug() == "llm" && law(text, &mention.span)),
        Sense::Exact => written == mention.name.name,
        Sense::Capital => capital || beside(text, mentions, at),
        // A lower-case "go" is a verb unless it stands between two technologies, a lower-case letter is none.
        Sense::List if !capital => written.len() > 2 && beside(text, mentions, at) || written == "go" && between(text, mentions, at),
        Sense::List => {
            beside(text, mentions, at)
                || near.tight_after() && (contexts.general.after.contains(near.next.as_str()) || context.after.contains(near.next.as_str()))
                || near.tight_before() && context.before.contains(near.previous.as_str()) && near.ends()
        }
    }
}

/// The words beside a mention, in lower case, and what stands between.
struct Near<'a> {
    previous: String,
    lead: &'a str,
    gap: &'a str,
    next: String,
    /// All that follows.
    touching: &'a str,
}

impl<'a> Near<'a> {
    fn of(text: &'a str, span: &Range<usize>) -> Near<'a> {
        let word = |c: char| c.is_alphanumeric();
        let touching = text.get(span.end..scan::floor(text, span.end + 40)).unwrap_or("");
        let (gap, rest) = touching.split_at(touching.find(word).unwrap_or(touching.len()));
        let next = rest.split(|c: char| !word(c) && c != '-').next().unwrap_or("");
        let before = text.get(scan::ceil(text, span.start.saturating_sub(40))..span.start).unwrap_or("");
        let trimmed = before.trim_end_matches(|c: char| !word(c));
        let previous = trimmed.rsplit(|c: char| !word(c) && c != '-').next().unwrap_or("");
        let lead = before.get(trimmed.len()..).unwrap_or("");
        Near { previous: previous.to_lowercase(), lead, gap, next: next.to_lowercase(), touching }
    }

    fn refused(&self, context: &Context, written: &str) -> bool {
        let tight = |gap: &str| gap.chars().all(|c| c == ' ');
        let number = |word: &str| word.len() == 4 && word.bytes().all(|b| b.is_ascii_digit());
        // "R&D", "C-level", "Go-to-market", "C.F.R."
        written.len() <= 2 && (self.touching.starts_with(['-', '&', '\'', '’']) || self.lead.ends_with('&'))
            || written.len() == 1 && self.gap == "." && !self.next.is_empty()
            || tight(self.gap) && (context.not_after.contains(self.next.as_str()) || !context.not_after.is_empty() && number(&self.next))
            || tight(self.lead) && context.not_before.contains(self.previous.as_str())
    }

    fn tight_after(&self) -> bool {
        self.gap.trim().is_empty()
    }

    fn tight_before(&self) -> bool {
        matches!(self.lead.trim(), "" | "(" | ":" | "/" | "," | "•" | "-")
    }

    /// Whether the mention ends a piece of its sentence.
    fn ends(&self) -> bool {
        self.gap.starts_with([',', '.', ')', ';', '/', '\n', ':'])
            || matches!(
                self.next.as_str(),
                "" | "and" | "or" | "for" | "as" | "is" | "at" | "to" | "on" | "und" | "oder" | "preferred" | "required" | "programming"
            )
    }
}

/// Whether the sentence so far speaks of others' technology: "backed by the founders of Looker".
fn of_others(contexts: &Contexts, text: &str, span: &Range<usize>) -> bool {
    let start = scan::sentence_within(text, span, REACH).start;
    let lead = text.get(start..span.start).unwrap_or("");
    contexts.others.as_ref().is_some_and(|others| others.is_match(lead))
}

/// "LLM" as a master of laws stands near other degrees.
fn law(text: &str, span: &Range<usize>) -> bool {
    let near = scan::lower(text.get(scan::floor(text, span.start.saturating_sub(60))..scan::ceil(text, span.end + 60)).unwrap_or(""));
    scan::has(&near, &["juris", "j.d", " jd ", "llb", "ll.b", "law degree", "law school", "bar admission", "qualified lawyer", "jd/"])
}

/// Whether another technology stands directly beside, with only list signs between.
fn beside(text: &str, mentions: &[Mention], at: usize) -> bool {
    let (left, right) = gaps(text, mentions, at);
    let joined = |between: &str| {
        let word = |word: &str| {
            ["and", "or", "und", "oder", "y", "et", "e", "i", "with", "apache", "js", "the"]
                .iter()
                .any(|known| word.eq_ignore_ascii_case(known))
        };
        between.len() <= MAX_GAP
            && !between.contains(['\n', '.', ':'])
            && between.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).all(word)
            && (between.contains([',', '/', '|', '&', '•', '+', '(', ')']) || between.split(' ').any(word))
    };
    left.is_some_and(joined) || right.is_some_and(joined)
}

/// Whether technologies stand on both sides, for a lower-case "go" in a list.
fn between(text: &str, mentions: &[Mention], at: usize) -> bool {
    let close = |gap: Option<&str>| gap.is_some_and(|gap| gap.len() <= 4 && gap.contains([',', '/', '|', '&']));
    let (left, right) = gaps(text, mentions, at);
    close(left) && close(right)
}

/// What stands between a mention and the technologies before and after it; a lone letter proves nothing.
fn gaps<'a>(text: &'a str, mentions: &[Mention], at: usize) -> (Option<&'a str>, Option<&'a str>) {
    let Some(mention) = mentions.get(at) else { return (None, None) };
    let sure = |other: &&Mention| other.name.skill != mention.name.skill && other.span.len() > 1;
    let left = at.checked_sub(1).and_then(|i| mentions.get(i)).filter(sure).and_then(|other| text.get(other.span.end..mention.span.start));
    let right = mentions.get(at + 1).filter(sure).and_then(|other| text.get(mention.span.end..other.span.start));
    (left, right)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_of_the_table_is_understood() {
        for cells in rows(include_str!("../../data/skill_contexts.tsv")) {
            let [slug, kind, words] = *cells.as_slice() else { panic!("{cells:?}") };
            assert!(slug == "*" || Skill::from_slug(slug).is_some(), "{slug}");
            assert!(["after", "before", "not_after", "not_before", "others"].contains(&kind), "{kind}");
            assert!(words.split(" | ").all(|word| !word.trim().is_empty()), "{slug} {kind}");
        }
    }
}
