//! Counting values by the rows that have them.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use fearless_simd::Level;

use super::Found;
use crate::columns::{Bits, ByLayer, ByRow, CHUNK_BITS, Countable, Postings, RowSet};

/// Costs in tenths of a nanosecond: reading a code of a row, or a list of codes; what two chunks of bits have in common;
/// looking up a row in the bits.
const CODE: u64 = 20;
const LIST: u64 = 80;
const COMMON: u64 = 2_000;
const LOOKUP: u64 = 7;

/// Whether looking at values costs less than looking at so many rows.
pub(super) fn is_cheaper(field: &dyn Countable, rows: u64, all: u32, limit: usize) -> bool {
    let row = match (field.by_row(), field.by_layer()) {
        (ByRow::Codes(_), _) => CODE,
        (ByRow::Lists(_), None) => LIST,
        (ByRow::Lists(_), Some(_)) => LIST + CODE,
    };
    let shown = field.by_layer().map_or(field.postings(), ByLayer::own);
    let least = expected_least(shown, rows, all, limit);
    let beneath = field.by_layer().map_or(0, |layers| cost_of_values(layers.beneath(), 0, rows, all));
    rows * row > beneath + cost_of_values(shown, least, rows, all)
}

/// Counts at least the values that may be among the first `limit`.
pub(super) fn count(field: &dyn Countable, rows: &Rows<'_>, limit: usize) -> Found {
    match field.by_layer() {
        Some(layers) => count_layers(field, layers, rows, limit),
        None => count_values(field.postings(), rows, limit),
    }
}

/// The rows that are counted.
pub(super) struct Rows<'a> {
    /// How many rows there are, counted or not.
    all: u32,
    bits: &'a Bits,
    level: Level,
}

impl Rows<'_> {
    /// Some of so many rows.
    pub fn new(bits: &Bits, all: u32) -> Rows<'_> {
        Rows { all, bits, level: Level::new() }
    }

    /// How many of them have a value; `None` if fewer than `least` do.
    fn count(&self, postings: &Postings, code: u32, least: u32) -> Option<u32> {
        let with = postings.get(code)?;
        match with.bits(self.all) {
            Some(with) => with.common(self.bits, self.all, least, self.level),
            None => self.bits.common_with(with, least),
        }
    }
}

/// Roughly the count of the last value that is among the first `limit`, if the rows are like all rows.
fn expected_least(postings: &Postings, rows: u64, all: u32, limit: usize) -> u32 {
    let mut lens = postings.lens().to_vec();
    if limit == 0 || lens.len() <= limit {
        return 1;
    }
    let (_, least, _) = lens.select_nth_unstable_by(limit - 1, |a, b| b.cmp(a));
    (u64::from(*least) * rows / u64::from(all.max(1))).max(1) as u32
}

/// Roughly what intersecting every value with at least so many of all rows costs, until it is known to count for less.
fn cost_of_values(postings: &Postings, least: u32, rows: u64, all: u32) -> u64 {
    let chunks = u64::from(all).div_ceil(1 << CHUNK_BITS);
    let cost = |len: u32| if RowSet::is_frequent(len.into(), all) { chunks * COMMON } else { u64::from(len) * LOOKUP + chunks * 100 };
    // A value stands back once as many of its rows were looked at in vain as it has more than the least.
    let in_vain = 1.0 - (rows as f32 / all as f32).min(0.99);
    let looked_at = |len: u32| ((1.0 - least as f32 / len as f32) / in_vain).min(1.0);
    let costs = postings.lens().iter().filter(|len| **len >= least.max(1)).map(|len| cost(*len) as f32 * looked_at(*len));
    costs.sum::<f32>() as u64
}

/// The counts that come first so far.
struct Best {
    limit: usize,
    /// The least on top.
    first: BinaryHeap<Reverse<u32>>,
}

impl Best {
    fn new(limit: usize) -> Best {
        Best { limit, first: BinaryHeap::new() }
    }

    /// What counts for less is not among the first.
    fn least(&self) -> u32 {
        match self.first.peek() {
            Some(Reverse(least)) if self.first.len() == self.limit => *least,
            None if self.limit == 0 => u32::MAX,
            _ => 0,
        }
    }

    fn offer(&mut self, count: u32) {
        self.first.push(Reverse(count));
        if self.first.len() > self.limit {
            self.first.pop();
        }
    }
}

/// Intersects values until no other can be among the first `limit`; those that are likely to come first.
fn count_values(postings: &Postings, rows: &Rows<'_>, limit: usize) -> Found {
    let mut least = expected_least(postings, rows.bits.len(), rows.all, limit);
    let (mut best, mut found) = (Best::new(limit), Found::new());
    // What has at least so many rows was counted.
    let mut done = u32::MAX;
    loop {
        let some = postings.lens().iter().zip(0u32..).filter(|(len, _)| (least..done).contains(*len));
        let mut some: Vec<(u32, u32)> = some.map(|(len, code)| (*len, code)).collect();
        some.sort_unstable_by(|a, b| b.cmp(a));
        for (_, code) in some {
            if let Some(count) = rows.count(postings, code, best.least().max(1)) {
                best.offer(count);
                found.push((count, code));
            }
        }
        done = least;
        // The values that were not counted have fewer rows than the last that is wanted counts.
        if best.least() >= done || done <= 1 {
            return found;
        }
        least = if best.least() > 0 { best.least() } else { done / 4 }.max(1);
    }
}

/// Counts sets that lie beneath others for all of their values, then values by the rows that have them beside, until no
/// other can be among the first `limit`.
fn count_layers(field: &dyn Countable, layers: &ByLayer, rows: &Rows<'_>, limit: usize) -> Found {
    let own = layers.own();
    let mut beneath = vec![0u32; field.postings().len()];
    layers.add_beneath(field, |place| rows.count(layers.beneath(), place, 0).unwrap_or(0), &mut beneath);
    // A value counts at most what lies beneath and all the rows that have it beside.
    let most = |(beneath, code): (u32, u32)| (beneath + own.lens().get(code as usize).copied().unwrap_or(0), beneath, code);
    let mut values: Vec<(u32, u32, u32)> = beneath.into_iter().zip(0..).map(most).filter(|(most, ..)| *most > 0).collect();
    values.sort_unstable_by(|a, b| b.cmp(a));
    let (mut best, mut found) = (Best::new(limit), Found::with_capacity(values.len()));
    for (most, beneath, code) in values {
        let least = best.least().max(1);
        if most < least {
            break;
        }
        // A value that only lies beneath has no rows beside.
        let beside = if own.get(code).is_none() { Some(0) } else { rows.count(own, code, least.saturating_sub(beneath)) };
        if let Some(beside) = beside {
            best.offer(beneath + beside);
            found.push((beneath + beside, code));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::super::{counts, found, most};
    use super::*;
    use crate::columns::{Field, SetField, Tally};
    use proptest::prelude::*;
    use roaring::RoaringBitmap;

    proptest! {
        #[test]
        fn values_that_are_passed_over_do_not_count(seed in any::<u32>(), limit in 0usize..12, kept in 1u32..9) {
            let mut field = Field::<u32>::default();
            let mut random = u64::from(seed) | 1;
            let mut next = || {
                random = random.wrapping_mul(0x5851_f42d_4c95_7f2d).wrapping_add(1);
                (random >> 40) as u32
            };
            let mut rows = RoaringBitmap::new();
            for row in 0..2_000 {
                // Rare values and frequent ones; here and there the rows leave the most frequent ones out.
                let value = (1 << (next() % 6)) + next() % 3;
                field.set(row, Some(value));
                if next() % 9 < kept && (value > 4 || next() % 4 == 0) {
                    rows.insert(row);
                }
            }
            let expected = counts(most(&field, Tally::of(&field, &Bits::of(&rows)).found(), limit));
            prop_assert_eq!(counts(most(&field, count(&field, &Rows::new(&Bits::of(&rows), 2_000), limit), limit)), expected);
        }

        #[test]
        fn layers_add_up(sets in prop::collection::vec((0usize..4, prop::collection::vec(0u32..30, 0..4), 0u8..4), 1..300), limit in 0usize..12) {
            let beneath = [0..0, 0..8, 4..20, 0..25];
            let mut field = SetField::<u32>::default();
            let mut rows = RoaringBitmap::new();
            // Every row has another set first.
            for (row, (over, own, _)) in sets.iter().rev().enumerate() {
                field.set_over(row as u32, beneath[*over].clone(), beneath[*over].clone().chain(own.iter().copied()));
            }
            for (row, (over, own, kept)) in (0u32..).zip(&sets) {
                field.set_over(row, beneath[*over].clone(), beneath[*over].clone().chain(own.iter().copied()));
                if *kept > 0 {
                    rows.insert(row);
                }
            }
            let bits = Bits::of(&rows);
            let counted = Rows::new(&bits, sets.len() as u32);
            prop_assert_eq!(field.by_layer().is_some(), sets.iter().any(|(over, ..)| *over > 0));
            let mut expected = vec![0; field.postings().len()];
            field.visit(&rows, &mut |_, code| expected[code as usize] += 1);
            let expected = counts(most(&field, found(expected), limit));
            prop_assert_eq!(counts(most(&field, Tally::of(&field, &Bits::of(&rows)).found(), limit)), &*expected);
            prop_assert_eq!(counts(most(&field, count(&field, &counted, limit), limit)), &*expected);
        }
    }
}
