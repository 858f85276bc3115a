//! A code a row in as few bytes as the codes take: what is counted row by row is bound by how much of memory is read.

use std::sync::Arc;

use roaring::RoaringBitmap;

use super::rows::{in_batches, runs};
use super::width::{NONE, Wide, Width, of_any_width};

const BITS: u32 = 14;
const CHUNK: usize = 1 << BITS;

/// Codes by row. Copies share the chunks that did not change.
#[derive(Debug, Clone, Default)]
pub(crate) struct Codes {
    chunks: Vec<Arc<Chunk>>,
}

/// The codes of some rows.
type Chunk = Wide<Vec<u8>, Vec<u16>, Vec<u32>>;

impl FromIterator<u32> for Codes {
    fn from_iter<I: IntoIterator<Item = u32>>(codes: I) -> Self {
        let mut columns = Codes::default();
        codes.into_iter().zip(0..).for_each(|(code, row)| columns.set(row, code));
        columns
    }
}

impl Codes {
    /// How many rows there are.
    pub fn len(&self) -> usize {
        self.chunks.last().map_or(0, |last| (self.chunks.len() - 1) * CHUNK + of_any_width!(last.as_ref(), codes => codes.len()))
    }

    /// The code of a row; [`NONE`] where it has no value.
    #[inline]
    pub fn get(&self, row: u32) -> Option<u32> {
        let chunk = self.chunks.get((row >> BITS) as usize)?;
        of_any_width!(chunk.as_ref(), codes => codes.get(row as usize % CHUNK).map(|code| code.wide()))
    }

    /// Sets the code of a row; rows are added one after another. What has the code already is not copied for it.
    pub fn set(&mut self, row: u32, code: u32) {
        if self.get(row) == Some(code) {
            return;
        }
        let at = (row >> BITS) as usize;
        if at == self.chunks.len() {
            self.chunks.push(Arc::new(Wide::One(Vec::new())));
        }
        if let Some(chunk) = self.chunks.get_mut(at) {
            let chunk = Arc::make_mut(chunk);
            while !of_any_width!(chunk, codes => put(codes, row as usize % CHUNK, code)) {
                let Some(widened) = widened(chunk) else { return };
                *chunk = widened;
            }
        }
    }

    /// Adds one to the count of the code of each of some rows, which are in order. What has no count is not counted.
    pub fn count(&self, rows: &[u32], counts: &mut [u32]) {
        self.each(rows, |_, code| {
            if let Some(count) = counts.get_mut(code as usize) {
                *count += 1;
            }
        });
    }

    /// Visits the codes of some rows, in order.
    pub fn visit(&self, rows: &RoaringBitmap, mut visit: impl FnMut(u32, u32)) {
        in_batches(rows, |rows| self.each(rows, &mut visit));
    }

    /// The same of rows in a list, which are in order, too.
    #[inline]
    pub fn each(&self, rows: &[u32], mut visit: impl FnMut(u32, u32)) {
        for (at, rows) in runs(rows, BITS) {
            let Some(chunk) = self.chunks.get(at) else { continue };
            of_any_width!(chunk.as_ref(), codes => for row in rows {
                if let Some(code) = codes.get(*row as usize % CHUNK) {
                    visit(*row, code.wide());
                }
            });
        }
    }

    /// Every code, in order.
    pub fn iter(&self) -> impl Iterator<Item = u32> + Clone {
        (0..self.len() as u32).map(|row| self.get(row).unwrap_or(NONE))
    }
}

/// The same codes with more room, if there may be more.
fn widened(chunk: &Chunk) -> Option<Chunk> {
    match chunk {
        Wide::One(codes) => {
            Some(Wide::Two(codes.iter().map(|code| if *code == u8::NONE { u16::NONE } else { u16::from(*code) }).collect()))
        }
        Wide::Two(codes) => Some(Wide::Four(codes.iter().map(|code| code.wide()).collect())),
        Wide::Four(_) => None,
    }
}

/// Sets the code of a row or adds it, if it has room.
fn put<W: Width>(codes: &mut Vec<W>, row: usize, code: u32) -> bool {
    let Some(code) = W::narrow(code) else { return false };
    match codes.get_mut(row) {
        Some(slot) => *slot = code,
        None => codes.push(code),
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn code() -> impl Strategy<Value = u32> {
        prop_oneof![4 => 0u32..260, 2 => 65_000u32..66_000, 1 => Just(NONE), 1 => 0..NONE - 1]
    }

    proptest! {
        #[test]
        fn codes_are_what_was_set(
            rows in 1u32..40_000,
            most in prop_oneof![Just(250u32), Just(60_000), Just(u32::MAX)],
            sets in prop::collection::vec((any::<u32>(), code()), 0..60),
        ) {
            let mut expected: Vec<u32> = (0..rows).map(|row| row.wrapping_mul(2_654_435_761) % most).collect();
            let mut codes: Codes = expected.iter().copied().collect();
            let (before, were) = (codes.clone(), expected.clone());
            for (row, code) in sets {
                codes.set(row % rows, code);
                expected[(row % rows) as usize] = code;
            }
            prop_assert_eq!(codes.len(), rows as usize);
            prop_assert!(codes.iter().eq(expected.iter().copied()));
            prop_assert!(before.iter().eq(were.iter().copied()));
            let some: Vec<u32> = (0..rows).filter(|row| row % 3 == 1).collect();
            let (mut counts, mut as_counted) = (vec![0; 300], vec![0; 300]);
            codes.count(&some, &mut counts);
            let mut seen = Vec::new();
            codes.visit(&some.iter().copied().collect(), |row, code| {
                seen.push((row, code));
                as_counted.get_mut(code as usize).into_iter().for_each(|count| *count += 1);
            });
            prop_assert!(seen.iter().copied().eq(some.iter().map(|row| (*row, expected[*row as usize]))));
            prop_assert!(most > 250 || counts == as_counted);
        }
    }

    #[test]
    fn small_codes_take_one_byte() {
        let mut codes: Codes = (0..100).collect();
        codes.set(7, NONE);
        assert!(matches!(codes.chunks[0].as_ref(), Wide::One(_)));
        codes.set(8, 253);
        assert!(matches!(codes.chunks[0].as_ref(), Wide::One(_)));
        codes.set(8, 254);
        assert!(matches!(codes.chunks[0].as_ref(), Wide::Two(_)));
        assert_eq!((codes.get(7), codes.get(8), codes.get(100)), (Some(NONE), Some(254), None));
    }
}
