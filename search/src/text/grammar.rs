//! How `q` is read: words are ANDed, `"exact phrase"`, `-word` excludes,
//! `title:`, `company:` and `skill:` restrict. Anything else is ordinary text;
//! nothing is an error.

use super::synonyms;
use super::words::{Word, words};

/// How far what is found may be from the words that were typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Reading {
    /// The last word may be unfinished, and names may be misspelt.
    Forgiving,
    /// The words as they are, or what the table of synonyms says for them. What a word finds then depends on the
    /// listing alone, not on what other listings there are, so a listing can be judged by itself.
    Exact,
}

/// The part of a listing that a clause looks at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Part {
    /// The title.
    Title,
    /// The company's name.
    Company,
    /// The skills, by name and alias.
    Skill,
    /// The description.
    Body,
}

impl Part {
    /// Every part, in the order of their weight.
    pub const ALL: [Part; 4] = [Part::Title, Part::Skill, Part::Company, Part::Body];

    /// The name, as in `title:`.
    pub fn name(self) -> &'static str {
        match self {
            Part::Title => "title",
            Part::Company => "company",
            Part::Skill => "skill",
            Part::Body => "body",
        }
    }
}

/// One condition of `q`.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct Clause {
    /// Only there; `None` for anywhere.
    pub part: Option<Part>,
    /// Listings that fulfil it are excluded.
    pub excluded: bool,
    /// What is looked for.
    pub wanted: Wanted,
    /// It is the last word, which may not be finished.
    pub unfinished: bool,
    /// Names that it may be a misspelling of are looked for, too.
    pub forgiving: bool,
    /// What means the same, each with the one part in which it is looked for.
    pub synonyms: Vec<(Part, Wanted)>,
}

impl Clause {
    /// The parts that it looks at.
    pub fn parts(&self) -> &[Part] {
        self.part.as_ref().map_or(&Part::ALL, std::slice::from_ref)
    }
}

/// What a clause looks for.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) enum Wanted {
    /// A word, whole or in parts.
    Word(Word),
    /// Words that stand one after another; at least two.
    Phrase(Vec<String>),
}

impl Wanted {
    /// What a text asks for when its words stand one after another; `None` without words.
    pub fn read(text: &str) -> Option<Wanted> {
        Wanted::of(words(text))
    }

    fn of(mut found: Vec<Word>) -> Option<Wanted> {
        match found.len() {
            0 => None,
            1 => found.pop().map(Wanted::Word),
            _ => Some(Wanted::Phrase(found.into_iter().flat_map(|word| word.parts).collect())),
        }
    }
}

/// Reads `q`.
pub(crate) fn clauses(q: &str, reading: Reading) -> Vec<Clause> {
    let mut clauses = Vec::new();
    let forgives = reading == Reading::Forgiving;
    // Clauses of plain words, which may be parts of an expression with synonyms.
    let mut plain = Vec::new();
    let mut rest = q.trim();
    while !rest.is_empty() {
        let (excluded, after_sign) = match rest.strip_prefix('-') {
            Some(after) if !after.starts_with(char::is_whitespace) && !after.is_empty() => (true, after),
            _ => (false, rest),
        };
        let (part, start) = restriction(after_sign);
        let (text, quoted, after) = match quotation(start) {
            Some((text, after)) => (text, true, after),
            None => {
                let end = start.find(char::is_whitespace).unwrap_or(start.len());
                let (text, after) = start.split_at(end);
                (text, false, after)
            }
        };
        let found = words(text);
        rest = after.trim_start();
        let last = found.len();
        let clause = |wanted, n: usize| Clause {
            part,
            excluded,
            wanted,
            unfinished: forgives && !quoted && !excluded && rest.is_empty() && n + 1 == last,
            forgiving: forgives && !quoted && !excluded,
            synonyms: Vec::new(),
        };
        if quoted || excluded {
            plain.extend((!quoted && last == 1).then_some(clauses.len()));
            clauses.extend(Wanted::of(found).map(|wanted| clause(wanted, 0)));
        } else {
            plain.extend(clauses.len()..clauses.len() + last);
            clauses.extend(found.into_iter().enumerate().map(|(n, word)| clause(Wanted::Word(word), n)));
        }
    }
    synonyms::add(&mut clauses, &plain);
    clauses
}

/// `title:` and its like before a word or a quotation.
fn restriction(text: &str) -> (Option<Part>, &str) {
    for part in [Part::Title, Part::Company, Part::Skill] {
        let after = text.get(..part.name().len()).filter(|start| start.eq_ignore_ascii_case(part.name()));
        let after = after.and_then(|_| text.get(part.name().len()..)?.strip_prefix(':'));
        if let Some(after) = after.filter(|after| !after.is_empty() && !after.starts_with(char::is_whitespace)) {
            return (Some(part), after);
        }
    }
    (None, text)
}

/// A quotation that is closed, and what follows it.
fn quotation(text: &str) -> Option<(&str, &str)> {
    text.strip_prefix('"')?.split_once('"')
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn read(q: &str) -> Vec<String> {
        clauses(q, Reading::Forgiving)
            .into_iter()
            .map(|clause| {
                let wanted = match clause.wanted {
                    Wanted::Word(word) => word.whole,
                    Wanted::Phrase(words) => format!("{words:?}"),
                };
                let sign = if clause.excluded { "-" } else { "" };
                let part = clause.part.map_or(String::new(), |part| format!("{}:", part.name()));
                format!("{sign}{part}{wanted}{}", if clause.unfinished { "*" } else { "" })
            })
            .collect()
    }

    #[test]
    fn the_grammar_is_read() {
        assert_eq!(
            read(r#"senior "machine learning" -intern title:Rust -company:"Big Corp" c++"#),
            ["senior", r#"["machine", "learning"]"#, "-intern", "title:rust", r#"-company:["big", "corp"]"#, "c++*"]
        );
        assert_eq!(read("Skill:go"), ["skill:go*"]);
    }

    #[test]
    fn anything_else_is_ordinary_text() {
        assert_eq!(read(r#"" unbalanced quote"#), ["unbalanced", "quote*"]);
        assert_eq!(read(r#"rust "half"#), ["rust", "half*"]);
        assert_eq!(read("- title: body:x AND (a OR b)"), ["title", "body", "x", "and", "a", "or", "b*"]);
        assert_eq!(read(r#" -- "" && :) "#), Vec::<String>::new());
    }

    proptest! {
        #[test]
        fn nothing_is_an_error(q in "\\PC{0,60}|[-\":a-c title]{0,40}") {
            let _ = clauses(&q, Reading::Forgiving);
        }
    }
}
