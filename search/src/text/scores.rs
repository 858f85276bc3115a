//! How well rows fit a text.

use std::sync::Arc;

use fearless_simd::{Level, Simd, dispatch};
use roaring::RoaringBitmap;

use crate::columns::{Bits, each};

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
    pub fn of(rows: &RoaringBitmap, weighted: &[(u32, Arc<RoaringBitmap>)]) -> Scores {
        let mut scores = Scores { rows: Vec::with_capacity(rows.len() as usize), scores: vec![0; rows.len() as usize] };
        each(rows, |row| scores.rows.push(row));
        let places = (scores.rows.len() >= MANY).then(|| Places::of(rows));
        for (weight, with) in weighted {
            match &places {
                Some(places) => places.add(&mut scores.scores, *weight, &Bits::of(with)),
                None => scores.add(*weight, &(rows & with.as_ref())),
            }
        }
        scores
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
struct Places {
    words: Vec<u64>,
    before: Vec<u32>,
}

impl Places {
    fn of(rows: &RoaringBitmap) -> Places {
        let words: Vec<u64> = Bits::of(rows).words().collect();
        let before = words.iter().scan(0, |sum, word| {
            *sum += word.count_ones();
            Some(*sum - word.count_ones())
        });
        Places { before: before.collect(), words }
    }

    /// Adds a weight to the scores of the rows that are in a set, too.
    fn add(&self, scores: &mut [u32], weight: u32, set: &Bits) {
        dispatch!(Level::new(), simd => simd.vectorize(
            #[inline(always)]
            || {
                for ((word, before), with) in self.words.iter().zip(&self.before).zip(set.words()) {
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
        let set = |rows: &mut dyn Iterator<Item = u32>| Arc::new(rows.collect::<RoaringBitmap>());
        let rows: RoaringBitmap = (0..200).filter(|row| row % 2 == 0).collect();
        let many: RoaringBitmap = rows.iter().chain(70_000..80_000).collect();
        let weighted = [(1, set(&mut (0..200))), (8, set(&mut [7, 8, 150].into_iter())), (2, set(&mut (100..104)))];
        let scores = Scores::of(&rows, &weighted);
        assert_eq!([0, 7, 8, 100, 150, 198, 200].map(|row| scores.get(row)), [1, 0, 9, 3, 9, 1, 0]);
        assert_eq!(scores.iter().map(|(_, score)| score).sum::<u32>(), 100 + 16 + 4);
        let scores = Scores::of(&many, &weighted);
        assert_eq!([0, 7, 8, 100, 150, 198, 200, 75_000].map(|row| scores.get(row)), [1, 0, 9, 3, 9, 1, 0, 0]);
        assert_eq!((scores.len(), scores.iter().map(|(_, score)| score).sum::<u32>()), (10_100, 100 + 16 + 4));
    }
}
