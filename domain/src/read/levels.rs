//! Words that say how senior a job is: the phrases of a table, the longest first,
//! so that "Chief of Staff" or "Lead Generation" take their words before "Chief" and "Lead" can.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::LazyLock;

use super::words::{self, Word};
use crate::money::rows;
use crate::seniority::Seniority;

/// A level and the bytes of the words that name it.
pub(super) type Level = (Seniority, Range<usize>);

struct Phrase {
    words: Vec<String>,
    /// Nothing for a phrase that only takes its words.
    level: Option<Seniority>,
}

/// Phrases by their first word, the longest first.
static PHRASES: LazyLock<HashMap<String, Vec<Phrase>>> = LazyLock::new(|| {
    let mut phrases: HashMap<String, Vec<Phrase>> = HashMap::new();
    let mut add = |text: &str, level: Option<Seniority>| {
        let words: Vec<String> = words::split(text).into_iter().map(|word| word.norm).collect();
        if let Some(first) = words.first() {
            phrases.entry(first.clone()).or_default().push(Phrase { words, level });
        }
    };
    for cells in rows(include_str!("../../data/level_words.tsv")) {
        let [kind, texts] = *cells.as_slice() else { continue };
        for text in texts.split(" | ") {
            if kind == "craft" {
                ["manager", "managers", "mgr"].iter().for_each(|manager| add(&format!("{text} {manager}"), None));
            } else {
                add(text, Seniority::from_slug(kind));
            }
        }
    }
    phrases.values_mut().for_each(|list| list.sort_by_key(|phrase| std::cmp::Reverse(phrase.words.len())));
    phrases
});

/// The level that words name: an intern of anything is an intern, then management goes
/// before the individual track, then the higher rank; a number counts where no word does.
pub(super) fn of(words: &[Word]) -> Option<Level> {
    let mut intern: Option<Level> = None;
    let mut management: Option<Level> = None;
    let mut individual: Option<Level> = None;
    let mut number: Option<Level> = None;
    let keep = |slot: &mut Option<Level>, level: Level| {
        if slot.as_ref().is_none_or(|(had, _)| had.rank() < level.0.rank()) {
            *slot = Some(level);
        }
    };
    let mut at = 0;
    while let Some(word) = words.get(at) {
        let rest = words.get(at..).unwrap_or(&[]);
        let begins = at.checked_sub(1).and_then(|i| words.get(i)).is_none_or(|before| before.part != word.part);
        if let Some(phrase) = longest(rest) {
            let length = phrase.words.len();
            let end = rest.get(length - 1).map_or(word.span.end, |last| last.span.end);
            if let Some(level) = phrase.level {
                let slot = match level {
                    Seniority::Intern => &mut intern,
                    level if level.is_management() => &mut management,
                    _ => &mut individual,
                };
                keep(slot, (level, word.span.start..end));
            }
            at += length;
            continue;
        }
        if word.norm == "to" && !begins || word.norm == "reporting" {
            // What follows is the one reported to: "Assistant to the Director".
            at += rest.iter().take_while(|other| other.part == word.part).count();
            continue;
        }
        // "Associate Financial Analyst", but "Associate, Customer Support".
        if word.norm == "associate" && begins && rest.get(1).is_some_and(|next| next.part == word.part) {
            keep(&mut individual, (Seniority::Junior, word.span.clone()));
        }
        number = number.or_else(|| numbered(words, at));
        at += 1;
    }
    intern.or(management).or(individual).or(number)
}

/// The longest phrase of the table that the words begin with, within one part.
fn longest(words: &[Word]) -> Option<&'static Phrase> {
    let first = words.first()?;
    let begins = |phrase: &&Phrase| {
        let count = phrase.words.len();
        words
            .get(..count)
            .is_some_and(|here| here.iter().zip(&phrase.words).all(|(word, want)| word.part == first.part && word.norm == *want))
    };
    PHRASES.get(&first.norm)?.iter().find(begins)
}

/// "I" is a beginner's number, "II" mid, "III" senior, "IV" and up staff.
fn numbered(words: &[Word], at: usize) -> Option<Level> {
    const COUNTED: &[&str] = &["phase", "type", "part", "class", "title", "world", "schedule", "stage", "session", "series"];
    let word = words.get(at).filter(|word| word.capital)?;
    let level = match word.norm.as_str() {
        "i" => Seniority::Junior,
        "ii" => Seniority::Mid,
        "iii" => Seniority::Senior,
        "iv" | "v" | "vi" => Seniority::Staff,
        _ => return None,
    };
    let before = words.get(at.checked_sub(1)?)?;
    let next = words.get(at + 1).map_or("", |next| next.norm.as_str());
    // "I/II" is as good as "II"; "I&E" is a craft.
    let lower = level == Seniority::Junior && matches!(next, "ii" | "iii" | "am" | "e");
    (!lower && !COUNTED.contains(&before.norm.as_str())).then(|| (level, word.span.clone()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_of_the_table_is_understood() {
        for cells in rows(include_str!("../../data/level_words.tsv")) {
            let [kind, texts] = *cells.as_slice() else { panic!("{cells:?}") };
            assert!(["none", "craft"].contains(&kind) || Seniority::from_slug(kind).is_some(), "{kind}");
            assert!(texts.split(" | ").all(|text| !words::split(text).is_empty()), "{kind}: {texts}");
        }
    }
}
