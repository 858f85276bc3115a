//! The rows of words, kept for as long as there is room: what is asked for often is decoded once a commit.

use std::sync::Arc;

use quick_cache::Weighter;
use quick_cache::sync::Cache;
use roaring::RoaringBitmap;
use tantivy::schema::IndexRecordOption;
use tantivy::{DocId, DocSet, SegmentReader, TantivyError, Term};

use super::grammar::Part;
use super::store::Snapshot;
use crate::error::Error;

/// How many bytes of rows one commit keeps.
const ROOM: u64 = 64 << 20;
/// From so many rows on, the rows of a word are kept for the next commit.
const WORTH_MOVING: u64 = 4_096;
/// Beside the rows themselves.
const ENTRY: u64 = 64;

/// A word of a part.
type Key = (Part, Box<str>);

/// The rows of the words that were asked for.
#[derive(Debug)]
pub(crate) struct Terms(Cache<Key, Arc<RoaringBitmap>, Size>);

#[derive(Debug, Clone)]
struct Size;

impl Weighter<Key, Arc<RoaringBitmap>> for Size {
    fn weight(&self, (_, word): &Key, rows: &Arc<RoaringBitmap>) -> u64 {
        ENTRY + (word.len() + rows.serialized_size()) as u64
    }
}

impl Default for Terms {
    fn default() -> Self {
        Terms(Cache::with_weighter(4_096, ROOM, Size))
    }
}

impl Snapshot {
    /// The rows with a word in a part.
    pub fn simple(&self, part: Part, word: &str) -> Result<Arc<RoaringBitmap>, Error> {
        self.remembered(part, word, || {
            let term = self.term(part, word);
            let segments = self.searcher().segment_readers();
            let rows: Vec<Vec<u32>> = segments.iter().map(|segment| self.rows_in(segment, &term)).collect::<Result<_, _>>()?;
            Ok(bitmap(&rows, self.len()))
        })
    }

    /// The rows that `find` finds for a word, or for several with blanks between.
    pub fn remembered(
        &self,
        part: Part,
        words: &str,
        find: impl FnOnce() -> Result<RoaringBitmap, Error>,
    ) -> Result<Arc<RoaringBitmap>, Error> {
        self.terms().0.get_or_insert_with(&(part, words.into()), || find().map(Arc::new))
    }

    /// What the snapshot before remembers, moved to this one, which differs from it by some rows. What is quickly
    /// found again is left out.
    pub fn moved(&self, before: &Snapshot, changed: &RoaringBitmap) -> Result<Terms, Error> {
        let terms = Terms::default();
        let segments = self.searcher().segment_readers().iter();
        // Documents of the changed rows stand in segments that are new, perhaps together with older ones.
        let new = segments.filter(|segment| !before.has(segment.segment_id())).map(|segment| {
            let rows = self.rows_of(segment).iter().zip(0u32..);
            let alive = |doc: &DocId| segment.alive_bitset().is_none_or(|alive| alive.is_alive(*doc));
            let docs = rows.filter(|(row, doc)| changed.contains(**row) && alive(doc));
            (segment, docs.map(|(row, doc)| (doc, *row)).collect::<Vec<_>>())
        });
        let new: Vec<(&SegmentReader, Vec<(DocId, u32)>)> = new.collect();
        for ((part, words), rows) in before.terms().0.iter() {
            if rows.len() < WORTH_MOVING || words.contains(' ') {
                continue;
            }
            let term = self.term(part, &words);
            let mut now = Vec::new();
            for (segment, docs) in &new {
                now.extend(rows_among(segment, &term, docs)?);
            }
            let moved = match now.is_empty() && rows.is_disjoint(changed) {
                true => rows,
                false => {
                    let mut moved = rows.as_ref() - changed;
                    moved.extend(now);
                    moved.into()
                }
            };
            terms.0.insert((part, words), moved);
        }
        Ok(terms)
    }

    /// The rows of one segment with a term, in the order of its documents.
    fn rows_in(&self, segment: &SegmentReader, term: &Term) -> Result<Vec<u32>, Error> {
        let index = segment.inverted_index(term.field())?;
        let postings = index.read_block_postings(term, IndexRecordOption::Basic).map_err(TantivyError::from)?;
        let Some(mut postings) = postings else { return Ok(Vec::new()) };
        let rows_of = self.rows_of(segment);
        let alive = segment.alive_bitset();
        let mut rows = Vec::with_capacity(postings.doc_freq() as usize);
        loop {
            let docs = postings.docs();
            if docs.is_empty() {
                return Ok(rows);
            }
            let docs = docs.iter().filter(|doc| alive.is_none_or(|alive| alive.is_alive(**doc)));
            rows.extend(docs.filter_map(|doc| rows_of.get(*doc as usize)));
            postings.advance();
        }
    }
}

/// Those of some documents' rows that have a term.
fn rows_among(segment: &SegmentReader, term: &Term, docs: &[(DocId, u32)]) -> Result<Vec<u32>, Error> {
    let index = segment.inverted_index(term.field())?;
    let Some(mut postings) = index.read_postings(term, IndexRecordOption::Basic).map_err(TantivyError::from)? else {
        return Ok(Vec::new());
    };
    let has = |(doc, row): &(DocId, u32)| {
        let at = if postings.doc() < *doc { postings.seek(*doc) } else { postings.doc() };
        (at == *doc).then_some(*row)
    };
    Ok(docs.iter().filter_map(has).collect())
}

/// Rows that come in several lists, each nearly in order.
fn bitmap(lists: &[Vec<u32>], len: u32) -> RoaringBitmap {
    let count: usize = lists.iter().map(Vec::len).sum();
    // Setting bits beats sorting where rows are many.
    if count > len as usize / 64 {
        let mut bits = vec![0u8; len as usize / 8 + 1];
        for row in lists.iter().flatten() {
            if let Some(byte) = bits.get_mut(*row as usize / 8) {
                *byte |= 1 << (row % 8);
            }
        }
        return RoaringBitmap::from_lsb0_bytes(0, &bits);
    }
    let mut rows = lists.concat();
    rows.sort();
    RoaringBitmap::from_sorted_iter(rows.iter().copied()).unwrap_or_else(|_| rows.into_iter().collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_come_together() {
        for step in [1, 500] {
            let lists = [vec![step, 5 * step, 3 * step], vec![], vec![2 * step]];
            assert_eq!(bitmap(&lists, 6 * step), RoaringBitmap::from_iter([step, 2 * step, 3 * step, 5 * step]));
        }
    }
}
