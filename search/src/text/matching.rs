//! From the clauses of `q` to the listings that fulfil them all, and how well.
//!
//! A listing scores the weights of the parts in which each word stands. That
//! depends on the listing and the words alone, not on how common a word is, so a
//! place in the order stays where it is while other listings come and go.

use std::fmt::Write;
use std::sync::Arc;

use super::grammar::{Clause, Part, Reading, Wanted, clauses};
use super::scores::Scores;
use super::spelling::Neighbour;
use super::store::Snapshot;
use crate::columns::{Bits, RowSet};
use crate::error::Error;
use crate::highlight::Highlighter;
use crate::request::Correction;

/// The listings that fulfil a text.
#[derive(Debug, Default)]
pub(crate) struct TextMatch {
    /// Of each clause the rows that fulfil it: all clauses must be fulfilled.
    pub kept: Vec<Sets>,
    /// The rows that an excluding clause leaves out.
    pub dropped: Sets,
    /// How the text was read.
    pub interpreted: String,
    /// The words that were also read as others.
    pub corrections: Vec<Correction>,
    /// What to show of the listings that are found.
    pub highlighter: Highlighter,
    /// Rows with what they score for standing there.
    weighted: Vec<(u32, Arc<RowSet>)>,
}

/// Sets of rows of which any will do.
pub(crate) type Sets = Vec<Arc<RowSet>>;

impl TextMatch {
    /// Looks up a text.
    pub fn find(text: &Snapshot, q: &str, reading: Reading) -> Result<TextMatch, Error> {
        let mut found = TextMatch::default();
        for clause in clauses(q, reading) {
            let rows = found.clause(text, &clause)?;
            match clause.excluded {
                true => found.dropped.extend(rows),
                false => found.kept.push(rows),
            }
        }
        Ok(found)
    }

    /// The scores of some of so many rows.
    pub fn scores(&self, rows: &Bits, all: u32) -> Scores {
        Scores::of(rows, &self.weighted, all)
    }

    /// The rows that fulfil a clause; notes what they score and how the clause was read.
    fn clause(&mut self, text: &Snapshot, clause: &Clause) -> Result<Sets, Error> {
        let found = text.found(clause)?;
        self.describe(clause, !found.longer.is_empty(), &found.corrections);
        self.note(clause, &found.longer, &found.corrections);
        if !clause.excluded {
            self.weighted.extend(found.weighted.iter().cloned());
        }
        Ok(found.weighted.iter().map(|(_, rows)| Arc::clone(rows)).collect())
    }

    /// Notes what a clause is found by, for showing it.
    fn note(&mut self, clause: &Clause, longer: &[Neighbour], corrections: &[Neighbour]) {
        if clause.excluded {
            return;
        }
        self.highlighter.add(clause.part, &clause.wanted);
        // A skill has no text of its own: it is shown wherever it is named.
        let shown = |part: Part| (part != Part::Skill).then_some(part);
        clause.synonyms.iter().for_each(|(part, synonym)| self.highlighter.add(shown(*part), synonym));
        longer.iter().chain(corrections).for_each(|near| self.highlighter.add_word(shown(near.part), &near.word));
        if let (Wanted::Word(word), false) = (&clause.wanted, corrections.is_empty()) {
            let mut read: Vec<String> = corrections.iter().map(|near| near.word.clone()).collect();
            read.sort();
            read.dedup();
            self.corrections.push(Correction { typed: word.whole.clone(), read });
        }
    }

    /// Says how a clause was read, e.g. `(enginer OR engineer)`.
    fn describe(&mut self, clause: &Clause, unfinished: bool, corrections: &[Neighbour]) {
        let out = &mut self.interpreted;
        if !out.is_empty() {
            out.push_str(" AND ");
        }
        if clause.excluded {
            out.push_str("NOT ");
        }
        if let Some(part) = clause.part {
            out.push_str(part.name());
            out.push(':');
        }
        let mut choices = vec![written(&clause.wanted, unfinished)];
        let synonyms = clause.synonyms.iter().map(|(there, synonym)| match clause.part {
            Some(_) => written(synonym, false),
            None => format!("{}:{}", there.name(), written(synonym, false)),
        });
        for choice in synonyms.chain(corrections.iter().map(|near| near.word.clone())) {
            if !choices.contains(&choice) && choices.len() < 6 {
                choices.push(choice);
            }
        }
        match choices.as_slice() {
            [only] => out.push_str(only),
            several => {
                let _ = write!(out, "({})", several.join(" OR "));
            }
        }
    }
}

/// A word or a phrase as `q` takes it; `*` for what may go on.
fn written(wanted: &Wanted, unfinished: bool) -> String {
    match wanted {
        Wanted::Word(word) => format!("{}{}", word.whole, if unfinished { "*" } else { "" }),
        Wanted::Phrase(words) => format!("\"{}\"", words.join(" ")),
    }
}
