//! Rows as plain bits: how many two sets have in common is counted by the widest instructions that the machine has.

use std::sync::{Arc, LazyLock};

use fearless_simd::{Level, Simd, dispatch};
use roaring::RoaringBitmap;

use super::rows::{TOGETHER, each};

/// Words of a chunk, which covers as many rows as a container of a bitmap.
pub(crate) const WORDS: usize = 1 << 10;
/// The bits of a row's number within a chunk.
pub(crate) const CHUNK_BITS: u32 = 16;

/// Up to so many rows, a container of a bitmap is a list of them.
const ARRAY: usize = 4_096;
/// Up to so many rows are added to a bitmap one by one.
const SCATTERED: u64 = 1 << 14;
/// What a bitmap without runs writes first.
const WITHOUT_RUNS: u32 = 12_346;

/// 64 Ki rows, 64 to a word.
pub(crate) type Chunk = [u64; WORDS];

static EMPTY: LazyLock<Arc<Chunk>> = LazyLock::new(|| Arc::new([0; WORDS]));

/// A set of rows. Copies share the chunks that did not change.
#[derive(Debug, Clone, Default)]
pub(crate) struct Bits {
    chunks: Vec<Arc<Chunk>>,
    len: u64,
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
            let chunk = bits.chunk_mut(u32::from(key) << CHUNK_BITS)?;
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
        self.chunks.iter().flat_map(|chunk| chunk.iter().copied())
    }

    /// How many rows there are.
    pub fn len(&self) -> u64 {
        self.len
    }

    /// Some of the rows, from `at` times 64 Ki on; `None` when there are none, nor any after.
    pub fn chunk(&self, at: usize) -> Option<&Chunk> {
        self.chunks.get(at).map(Arc::as_ref)
    }

    /// Adds the next 64 Ki rows, of which so many are in the set; `None` when none are.
    pub fn push(&mut self, chunk: Option<Arc<Chunk>>, len: u32) {
        self.len += u64::from(len);
        self.chunks.push(chunk.unwrap_or_else(|| Arc::clone(&EMPTY)));
    }

    /// Visits the rows, in order and some at a time.
    pub fn in_batches(&self, mut visit: impl FnMut(&[u32])) {
        let (mut some, mut len) = ([0; TOGETHER], 0);
        let eights = self.chunks.iter().flat_map(|chunk| chunk.as_chunks::<8>().0).zip((0u32..).step_by(512));
        // Where rows are few, most words have none.
        for (eight, first) in eights.filter(|(eight, _)| eight.iter().fold(0, |any, word| any | word) != 0) {
            for (word, first) in eight.iter().zip((first..).step_by(64)) {
                if len > TOGETHER - 64 {
                    visit(some.get(..len).unwrap_or(&some));
                    len = 0;
                }
                let mut slots = some.get_mut(len..).unwrap_or(&mut []).iter_mut();
                each_of_word(*word, |bit| slots.next().into_iter().for_each(|slot| *slot = first + bit));
                len += word.count_ones() as usize;
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
        self.bit(row) == 1
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
        let Some(word) = self.chunk_mut(row).and_then(|chunk| chunk.get_mut(word(row))) else { return };
        let (bit, before) = (1 << (row % 64), *word);
        *word = if on { before | bit } else { before & !bit };
        self.len = match (before & bit != 0, on) {
            (false, true) => self.len + 1,
            (true, false) => self.len - 1,
            _ => self.len,
        };
    }

    /// How many of the first `rows` rows are in both.
    pub fn common(&self, other: &Bits, rows: u32, level: Level) -> u32 {
        let words = rows.div_ceil(64) as usize;
        dispatch!(level, simd => simd.vectorize(
            #[inline(always)]
            || {
                let chunks = self.chunks.iter().zip(&other.chunks).zip((0..words).step_by(WORDS));
                chunks.map(|((a, b), from)| common(a, b, words - from)).sum::<u64>()
            }
        )) as u32
    }

    /// How many of some rows are in the set: a look-up each, which is as fast as it gets for few rows.
    pub fn common_with(&self, rows: &RoaringBitmap) -> u32 {
        let mut common = 0;
        each(rows, |row| common += self.bit(row));
        common
    }

    /// The 64 rows that a row is among.
    #[inline]
    pub fn word(&self, row: u32) -> u64 {
        self.chunks.get((row >> CHUNK_BITS) as usize).and_then(|chunk| chunk.get(word(row))).copied().unwrap_or(0)
    }

    #[inline]
    fn bit(&self, row: u32) -> u32 {
        (self.word(row) >> (row % 64)) as u32 & 1
    }

    /// The chunk of a row, to be changed.
    fn chunk_mut(&mut self, row: u32) -> Option<&mut Chunk> {
        let at = (row >> CHUNK_BITS) as usize;
        if self.chunks.len() <= at {
            self.chunks.resize_with(at + 1, || Arc::clone(&EMPTY));
        }
        self.chunks.get_mut(at).map(Arc::make_mut)
    }
}

#[inline(always)]
fn common(a: &Chunk, b: &Chunk, words: usize) -> u64 {
    a.iter().zip(b).take(words).map(|(a, b)| u64::from((a & b).count_ones())).sum()
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
            prop_assert_eq!(u64::from(a_bits.common(&b_bits, 200_000, Level::new())), a.intersection_len(&b));
            prop_assert_eq!(u64::from(a_bits.common_with(&b)), a.intersection_len(&b));
            let had = a.intersection_len(&b);
            prop_assert_eq!((a_bits.len(), a_bits.to_bitmap()), (a.len(), a.clone()));
            for (row, on) in more {
                a_bits.set(row, on);
                if on { a.insert(row) } else { a.remove(row) };
            }
            prop_assert_eq!(u64::from(a_bits.common(&b_bits, 200_000, Level::new())), a.intersection_len(&b));
            prop_assert_eq!((a_bits.len(), a_bits.to_bitmap()), (a.len(), a.clone()));
            prop_assert_eq!(u64::from(before.common(&b_bits, 200_000, Level::new())), had);
        }
    }
}
