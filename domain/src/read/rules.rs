//! The table of title rules: patterns of words, each with the role that they name.

use std::collections::{HashMap, HashSet};
use std::ops::Range;
use std::sync::LazyLock;

use super::words::{self, Word};
use crate::money::rows;
use crate::role::Role;

/// How much a pattern decides.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Strength {
    /// Decides where it ends its part, but for words of rank: "… Product Manager II".
    Head,
    /// Decides wherever it stands.
    Strong,
    /// Decides where no part has anything stronger.
    Weak,
}

/// The rule that read a role.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Match {
    /// The role.
    pub role: Role,
    /// The bytes that hold the pattern's words.
    pub span: Range<usize>,
    /// Whether the words name a job and not only a field of work.
    pub job: bool,
    /// Whether the words name engineering or programming and no more than that.
    pub vague: bool,
}

/// A phrase of a pattern; its last word may be only the beginning of one.
#[derive(Debug)]
struct Phrase {
    words: Vec<String>,
    open: bool,
    term: u16,
}

#[derive(Debug)]
struct Rule {
    role: Role,
    strength: Strength,
    all: Vec<u16>,
    none: Vec<u16>,
}

/// A phrase of the table that stands in a title.
struct Occurrence {
    term: u16,
    part: u16,
    /// Which words of the title.
    words: Range<usize>,
    /// Which bytes of the title.
    span: Range<usize>,
}

/// The compiled table.
pub(super) struct Table {
    /// Phrases by their first word.
    exact: HashMap<String, Vec<Phrase>>,
    /// Phrases of one open word, by its first three letters.
    open: HashMap<String, Vec<Phrase>>,
    /// In the order of the table.
    rules: Vec<Rule>,
    /// The rules that begin with a term.
    by_term: Vec<Vec<u16>>,
    /// Words that may follow the name of a job within its part.
    after: HashSet<String>,
    engineer: u16,
    software: u16,
    rank: u16,
}

static TABLE: LazyLock<Table> = LazyLock::new(|| Table::parse(include_str!("../../data/title_rules.tsv")));

/// The compiled-in table.
pub(super) fn table() -> &'static Table {
    &TABLE
}

impl Table {
    fn parse(text: &'static str) -> Table {
        let mut table = Table {
            exact: HashMap::new(),
            open: HashMap::new(),
            rules: Vec::new(),
            by_term: Vec::new(),
            after: HashSet::new(),
            engineer: 0,
            software: 0,
            rank: 0,
        };
        let mut ids: HashMap<&'static str, u16> = HashMap::new();
        for cells in rows(text) {
            let [head, mark, patterns] = *cells.as_slice() else { continue };
            let strength = match mark {
                "head" => Strength::Head,
                "strong" => Strength::Strong,
                "weak" => Strength::Weak,
                _ if head == "@after" => {
                    table.after.extend(patterns.split(" | ").map(str::to_owned));
                    continue;
                }
                _ => {
                    let id = table.new_term();
                    ids.insert(head, id);
                    patterns.split(" | ").for_each(|phrase| table.add_phrase(phrase, id));
                    continue;
                }
            };
            let Some(role) = Role::from_slug(head) else { continue };
            for pattern in patterns.split(" | ") {
                let mut parts = pattern.split(" ! ");
                let positive = parts.next().unwrap_or("");
                let all: Vec<u16> = positive.split(" + ").map(|phrase| table.term(phrase.trim(), &mut ids)).collect();
                let none = parts.map(|phrase| table.term(phrase.trim(), &mut ids)).collect();
                let rule = table.rules.len() as u16;
                if let Some(list) = all.first().and_then(|term| table.by_term.get_mut(usize::from(*term))) {
                    list.push(rule);
                }
                table.rules.push(Rule { role, strength, all, none });
            }
        }
        table.engineer = table.term("@eng", &mut ids);
        table.rank = table.term("@rank", &mut ids);
        table.software = table.term("software", &mut ids);
        table
    }

    fn term(&mut self, phrase: &'static str, ids: &mut HashMap<&'static str, u16>) -> u16 {
        if let Some(id) = ids.get(phrase) {
            return *id;
        }
        let id = self.new_term();
        ids.insert(phrase, id);
        self.add_phrase(phrase, id);
        id
    }

    fn new_term(&mut self) -> u16 {
        self.by_term.push(Vec::new());
        (self.by_term.len() - 1) as u16
    }

    fn add_phrase(&mut self, phrase: &str, term: u16) {
        let open = phrase.ends_with('*');
        let words: Vec<String> = words::split(phrase.trim_end_matches('*')).into_iter().map(|word| word.norm).collect();
        let Some(first) = words.first().cloned() else { return };
        let (map, key) = if open && words.len() == 1 { (&mut self.open, prefix(&first).to_owned()) } else { (&mut self.exact, first) };
        map.entry(key).or_default().push(Phrase { words, open, term });
    }

    /// The role that a title names: the first part with a head or a strong pattern decides, else the first with a weak one.
    ///
    /// A field of work gives way to a job that ends a later part: "Brand Experience - QA Engineer".
    /// After "Software Engineer" the later parts may only say which kind: "Software Engineer, Payments Legal" is no lawyer.
    pub(super) fn read(&self, title: &[Word]) -> Option<Match> {
        let found = self.occurrences(title);
        let mut upto = 0;
        let mut generic = false;
        let mut field: Option<Match> = None;
        for part in title.chunk_by(|a, b| a.part == b.part) {
            let number = part.first()?.part;
            let from = upto;
            upto += found.get(from..)?.iter().take_while(|o| o.part == number).count();
            let (seen, here) = (found.get(..upto)?, found.get(from..upto)?);
            let fits = |rule: &Rule| !generic || technical(rule.role);
            let first = title.iter().position(|word| word.part == number).unwrap_or(0);
            let end = first + self.without_rank(part);
            if let Some(found) = self.head(here, seen, end, &fits) {
                return Some(found);
            }
            match self.first(seen, Strength::Strong, &fits).filter(|_| field.is_none()) {
                Some(found) if found.job => return Some(found),
                found => field = field.or(found),
            }
            let has = |term: u16| here.iter().any(|o| o.term == term);
            generic |= has(self.software) && has(self.engineer);
        }
        if field.is_some() {
            return field;
        }
        let mut parts: Vec<u16> = found.iter().map(|o| o.part).collect();
        parts.dedup();
        parts.into_iter().find_map(|part| {
            let upto = found.iter().take_while(|o| o.part <= part).count();
            self.first(found.get(..upto)?, Strength::Weak, &|_| true)
        })
    }

    /// How many words belong to the first role of a list such as "Software Engineer, Product Manager".
    pub(super) fn first_of_list(&self, words: &[Word]) -> usize {
        let found = self.occurrences(words);
        let mut named = false;
        let mut at = 0;
        for part in words.chunk_by(|a, b| a.part == b.part) {
            let number = part.first().map_or(0, |word| word.part);
            let has = |term: u16| found.iter().any(|o| o.part == number && o.term == term);
            if named && (has(self.engineer) || has(self.rank)) {
                return at;
            }
            named |= has(self.engineer);
            at += part.len();
        }
        at
    }

    /// Every phrase of the table that stands in the title, in its order.
    fn occurrences(&self, title: &[Word]) -> Vec<Occurrence> {
        let mut found = Vec::with_capacity(title.len() * 4);
        for (at, word) in title.iter().enumerate() {
            let here = title.get(at..).unwrap_or(&[]);
            for phrase in self.exact.get(&word.norm).into_iter().chain(self.open.get(prefix(&word.norm))).flatten() {
                if let Some(end) = phrase.matches(here) {
                    let words = at..at + phrase.words.len();
                    found.push(Occurrence { term: phrase.term, part: word.part, words, span: word.span.start..end });
                }
            }
        }
        found
    }

    /// How many words of a part are left without the words of rank at its end.
    fn without_rank(&self, part: &[Word]) -> usize {
        let rank = |word: &&Word| self.after.contains(&word.norm) || word.norm.bytes().all(|b| b.is_ascii_digit());
        part.len() - part.iter().rev().take_while(rank).count()
    }

    /// The longest head pattern that ends its part, with no more than words of rank after it.
    fn head(&self, here: &[Occurrence], seen: &[Occurrence], end: usize, fits: &dyn Fn(&Rule) -> bool) -> Option<Match> {
        here.iter()
            .filter(|o| o.words.end >= end)
            .filter_map(|o| {
                let mut rules = self.by_term.get(usize::from(o.term))?.iter().filter_map(|rule| self.rules.get(usize::from(*rule)));
                let rule = rules.find(|rule| rule.strength == Strength::Head && free(rule, seen) && fits(rule))?;
                Some((o, Match { role: rule.role, span: o.span.clone(), job: true, vague: false }))
            })
            .min_by_key(|(o, _)| o.words.start)
            .map(|(_, found)| found)
    }

    /// The first rule of the table of which all words were seen.
    fn first(&self, seen: &[Occurrence], strength: Strength, fits: &dyn Fn(&Rule) -> bool) -> Option<Match> {
        let place = |term: &u16| seen.iter().find(|o| o.term == *term);
        let stands = |number: &u16| {
            self.rules.get(usize::from(*number)).is_some_and(|rule| {
                rule.strength == strength && rule.all.iter().all(|term| place(term).is_some()) && free(rule, seen) && fits(rule)
            })
        };
        let rules = seen.iter().filter_map(|o| self.by_term.get(usize::from(o.term))).flatten();
        let rule = self.rules.get(usize::from(*rules.filter(|number| stands(number)).min()?))?;
        let places: Vec<&Occurrence> = rule.all.iter().filter_map(place).collect();
        let start = places.iter().map(|o| o.span.start).min()?;
        let end = places.iter().map(|o| o.span.end).max()?;
        let engineer = place(&self.engineer).is_some();
        let vague = strength == Strength::Weak && rule.all.as_slice() == [self.engineer] && place(&self.software).is_none();
        let phrase = places.iter().any(|o| o.words.len() > 1) || place(&self.rank).is_some();
        Some(Match { role: rule.role, span: start..end, job: engineer || strength == Strength::Strong && phrase, vague })
    }
}

/// Whether none of the words stands there that a rule forbids.
fn free(rule: &Rule, seen: &[Occurrence]) -> bool {
    !rule.none.iter().any(|term| seen.iter().any(|o| o.term == *term))
}

/// Whether a role is one that a software engineer may have.
pub(super) fn technical(role: Role) -> bool {
    matches!(role.family(), "software-engineering" | "infrastructure" | "security" | "quality" | "data")
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
            assert!(["=", "head", "strong", "weak"].contains(&mark), "{head}");
            for pattern in patterns.split(" | ") {
                assert!(!pattern.trim().is_empty(), "{head}: empty pattern");
                assert!(mark != "head" || !pattern.contains(" + "), "{head}: a head pattern is one phrase");
                for term in pattern.split(" ! ").flat_map(|p| p.split(" + ")) {
                    let open = term.ends_with('*') && !term.contains(' ');
                    assert!(!open || term.chars().count() > 3, "{head}: {term} is too short a beginning");
                }
            }
        }
        assert!(table().rules.len() > 1_000);
    }

    #[test]
    fn the_head_of_a_part_decides_and_later_parts_only_tell_the_kind() {
        let role = |title: &str| table().read(&words::split(title)).map_or("none", |found| found.role.slug());
        assert_eq!(role("Compliance and Security Program Manager"), "program-manager");
        assert_eq!(role("Senior Payroll Product Manager II"), "product-manager");
        assert_eq!(role("Software Engineer (Special Projects)"), "software-engineer");
        assert_eq!(role("Software Engineer, Product Marketing Tools"), "software-engineer");
        assert_eq!(role("Software Engineer, Machine Learning"), "machine-learning-engineer");
    }
}
