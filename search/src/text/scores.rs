//! How well rows fit a text.

use std::sync::Arc;

use roaring::RoaringBitmap;

/// Of fewer rows than one in so many, the places among all are searched instead of walked to.
const FEW: usize = 16;

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
        let mut scores = Scores { rows: rows.iter().collect(), scores: vec![0; rows.len() as usize] };
        for (weight, with) in weighted {
            scores.add(*weight, &(rows & with.as_ref()));
        }
        scores
    }

    fn add(&mut self, weight: u32, some: &RoaringBitmap) {
        let walk = some.len() as usize * FEW > self.rows.len();
        let mut at = 0;
        for row in some {
            let rest = self.rows.get(at..).unwrap_or_default();
            at += match walk {
                true => rest.iter().take_while(|other| **other < row).count(),
                false => rest.partition_point(|other| *other < row),
            };
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

    /// The rows with their scores, in the order of the rows.
    pub fn iter(&self) -> impl Iterator<Item = (u32, u32)> {
        self.rows.iter().copied().zip(self.scores.iter().copied())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weights_add_up() {
        let set = |rows: &mut dyn Iterator<Item = u32>| Arc::new(rows.collect::<RoaringBitmap>());
        let rows: RoaringBitmap = (0..200).filter(|row| row % 2 == 0).collect();
        let weighted = [(1, set(&mut (0..200))), (8, set(&mut [7, 8, 150].into_iter())), (2, set(&mut (100..104)))];
        let scores = Scores::of(&rows, &weighted);
        assert_eq!([0, 7, 8, 100, 150, 198, 200].map(|row| scores.get(row)), [1, 0, 9, 3, 9, 1, 0]);
        assert_eq!(scores.iter().map(|(_, score)| score).sum::<u32>(), 100 + 16 + 4);
    }
}
