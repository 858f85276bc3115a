//! Words that stand near a typed one: those that it begins, and those that it misspells.
//!
//! A typed word that is common is taken as it is: `java` does not find
//! JavaScript, nor `reach` React. Only words that are many times as common
//! are added, and they count less than the typed one.

use std::collections::BTreeMap;

use tantivy::Term;
use tantivy::query::FuzzyTermQuery;

use super::grammar::Part;
use super::store::Snapshot;
use crate::error::Error;

/// Parts that hold names; the description holds any word, and its spelling proves nothing.
const NAMES: [Part; 3] = [Part::Title, Part::Skill, Part::Company];
/// How many times as common as the typed word a longer word must be.
const LONGER_FACTOR: u64 = 4;
/// How many times as common as the typed word a correction must be.
pub(crate) const CORRECTION_FACTOR: u64 = 50;
/// The most words that are added for one part.
const MOST: usize = 32;

/// A word to look for beside the typed one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Neighbour {
    /// The part that it is looked for in.
    pub part: Part,
    pub word: String,
    /// In how many documents it stands there.
    count: u64,
}

/// The words that an unfinished word may become.
pub(crate) fn longer(text: &Snapshot, word: &str) -> Result<Vec<Neighbour>, Error> {
    let letters = word.chars().count();
    let named = most_common(text, &NAMES, word)?;
    let mut found = Vec::new();
    for part in Part::ALL {
        // Two letters begin too many words of descriptions.
        let enough = if part == Part::Body { 4 } else { 2 };
        if letters >= enough {
            let least = LONGER_FACTOR * named.max(frequency(text, part, word)?);
            let words = beginning_with(text, part, word)?;
            found.extend(commonest(part, words, least));
        }
    }
    Ok(found)
}

/// The names that a word may be a misspelling of, also where it may become one of `longer`.
pub(crate) fn corrections(text: &Snapshot, word: &str, longer: &[Neighbour]) -> Result<Vec<Neighbour>, Error> {
    let distance = edits(word);
    if distance == 0 {
        return Ok(Vec::new());
    }
    let known = longer.iter().map(|near| near.count).fold(most_common(text, &Part::ALL, word)?, u64::max);
    let least = CORRECTION_FACTOR * known;
    let mut found = Vec::new();
    // No word can be so many times as common.
    if least > u64::from(text.len()) {
        return Ok(found);
    }
    for part in NAMES {
        let words = similar_to(text, part, word, distance)?;
        found.extend(commonest(part, words, least));
    }
    Ok(found)
}

/// How many typing errors are forgiven in a word. Short words, and words with signs or digits, are taken as they are.
pub(crate) fn edits(word: &str) -> u8 {
    match word.chars().count() {
        _ if !word.chars().all(char::is_alphabetic) => 0,
        ..4 => 0,
        4..8 => 1,
        _ => 2,
    }
}

/// In how many documents a word stands in a part; its rows are needed next.
fn frequency(text: &Snapshot, part: Part, word: &str) -> Result<u64, Error> {
    Ok(text.simple(part, word)?.len())
}

impl Snapshot {
    /// In how many documents a word stands, at most; 0 also where that can't be told.
    pub fn listings_with(&self, word: &str) -> u64 {
        Part::ALL.iter().map(|part| self.searcher().doc_freq(&self.term(*part, word)).unwrap_or(0)).sum()
    }
}

fn most_common(text: &Snapshot, parts: &[Part], word: &str) -> Result<u64, Error> {
    parts.iter().try_fold(0, |most, part| Ok(frequency(text, *part, word)?.max(most)))
}

/// The most common of a part's words that are common enough.
fn commonest(part: Part, words: BTreeMap<String, u64>, least: u64) -> impl Iterator<Item = Neighbour> {
    let words = words.into_iter().filter(|(_, count)| *count >= least.max(1));
    let mut words: Vec<Neighbour> = words.map(|(word, count)| Neighbour { part, word, count }).collect();
    words.sort_by_key(|near| std::cmp::Reverse(near.count));
    words.into_iter().take(MOST)
}

/// The longer words of a part that begin so, with their frequencies.
fn beginning_with(text: &Snapshot, part: Part, start: &str) -> Result<BTreeMap<String, u64>, Error> {
    let mut words = BTreeMap::new();
    for segment in text.searcher().segment_readers() {
        let index = segment.inverted_index(text.term(part, start).field())?;
        let mut stream = index.terms().range().gt(start.as_bytes()).into_stream().map_err(tantivy::TantivyError::from)?;
        while let Some((word, info)) = stream.next() {
            let Some(word) = std::str::from_utf8(word).ok().filter(|word| word.starts_with(start)) else { break };
            *words.entry(word.to_owned()).or_default() += u64::from(info.doc_freq);
        }
    }
    Ok(words)
}

/// The words of a part that are as near as `distance` and begin with the same letter, with their frequencies.
fn similar_to(text: &Snapshot, part: Part, word: &str, distance: u8) -> Result<BTreeMap<String, u64>, Error> {
    let term: Term = text.term(part, word);
    let first = word.chars().next();
    // Only words with this letter are looked through; no letter follows the last one there is.
    let (from, before) = (first.map(String::from), first.and_then(|c| char::from_u32(u32::from(c) + 1)).map(String::from));
    let mut words = BTreeMap::new();
    let automaton = FuzzyTermQuery::new(term.clone(), distance, true).automaton()?;
    for segment in text.searcher().segment_readers() {
        let index = segment.inverted_index(term.field())?;
        let mut builder = index.terms().search(&automaton);
        if let (Some(from), Some(before)) = (&from, &before) {
            builder = builder.ge(from).lt(before);
        }
        let mut stream = builder.into_stream().map_err(tantivy::TantivyError::from)?;
        while let Some((near, info)) = stream.next() {
            let near = std::str::from_utf8(near).ok().filter(|near| *near != word && near.chars().next() == first);
            if let Some(near) = near {
                *words.entry(near.to_owned()).or_default() += u64::from(info.doc_freq);
            }
        }
    }
    Ok(words)
}
