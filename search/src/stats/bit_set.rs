//! Sets of small numbers, a bit each: asking and adding cost the same whatever is in them, and they come out in order.

use roaring::RoaringBitmap;

use crate::columns::each;

/// A set of numbers below a length.
#[derive(Debug, Clone, Default)]
pub(super) struct BitSet(Vec<u64>);

impl BitSet {
    /// The set of some of the numbers below `len`; others are passed over.
    pub fn of(len: usize, numbers: impl IntoIterator<Item = u32>) -> BitSet {
        let mut bits = BitSet(vec![0; len.div_ceil(64)]);
        numbers.into_iter().for_each(|number| bits.insert(number));
        bits
    }

    /// The set of some rows.
    pub fn of_rows(len: usize, rows: &RoaringBitmap, keep: impl Fn(u32) -> bool) -> BitSet {
        let mut bits = BitSet(vec![0; len.div_ceil(64)]);
        each(rows, |row| {
            if keep(row) {
                bits.insert(row);
            }
        });
        bits
    }

    #[inline]
    fn insert(&mut self, number: u32) {
        if let Some(bits) = self.0.get_mut(number as usize / 64) {
            *bits |= 1 << (number % 64);
        }
    }

    /// Whether a number is in it.
    #[inline]
    pub fn contains(&self, number: u32) -> bool {
        self.0.get(number as usize / 64).is_some_and(|bits| bits >> (number % 64) & 1 == 1)
    }

    /// Visits the numbers, the least first.
    pub fn each(&self, mut visit: impl FnMut(u32)) {
        for (bits, at) in self.0.iter().zip(0u32..) {
            let mut left = *bits;
            while left != 0 {
                visit(at * 64 + left.trailing_zeros());
                left &= left - 1;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_come_out_in_order_and_once() {
        let bits = BitSet::of(130, [129, 3, 64, 63, 3, 500]);
        assert!(bits.contains(63) && !bits.contains(62) && !bits.contains(500));
        let mut numbers = Vec::new();
        bits.each(|number| numbers.push(number));
        assert_eq!(numbers, [3, 63, 64, 129]);
    }
}
