//! From the clauses of `q` to the listings that fulfil them all, and how well.
//!
//! A listing scores the weights of the parts in which each word stands. That
//! depends on the listing and the words alone, not on how common a word is, so a
//! place in the order stays where it is while other listings come and go.

use std::fmt::Write;
use std::sync::Arc;

use roaring::{MultiOps, RoaringBitmap};

use super::grammar::{Clause, Part, Reading, Wanted, clauses};
use super::scores::Scores;
use super::spelling::Neighbour;
use super::store::Snapshot;
use crate::error::Error;
use crate::highlight::Highlighter;
use crate::request::Correction;

/// The listings that fulfil a text.
#[derive(Debug, Default)]
pub(crate) struct TextMatch {
    /// The rows that fulfil every clause; `None` when the text asks for nothing.
    pub rows: Option<Arc<RoaringBitmap>>,
    /// How the text was read.
    pub interpreted: String,
    /// The words that were also read as others.
    pub corrections: Vec<Correction>,
    /// What to show of the listings that are found.
    pub highlighter: Highlighter,
    /// Rows with what they score for standing there.
    weighted: Vec<(u32, Arc<RoaringBitmap>)>,
}

/// Sets of rows of which any will do.
type Sets = Vec<Arc<RoaringBitmap>>;

impl TextMatch {
    /// Looks up a text.
    pub fn find(text: &Snapshot, q: &str, reading: Reading) -> Result<TextMatch, Error> {
        let mut found = TextMatch::default();
        let (mut kept, mut dropped): (Vec<Sets>, Sets) = (Vec::new(), Vec::new());
        for clause in clauses(q, reading) {
            let rows = found.clause(text, &clause)?;
            match clause.excluded {
                true => dropped.extend(rows),
                false => kept.push(rows),
            }
        }
        // The rarest first, so that every step has little to do.
        kept.sort_by_key(|sets| sets.iter().map(|rows| rows.len()).sum::<u64>());
        let mut kept = kept.into_iter();
        let first = match kept.next() {
            Some(sets) => Some(any(sets)),
            None => (!dropped.is_empty()).then(|| text.every_row().into()),
        };
        let all = |rows: Arc<RoaringBitmap>, sets: Sets| sets.iter().map(|set| rows.as_ref() & set.as_ref()).union().into();
        let mut rows = first.map(|first| kept.fold(first, all));
        if let Some(rows) = rows.as_mut().filter(|_| !dropped.is_empty()) {
            *Arc::make_mut(rows) -= any(dropped).as_ref();
        }
        found.rows = rows;
        Ok(found)
    }

    /// The scores of some rows.
    pub fn scores(&self, rows: &RoaringBitmap) -> Scores {
        Scores::of(rows, &self.weighted)
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

fn any(sets: Sets) -> Arc<RoaringBitmap> {
    match sets.as_slice() {
        [only] => Arc::clone(only),
        several => several.iter().map(Arc::as_ref).union().into(),
    }
}

impl Snapshot {
    fn every_row(&self) -> RoaringBitmap {
        RoaringBitmap::from_sorted_iter(0..self.len()).unwrap_or_default()
    }
}
