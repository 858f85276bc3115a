//! How well rows fit a text.

use std::cell::OnceCell;
use std::sync::Arc;

use fearless_simd::{Level, Simd, dispatch};
use roaring::RoaringBitmap;

use crate::columns::{Bits, RowSet, each};

/// From so many rows on, what sets have in common is walked as bits.
const MANY: usize = 2_000;

/// One row in so many is in a sample.
const SAMPLED: usize = 64;

/// Some rows with what they score.
#[derive(Debug, Default)]
pub(crate) struct Scores {
    /// In order.
    rows: Vec<u32>,
    scores: Vec<u32>,
}

impl Scores {
    /// Each row scores the weights of the sets that it is in.
    pub fn of(rows: &Bits, weighted: &[(u32, Arc<RowSet>)], all: u32) -> Scores {
        let len = rows.len() as usize;
        let mut scores = Scores { rows: Vec::with_capacity(len), scores: vec![0; len] };
        rows.in_batches(|some| scores.rows.extend_from_slice(some));
        let places = (len >= MANY).then(|| Places::of(rows));
        let few = OnceCell::new();
        for (weight, with) in weighted {
            match (&places, with.bits(all)) {
                (Some(places), Some(with)) => places.add(&mut scores.scores, *weight, with),
                (Some(places), None) => places.add_few(&mut scores.scores, *weight, with),
                (None, Some(with)) => scores.add_if(*weight, |row| with.contains(row)),
                (None, None) => scores.add(*weight, &(few.get_or_init(|| rows.to_bitmap()) & with.rows())),
            }
        }
        scores
    }

    fn add_if(&mut self, weight: u32, has: impl Fn(u32) -> bool) {
        for (row, score) in self.rows.iter().zip(&mut self.scores) {
            *score += if has(*row) { weight } else { 0 };
        }
    }

    fn add(&mut self, weight: u32, some: &RoaringBitmap) {
        let mut at = 0;
        for row in some {
            // The next is mostly near: steps that double find it sooner than halving the rest.
            let rest = self.rows.get(at..).unwrap_or_default();
            let far =
                std::iter::successors(Some(1usize), |step| Some(step * 2)).find(|step| rest.get(*step).is_none_or(|other| *other >= row));
            let (low, high) = far.map_or((0, 0), |far| (far / 2, rest.len().min(far + 1)));
            at += low + rest.get(low..high).unwrap_or_default().partition_point(|other| *other < row);
            if let Some(score) = self.scores.get_mut(at) {
                *score += weight;
            }
        }
    }

    /// How many rows there are.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// The score of a row; 0 for any other.
    pub fn get(&self, row: u32) -> u32 {
        self.rows.binary_search(&row).ok().and_then(|at| self.scores.get(at)).copied().unwrap_or(0)
    }

    /// A score that is reached by some times `most` rows, as far as a sample tells; 0 where it doesn't.
    pub fn of_the_first(&self, most: usize) -> u32 {
        let mut sample: Vec<u32> = self.scores.iter().copied().step_by(SAMPLED).collect();
        let at = 4 * most / SAMPLED + 1;
        if sample.len() <= at {
            return 0;
        }
        let (_, score, _) = sample.select_nth_unstable_by(at, |a, b| b.cmp(a));
        *score
    }

    /// The rows with their scores, in the order of the rows.
    pub fn iter(&self) -> impl Iterator<Item = (u32, u32)> {
        self.rows.iter().copied().zip(self.scores.iter().copied())
    }
}

/// Rows as bits, and before each word how many there are.
struct Places<'a> {
    rows: &'a Bits,
    before: Vec<u32>,
}

impl Places<'_> {
    fn of(rows: &Bits) -> Places<'_> {
        let before = rows.words().scan(0, |sum, word| {
            *sum += word.count_ones();
            Some(*sum - word.count_ones())
        });
        Places { before: before.collect(), rows }
    }

    /// The same as [`Self::add`] for few rows.
    fn add_few(&self, scores: &mut [u32], weight: u32, set: &RoaringBitmap) {
        each(set, |row| {
            let (word, before) = (self.rows.word(row), self.before.get(row as usize / 64).copied().unwrap_or(0));
            let place = before + (word & ((1 << (row % 64)) - 1)).count_ones();
            if let Some(score) = scores.get_mut(place as usize).filter(|_| word >> (row % 64) & 1 == 1) {
                *score += weight;
            }
        });
    }

    /// Adds a weight to the scores of the rows that are in a set, too.
    fn add(&self, scores: &mut [u32], weight: u32, set: &Bits) {
        dispatch!(Level::new(), simd => simd.vectorize(
            #[inline(always)]
            || {
                for ((word, before), with) in self.rows.words().zip(&self.before).zip(set.words()) {
                    let mut common = word & with;
                    while common != 0 {
                        let lowest = common & common.wrapping_neg();
                        let place = before + (word & (lowest - 1)).count_ones();
                        if let Some(score) = scores.get_mut(place as usize) {
                            *score += weight;
                        }
                        common ^= lowest;
                    }
                }
            }
        ));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weights_add_up() {
        let set = |rows: &mut dyn Iterator<Item = u32>| Arc::new(RowSet::from(rows.collect::<RoaringBitmap>()));
        let rows: RoaringBitmap = (0..200).filter(|row| row % 2 == 0).collect();
        let many: RoaringBitmap = rows.iter().chain(70_000..80_000).collect();
        let weighted = [(1, set(&mut (0..200))), (8, set(&mut [7, 8, 150].into_iter())), (2, set(&mut (100..104)))];
        for all in [200, 1 << 20] {
            let scores = Scores::of(&Bits::of(&rows), &weighted, all);
            assert_eq!([0, 7, 8, 100, 150, 198, 200].map(|row| scores.get(row)), [1, 0, 9, 3, 9, 1, 0]);
            assert_eq!(scores.iter().map(|(_, score)| score).sum::<u32>(), 100 + 16 + 4);
            let scores = Scores::of(&Bits::of(&many), &weighted, all);
            assert_eq!([0, 7, 8, 100, 150, 198, 200, 75_000].map(|row| scores.get(row)), [1, 0, 9, 3, 9, 1, 0, 0]);
            assert_eq!((scores.len(), scores.iter().map(|(_, score)| score).sum::<u32>()), (10_100, 100 + 16 + 4));
        }
    }
}
