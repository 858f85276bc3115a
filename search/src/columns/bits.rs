//! Rows as plain bits: how many two sets have in common is counted by the widest instructions that the machine has.

use std::sync::{Arc, LazyLock};

use fearless_simd::{Level, Simd, dispatch};
use roaring::RoaringBitmap;

use super::rows::{TOGETHER, runs, while_in_batches};

/// Words of a chunk, which covers as many rows as a container of a bitmap.
pub(crate) const WORDS: usize = 1 << 10;
/// The bits of a row's number within a chunk.
pub(crate) const CHUNK_BITS: u32 = 16;

/// Up to so many rows, a container of a bitmap is a list of them.
const ARRAY: usize = 4_096;
/// Where fewer than one row in so many is in a set, most words have none.
const RARE: u64 = 160;
/// Up to so many rows are added to a bitmap one by one.
const SCATTERED: u64 = 1 << 14;
/// What a bitmap without runs writes first.
const WITHOUT_RUNS: u32 = 12_346;

/// 64 Ki rows, 64 to a word.
pub(crate) type Chunk = [u64; WORDS];

static NOTHING: Chunk = [0; WORDS];
static EMPTY: LazyLock<Arc<Chunk>> = LazyLock::new(|| Arc::new(NOTHING));

/// A set of rows. Copies share the chunks that did not change.
#[derive(Debug, Clone, Default)]
pub(crate) struct Bits {
    chunks: Vec<Part>,
    len: u64,
}

/// A chunk, and how many rows it has.
#[derive(Debug, Clone)]
struct Part {
    rows: Arc<Chunk>,
    len: u32,
}

impl Default for Part {
    fn default() -> Part {
        Part { rows: Arc::clone(&EMPTY), len: 0 }
    }
}

impl Bits {
    /// The same rows.
    pub fn of(rows: &RoaringBitmap) -> Bits {
        let mut bytes = Vec::with_capacity(rows.serialized_size());
        let read = rows.serialize_into(&mut bytes).ok().and_then(|()| Bits::read(&bytes));
        // Bitmaps that have runs are written in another form; none of ours has.
        read.unwrap_or_else(|| {
            let mut bits = Bits::default();
            rows.iter().for_each(|row| bits.set(row, true));
            bits
        })
    }

    /// What a bitmap writes, which is what it has in memory: many times as fast as going from row to row. The form is
    /// that of <https://github.com/RoaringBitmap/RoaringFormatSpec>, without runs.
    fn read(bytes: &[u8]) -> Option<Bits> {
        let (cookie, rest) = bytes.split_first_chunk()?;
        let (containers, rest) = rest.split_first_chunk()?;
        if u32::from_le_bytes(*cookie) != WITHOUT_RUNS {
            return None;
        }
        let containers = u32::from_le_bytes(*containers) as usize;
        let (heads, rest) = rest.split_at_checked(4 * containers)?;
        // Where each container begins.
        let (_, mut rest) = rest.split_at_checked(4 * containers)?;
        let mut bits = Bits::default();
        for [k0, k1, n0, n1] in heads.as_chunks().0 {
            let (key, rows) = (u16::from_le_bytes([*k0, *k1]), usize::from(u16::from_le_bytes([*n0, *n1])) + 1);
            bits.len += rows as u64;
            let part = bits.part_mut(u32::from(key) << CHUNK_BITS)?;
            part.len = rows as u32;
            let chunk = Arc::make_mut(&mut part.rows);
            let here;
            if rows > ARRAY {
                (here, rest) = rest.split_at_checked(8 * WORDS)?;
                chunk.iter_mut().zip(here.as_chunks().0).for_each(|(word, bytes)| *word = u64::from_le_bytes(*bytes));
            } else {
                (here, rest) = rest.split_at_checked(2 * rows)?;
                for row in here.as_chunks().0 {
                    let row = u32::from(u16::from_le_bytes(*row));
                    *chunk.get_mut(word(row))? |= 1 << (row % 64);
                }
            }
        }
        Some(bits)
    }

    /// The rows, 64 to a word, from the first on.
    pub fn words(&self) -> impl Iterator<Item = u64> {
        self.chunks.iter().flat_map(|part| part.rows.iter().copied())
    }

    /// How many rows there are.
    pub fn len(&self) -> u64 {
        self.len
    }

    /// Some of the rows, from `at` times 64 Ki on; `None` when there are none, nor any after.
    pub fn chunk(&self, at: usize) -> Option<&Chunk> {
        self.chunks.get(at).map(|part| part.rows.as_ref())
    }

    /// Adds the next 64 Ki rows, of which so many are in the set; `None` when none are.
    pub fn push(&mut self, chunk: Option<Arc<Chunk>>, len: u32) {
        self.len += u64::from(len);
        self.chunks.push(chunk.map_or_else(Part::default, |rows| Part { rows, len }));
    }

    /// Visits the rows, in order and some at a time.
    pub fn in_batches(&self, mut visit: impl FnMut(&[u32])) {
        dispatch!(Level::new(), simd => simd.vectorize(
            #[inline(always)]
            || self.batches(&mut visit)
        ));
    }

    #[inline(always)]
    fn batches(&self, visit: &mut impl FnMut(&[u32])) {
        let (mut some, mut len) = ([0; TOGETHER], 0);
        let rare = self.len * RARE < (self.chunks.len() as u64) << CHUNK_BITS;
        let eights = self.chunks.iter().flat_map(|part| part.rows.as_chunks::<8>().0).zip((0u32..).step_by(512));
        // Where rows are few, most words have none.
        for (eight, first) in eights.filter(|(eight, _)| eight.iter().fold(0, |any, word| any | word) != 0) {
            for (word, first) in eight.iter().zip((first..).step_by(64)) {
                if len > TOGETHER - 64 {
                    visit(some.get(..len).unwrap_or(&some));
                    len = 0;
                }
                let free = some.get_mut(len..).unwrap_or_default();
                len += if rare { put_few(free, *word, first) } else { put_rows(free, *word, first) };
            }
        }
        visit(some.get(..len).unwrap_or(&some));
    }

    /// Visits the rows, in order.
    pub fn each(&self, mut visit: impl FnMut(u32)) {
        self.in_batches(|rows| rows.iter().for_each(|row| visit(*row)));
    }

    /// Whether a row is in the set.
    pub fn contains(&self, row: u32) -> bool {
        self.word(row) >> (row % 64) & 1 == 1
    }

    /// The same rows as a bitmap.
    pub fn to_bitmap(&self) -> RoaringBitmap {
        if self.len > SCATTERED {
            let bytes: Vec<u8> = self.words().flat_map(u64::to_le_bytes).collect();
            return RoaringBitmap::from_lsb0_bytes(0, &bytes);
        }
        let mut rows: Vec<u32> = Vec::with_capacity(self.len as usize);
        self.in_batches(|some| rows.extend_from_slice(some));
        RoaringBitmap::from_sorted_iter(rows).unwrap_or_default()
    }

    /// Adds a row or takes it away.
    pub fn set(&mut self, row: u32, on: bool) {
        let Some(part) = self.part_mut(row) else { return };
        let Some(word) = Arc::make_mut(&mut part.rows).get_mut(word(row)) else { return };
        let bit = 1 << (row % 64);
        if (*word & bit != 0) == on {
            return;
        }
        *word ^= bit;
        part.len = if on { part.len + 1 } else { part.len - 1 };
        self.len = if on { self.len + 1 } else { self.len - 1 };
    }

    /// How many of the first `rows` rows are in both, unless that is less than `least`: then what is left is not looked
    /// at once it can't make up for it.
    pub fn common(&self, other: &Bits, rows: u32, least: u32, level: Level) -> Option<u32> {
        let words = rows.div_ceil(64) as usize;
        let chunks = self.chunks.iter().zip(&other.chunks).zip((0..words).step_by(WORDS));
        let most = |a: &Part, b: &Part| a.len.min(b.len);
        let mut common: u32 = chunks.clone().map(|((a, b), _)| most(a, b)).sum();
        dispatch!(level, simd => simd.vectorize(
            #[inline(always)]
            || {
                for ((a, b), from) in chunks {
                    if common < least {
                        return;
                    }
                    common = common - most(a, b) + in_both(&a.rows, &b.rows, words - from);
                }
            }
        ));
        (common >= least).then_some(common)
    }

    /// The same of rows that are few: a look-up each, which is as fast as it gets for them.
    pub fn common_with(&self, rows: &RoaringBitmap, least: u32) -> Option<u32> {
        let mut common = rows.len() as u32;
        // Those that are not in the set, until they are too many.
        while_in_batches(rows, |rows| {
            for (at, rows) in runs(rows, CHUNK_BITS) {
                let chunk = self.chunk(at).unwrap_or(&NOTHING);
                common -= rows.iter().map(|row| 1 - bit(chunk, *row)).sum::<u32>();
            }
            common >= least
        });
        (common >= least).then_some(common)
    }

    /// The 64 rows that a row is among.
    #[inline]
    pub fn word(&self, row: u32) -> u64 {
        self.chunks.get((row >> CHUNK_BITS) as usize).and_then(|part| part.rows.get(word(row))).copied().unwrap_or(0)
    }

    /// The chunk of a row, to be changed.
    fn part_mut(&mut self, row: u32) -> Option<&mut Part> {
        let at = (row >> CHUNK_BITS) as usize;
        if self.chunks.len() <= at {
            self.chunks.resize_with(at + 1, Part::default);
        }
        self.chunks.get_mut(at)
    }
}

#[inline]
fn bit(chunk: &Chunk, row: u32) -> u32 {
    chunk.get(word(row)).map_or(0, |word| (word >> (row % 64)) as u32 & 1)
}

#[inline(always)]
fn in_both(a: &Chunk, b: &Chunk, words: usize) -> u32 {
    a.iter().zip(b).take(words).map(|(a, b)| u64::from((a & b).count_ones())).sum::<u64>() as u32
}

/// Writes the rows of a word's bits, of which the first is `first`; says how many. For words of which most have none.
#[inline(always)]
fn put_few(to: &mut [u32], word: u64, first: u32) -> usize {
    let mut slots = to.iter_mut();
    each_of_word(word, |bit| slots.next().into_iter().for_each(|slot| *slot = first + bit));
    word.count_ones() as usize
}

/// The same for words of which most have some: as many rows as nearly all have are written whatever there is, so that the
/// processor need not guess how many come.
#[inline(always)]
fn put_rows(to: &mut [u32], word: u64, first: u32) -> usize {
    let mut left = word;
    let mut next = || {
        let row = first + left.trailing_zeros();
        left &= left.wrapping_sub(1);
        row
    };
    let len = word.count_ones() as usize;
    let Some((few, rest)) = to.split_first_chunk_mut::<4>() else { return 0 };
    few.iter_mut().for_each(|slot| *slot = next());
    rest.iter_mut().take(len.saturating_sub(few.len())).for_each(|slot| *slot = next());
    len
}

/// Visits the places of a word's bits, from 0 on.
#[inline]
pub(crate) fn each_of_word(mut word: u64, mut visit: impl FnMut(u32)) {
    while word != 0 {
        visit(word.trailing_zeros());
        word &= word - 1;
    }
}

/// The word of a row within its chunk.
pub(crate) fn word(row: u32) -> usize {
    (row as usize % (1 << CHUNK_BITS)) / 64
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn sets_have_in_common_what_bitmaps_say(
            a in prop::collection::btree_set(0u32..200_000, 0..300),
            b in prop::collection::btree_set(0u32..200_000, 0..300),
            full in prop_oneof![Just(0..0), (60_000u32..70_000).prop_map(|to| 3..to)],
            runs in any::<bool>(),
            more in prop::collection::vec((0u32..200_000, any::<bool>()), 0..50),
        ) {
            let (mut a, b): (RoaringBitmap, RoaringBitmap) = (a.into_iter().chain(full).collect(), b.into_iter().collect());
            if runs {
                a.optimize();
            }
            let (mut a_bits, b_bits) = (Bits::of(&a), Bits::of(&b));
            let before = a_bits.clone();
            let had = a.intersection_len(&b) as u32;
            for least in [0, had / 2, had, had + 1, had + 100] {
                let expected = (had >= least).then_some(had);
                prop_assert_eq!(a_bits.common(&b_bits, 200_000, least, Level::new()), expected);
                prop_assert_eq!(a_bits.common_with(&b, least), expected);
            }
            prop_assert_eq!((a_bits.len(), a_bits.to_bitmap()), (a.len(), a.clone()));
            for (row, on) in more {
                a_bits.set(row, on);
                if on { a.insert(row) } else { a.remove(row) };
            }
            prop_assert_eq!(a_bits.common(&b_bits, 200_000, 0, Level::new()), Some(a.intersection_len(&b) as u32));
            prop_assert_eq!((a_bits.len(), a_bits.to_bitmap()), (a.len(), a.clone()));
            prop_assert_eq!(before.common(&b_bits, 200_000, 0, Level::new()), Some(had));
        }
    }
}
