//! What a clause finds, kept for as long as there is room: the words that it is read as are looked up once a commit.

use std::sync::Arc;

use quick_cache::Weighter;
use quick_cache::sync::Cache;
use roaring::{MultiOps, RoaringBitmap};
use tantivy::query::PhraseQuery;

use super::grammar::{Clause, Part, Wanted};
use super::spelling::{self, Neighbour};
use super::store::Snapshot;
use super::words::Word;
use crate::columns::RowSet;
use crate::error::Error;

/// How many bytes of rows one commit keeps for clauses.
const ROOM: u64 = 32 << 20;
/// Beside the rows themselves.
const ENTRY: u64 = 256;

/// What a clause finds.
#[derive(Debug)]
pub(super) struct Found {
    /// The words that its unfinished word may become.
    pub longer: Vec<Neighbour>,
    /// The words that its word may be meant to be.
    pub corrections: Vec<Neighbour>,
    /// The rows that fulfil it, with what they score for it. A row scores for each set that it is in.
    pub weighted: Vec<(u32, Arc<RowSet>)>,
    /// How many bytes the rows may come to take.
    bytes: u64,
}

/// What was found for the clauses that were asked for.
#[derive(Debug)]
pub(super) struct Clauses(Cache<Clause, Arc<Found>, Size>);

#[derive(Debug, Clone)]
struct Size;

impl Weighter<Clause, Arc<Found>> for Size {
    fn weight(&self, _: &Clause, found: &Arc<Found>) -> u64 {
        ENTRY + found.bytes
    }
}

impl Default for Clauses {
    fn default() -> Self {
        Clauses(Cache::with_weighter(1_024, ROOM, Size))
    }
}

impl Snapshot {
    /// What a clause finds.
    pub(super) fn found(&self, clause: &Clause) -> Result<Arc<Found>, Error> {
        self.clauses().0.get_or_insert_with(clause, || self.look_up(clause).map(Arc::new))
    }

    fn look_up(&self, clause: &Clause) -> Result<Found, Error> {
        let (longer, corrections) = neighbours(self, clause)?;
        let mut weighted = Vec::new();
        for part in clause.parts() {
            let mut exact = self.wanted(*part, &clause.wanted)?;
            for (_, synonym) in clause.synonyms.iter().filter(|(there, _)| there == part) {
                *Arc::make_mut(&mut exact) |= self.wanted(*part, synonym)?.as_ref();
            }
            let near = longer.iter().chain(&corrections).filter(|near| near.part == *part).map(|near| self.simple(*part, &near.word));
            let near: Vec<Arc<RoaringBitmap>> = near.collect::<Result<_, _>>()?;
            let near: Arc<RoaringBitmap> = match near.as_slice() {
                [] => Arc::default(),
                several => (several.iter().map(Arc::as_ref).union() - exact.as_ref()).into(),
            };
            let sets = [(2 * weight(*part), exact), (weight(*part), near)].into_iter().filter(|(_, rows)| !rows.is_empty());
            weighted.extend(sets.map(|(weight, rows)| (weight, Arc::new(RowSet::from(Arc::unwrap_or_clone(rows))))));
        }
        let bytes = weighted.iter().map(|(_, rows)| rows.bytes(self.len())).sum();
        Ok(Found { longer, corrections, weighted, bytes })
    }

    fn wanted(&self, part: Part, wanted: &Wanted) -> Result<Arc<RoaringBitmap>, Error> {
        match wanted {
            Wanted::Word(word) => self.word(part, word),
            Wanted::Phrase(words) => self.phrase(part, words),
        }
    }

    /// The rows with a word in a part, written as one or in parts.
    fn word(&self, part: Part, word: &Word) -> Result<Arc<RoaringBitmap>, Error> {
        let mut rows = self.simple(part, &word.whole)?;
        if word.parts.len() > 1 {
            *Arc::make_mut(&mut rows) |= self.phrase(part, &word.parts)?.as_ref();
        }
        Ok(rows)
    }

    /// The rows with words that stand one after another in a part.
    fn phrase(&self, part: Part, words: &[String]) -> Result<Arc<RoaringBitmap>, Error> {
        match words {
            [] => Ok(Arc::default()),
            [word] => self.simple(part, word),
            words => self.remembered(part, &words.join(" "), || {
                self.rows(&PhraseQuery::new(words.iter().map(|word| self.term(part, word)).collect()))
            }),
        }
    }
}

/// What a word scores for standing near in a part; standing there itself scores twice as much.
fn weight(part: Part) -> u32 {
    match part {
        Part::Title => 16,
        Part::Skill | Part::Company => 8,
        Part::Body => 1,
    }
}

/// The words that an unfinished word may become, and those that a word may be meant to be.
fn neighbours(text: &Snapshot, clause: &Clause) -> Result<(Vec<Neighbour>, Vec<Neighbour>), Error> {
    let Wanted::Word(word) = &clause.wanted else { return Ok(Default::default()) };
    if !clause.forgiving {
        return Ok(Default::default());
    }
    let here = |near: &Neighbour| clause.part.is_none_or(|wanted| wanted == near.part);
    let mut longer = if clause.unfinished { spelling::longer(text, &word.whole)? } else { Vec::new() };
    let mut corrections = spelling::corrections(text, &word.whole, &longer)?;
    longer.retain(here);
    corrections.retain(|near| here(near) && !longer.contains(near));
    Ok((longer, corrections))
}
