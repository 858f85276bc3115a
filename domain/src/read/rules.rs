//! The table of title rules: patterns of words, tried in order.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::LazyLock;

use super::words::{self, Word};
use crate::money::rows;
use crate::role::Role;

/// A word of a pattern: a phrase, whose last word may be a beginning.
#[derive(Debug)]
struct Phrase {
    words: Vec<String>,
    open: bool,
    term: u16,
}

#[derive(Debug)]
struct Rule {
    role: Role,
    strong: bool,
    all: Vec<u16>,
    none: Vec<u16>,
}

/// The compiled table.
pub(super) struct Table {
    /// Phrases by their first word.
    exact: HashMap<String, Vec<Phrase>>,
    /// Phrases of one open word, by its first three letters.
    open: HashMap<String, Vec<Phrase>>,
    rules: Vec<Rule>,
    terms: usize,
}

/// The rule that read a role.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Match {
    /// The role.
    pub role: Role,
    /// The bytes of the title that hold the pattern's words.
    pub span: Range<usize>,
    /// Whether the pattern decides by itself.
    pub strong: bool,
}

static TABLE: LazyLock<Table> = LazyLock::new(|| Table::parse(include_str!("../../data/title_rules.tsv")));

/// The compiled-in table.
pub(super) fn table() -> &'static Table {
    &TABLE
}

impl Table {
    fn parse(text: &'static str) -> Table {
        let mut table = Table { exact: HashMap::new(), open: HashMap::new(), rules: Vec::new(), terms: 0 };
        let mut ids: HashMap<&'static str, u16> = HashMap::new();
        for cells in rows(text) {
            let [head, mark, patterns] = *cells.as_slice() else { continue };
            if mark == "=" {
                let id = table.new_term();
                ids.insert(head, id);
                patterns.split(" | ").for_each(|phrase| table.add_phrase(phrase, id));
                continue;
            }
            let Some(role) = Role::from_slug(head) else { continue };
            for pattern in patterns.split(" | ") {
                let mut negative = pattern.split(" ! ");
                let positive = negative.next().unwrap_or("");
                let mut term = |phrase: &'static str, table: &mut Table| match ids.get(phrase) {
                    Some(id) => *id,
                    None => {
                        let id = table.new_term();
                        ids.insert(phrase, id);
                        table.add_phrase(phrase, id);
                        id
                    }
                };
                let all = positive.split(" + ").map(|phrase| term(phrase.trim(), &mut table)).collect();
                let none = negative.map(|phrase| term(phrase.trim(), &mut table)).collect();
                table.rules.push(Rule { role, strong: mark == "1", all, none });
            }
        }
        table
    }

    fn new_term(&mut self) -> u16 {
        self.terms += 1;
        (self.terms - 1) as u16
    }

    fn add_phrase(&mut self, phrase: &str, term: u16) {
        let open = phrase.ends_with('*');
        let words: Vec<String> = words::split(phrase.trim_end_matches('*')).into_iter().map(|word| word.norm).collect();
        let Some(first) = words.first().cloned() else { return };
        let (map, key) = if open && words.len() == 1 { (&mut self.open, prefix(&first).to_owned()) } else { (&mut self.exact, first) };
        map.entry(key).or_default().push(Phrase { words, open, term });
    }

    /// Every term that stands in the title: (term, part, bytes).
    fn occurrences(&self, title: &[Word]) -> Vec<(u16, u16, Range<usize>)> {
        let mut found = Vec::with_capacity(title.len() * 3);
        for (at, word) in title.iter().enumerate() {
            let here = title.get(at..).unwrap_or(&[]);
            let candidates = self.exact.get(&word.norm).into_iter().chain(self.open.get(prefix(&word.norm))).flatten();
            for phrase in candidates {
                if let Some(last) = phrase.matches(here) {
                    found.push((phrase.term, word.part, word.span.start..last));
                }
            }
        }
        found
    }

    /// The first rule that fits, part by part; strong rules before weak ones.
    pub(super) fn read(&self, title: &[Word]) -> Option<Match> {
        let found = self.occurrences(title);
        let mut places: Vec<Option<&Range<usize>>> = vec![None; self.terms];
        let mut upto = 0;
        let mut parts: Vec<u16> = found.iter().map(|(_, part, _)| *part).collect();
        parts.dedup();
        for part in &parts {
            while let Some((term, _, span)) = found.get(upto).filter(|(_, p, _)| p <= part) {
                if let Some(place) = places.get_mut(usize::from(*term)) {
                    place.get_or_insert(span);
                }
                upto += 1;
            }
            if let Some(found) = self.first(&places, true) {
                return Some(found);
            }
        }
        self.first(&places, false)
    }

    fn first(&self, places: &[Option<&Range<usize>>], strong: bool) -> Option<Match> {
        let has = |term: &u16| places.get(usize::from(*term)).is_some_and(Option::is_some);
        let rule = self.rules.iter().find(|rule| rule.strong == strong && rule.all.iter().all(has) && !rule.none.iter().any(has))?;
        let spans: Vec<&Range<usize>> = rule.all.iter().filter_map(|term| places.get(usize::from(*term)).copied().flatten()).collect();
        let start = spans.iter().map(|span| span.start).min()?;
        let end = spans.iter().map(|span| span.end).max()?;
        Some(Match { role: rule.role, span: start..end, strong })
    }
}

impl Phrase {
    /// Where the phrase ends, if the words begin with it within one part.
    fn matches(&self, here: &[Word]) -> Option<usize> {
        let part = here.first()?.part;
        let last = self.words.len() - 1;
        for (i, want) in self.words.iter().enumerate() {
            let word = here.get(i).filter(|word| word.part == part)?;
            let same = if self.open && i == last { word.norm.starts_with(want.as_str()) } else { word.norm == *want };
            if !same {
                return None;
            }
        }
        here.get(last).map(|word| word.span.end)
    }
}

/// The first three characters of a word.
fn prefix(word: &str) -> &str {
    let end = word.char_indices().nth(3).map_or(word.len(), |(at, _)| at);
    word.get(..end).unwrap_or("")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_of_the_table_is_understood() {
        for cells in rows(include_str!("../../data/title_rules.tsv")) {
            let [head, mark, patterns] = *cells.as_slice() else { panic!("{cells:?}") };
            assert!(mark == "=" || Role::from_slug(head).is_some(), "{head}");
            assert!(["=", "1", "2"].contains(&mark), "{head}");
            for pattern in patterns.split(" | ") {
                assert!(!pattern.trim().is_empty(), "{head}: empty pattern");
                for term in pattern.split(" ! ").flat_map(|p| p.split(" + ")) {
                    let open = term.ends_with('*') && !term.contains(' ');
                    assert!(!open || term.chars().count() > 3, "{head}: {term} is too short a beginning");
                }
            }
        }
        assert!(table().rules.len() > 1_000);
    }
}
