//! The rows that fulfil conditions, 64 Ki at a time: what is read of each condition is read once, and what comes in
//! between stays in the nearest cache of the processor.

use std::sync::Arc;

use domain::query::Facet;
use fearless_simd::{Level, Simd, dispatch};

use super::{Condition, Plan, Selection};
use crate::columns::{Bits, CHUNK_BITS, Chunk, InRange, RowSet, WORDS, each_of_word, word};

/// Of up to so many rows of a chunk each is looked up in a condition, or its key in a range.
const FEW: u32 = 64;
const FEW_KEYS: u32 = 256;

impl Plan<'_> {
    /// Selects rows, for the count of `facets`. What is excluded stays excluded for every facet.
    pub fn select(&self, facets: &[Facet]) -> Selection {
        let is_own = |condition: &&Condition| condition.facet.is_some_and(|facet| facets.contains(&facet));
        let (own, mut others): (Vec<&Condition>, Vec<&Condition>) = self.conditions.iter().partition(is_own);
        // The rarest first, so that what follows has little to do.
        others.sort_by_key(|condition| (!condition.keep, condition.len()));
        let ranges: Vec<InRange<'_>> = self.ranges.iter().map(|(field, keys)| field.within(keys)).collect();
        let mut selection = Selection { found: Bits::default(), without: Vec::with_capacity(own.len()) };
        selection.without.extend(own.iter().filter_map(|condition| Some((condition.facet?, Bits::default()))));
        let chunks = Chunks { all: self.len, others: &others, ranges: &ranges, own: &own };
        let level = Level::new();
        dispatch!(level, simd => simd.vectorize(
            #[inline(always)]
            || chunks.select(&mut selection)
        ));
        selection
    }
}

impl Condition {
    fn len(&self) -> u64 {
        self.any.iter().map(|rows| rows.len()).sum()
    }
}

struct Chunks<'a> {
    /// How many rows there are.
    all: u32,
    others: &'a [&'a Condition],
    ranges: &'a [InRange<'a>],
    own: &'a [&'a Condition],
}

/// Some rows of a chunk.
#[derive(Clone)]
struct Rows {
    bits: Chunk,
    len: u32,
}

impl Chunks<'_> {
    #[inline(always)]
    fn select(&self, selection: &mut Selection) {
        let mut own: Vec<Rows> = self.own.iter().map(|_| Rows::first(0)).collect();
        for at in 0..self.all.div_ceil(1 << CHUNK_BITS) as usize {
            let mut base = Rows::first(self.all - ((at as u32) << CHUNK_BITS));
            for condition in self.others {
                base.narrow(condition, at, self.all);
            }
            for range in self.ranges {
                base.narrow_to(range, at, self.all);
            }
            for (rows, condition) in own.iter_mut().zip(self.own) {
                rows.clone_from(&base);
                rows.narrow(condition, at, self.all);
            }
            for (skipped, (_, without)) in selection.without.iter_mut().enumerate() {
                let others = own.iter().enumerate().filter(|(place, _)| *place != skipped).map(|(_, rows)| rows);
                push(without, &base, others);
            }
            push(&mut selection.found, &base, own.iter());
        }
    }
}

/// Adds what the rows of a chunk have in common to a set.
#[inline(always)]
fn push<'r>(set: &mut Bits, base: &Rows, others: impl Iterator<Item = &'r Rows>) {
    if base.len == 0 {
        return set.push(None, 0);
    }
    let (mut bits, mut len) = (Arc::new(base.bits), base.len);
    for other in others {
        len = keep(Arc::make_mut(&mut bits), &other.bits);
    }
    set.push(Some(bits), len);
}

/// Keeps what two chunks have in common; says how many rows that are.
#[inline(always)]
fn keep(bits: &mut Chunk, others: &Chunk) -> u32 {
    let mut len = 0;
    for (word, other) in bits.iter_mut().zip(others) {
        *word &= other;
        len += word.count_ones();
    }
    len
}

impl Rows {
    /// The first rows of a chunk.
    fn first(len: u32) -> Rows {
        let len = len.min(1 << CHUNK_BITS);
        let mut bits = [0; WORDS];
        let (whole, rest) = (len as usize / 64, len % 64);
        bits.iter_mut().take(whole).for_each(|word| *word = u64::MAX);
        bits.iter_mut().skip(whole).take(1).for_each(|word| *word = (1 << rest) - 1);
        Rows { bits, len }
    }

    #[inline(always)]
    fn keep(&mut self, others: &Chunk) {
        self.len = keep(&mut self.bits, others);
    }

    #[inline(always)]
    fn drop(&mut self, others: &Chunk) {
        self.len = 0;
        for (word, other) in self.bits.iter_mut().zip(others) {
            *word &= !other;
            self.len += word.count_ones();
        }
    }

    /// Keeps the rows for which something holds, one by one.
    fn keep_if(&mut self, at: usize, holds: impl Fn(u32) -> bool) {
        for (word, first) in self.bits.iter_mut().zip(((at as u32) << CHUNK_BITS..).step_by(64)).filter(|(word, _)| **word != 0) {
            let before = *word;
            each_of_word(before, |bit| {
                if !holds(first + bit) {
                    *word &= !(1 << bit);
                    self.len -= 1;
                }
            });
        }
    }

    /// Keeps those that fulfil a condition, of `all` rows that there are.
    #[inline(always)]
    fn narrow(&mut self, condition: &Condition, at: usize, all: u32) {
        if self.len == 0 {
            return;
        }
        if self.len <= FEW {
            let any = |row| condition.any.iter().any(|rows| rows.bits(all).map_or_else(|| rows.contains(row), |bits| bits.contains(row)));
            return self.keep_if(at, |row| any(row) == condition.keep);
        }
        if let ([only], true) = (condition.any.as_slice(), condition.keep)
            && let Some(bits) = only.bits(all)
        {
            return self.keep(bits.chunk(at).unwrap_or(&[0; WORDS]));
        }
        let mut any = [0; WORDS];
        for rows in &condition.any {
            add(&mut any, rows, at, all);
        }
        match condition.keep {
            true => self.keep(&any),
            false => self.drop(&any),
        }
    }

    /// Keeps those whose keys are in a range.
    #[inline(always)]
    fn narrow_to(&mut self, range: &InRange<'_>, at: usize, all: u32) {
        if self.len == 0 {
            return;
        }
        if self.len <= FEW_KEYS {
            return self.keep_if(at, |row| range.contains(row));
        }
        let mut within = [0; WORDS];
        add(&mut within, range.whole(), at, all);
        for row in range.edges().flat_map(|rows| rows.range(rows_of(at))) {
            set(&mut within, row, self.has(row) && range.contains(row));
        }
        self.keep(&within);
    }

    fn has(&self, row: u32) -> bool {
        self.bits.get(word(row)).is_some_and(|word| word >> (row % 64) & 1 == 1)
    }
}

/// Adds those of some rows that are in a chunk.
#[inline(always)]
fn add(to: &mut Chunk, rows: &RowSet, at: usize, all: u32) {
    match rows.bits(all) {
        Some(bits) => {
            if let Some(chunk) = bits.chunk(at) {
                for (word, with) in to.iter_mut().zip(chunk) {
                    *word |= with;
                }
            }
        }
        None => rows.range(rows_of(at)).for_each(|row| set(to, row, true)),
    }
}

fn set(bits: &mut Chunk, row: u32, on: bool) {
    if let Some(word) = bits.get_mut(word(row)) {
        *word |= u64::from(on) << (row % 64);
    }
}

fn rows_of(at: usize) -> std::ops::RangeInclusive<u32> {
    let first = (at as u32) << CHUNK_BITS;
    first..=first | ((1 << CHUNK_BITS) - 1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::columns::Ordered;
    use proptest::prelude::*;
    use roaring::RoaringBitmap;

    /// More than two chunks.
    const ALL: u32 = 150_000;

    /// One row in so many, spread evenly, or all of one stretch.
    fn rows() -> impl Strategy<Value = RoaringBitmap> {
        let share = prop_oneof![Just(2u64), Just(3), Just(40), Just(700), Just(40_000)];
        let spread =
            (any::<u32>(), share).prop_map(|(seed, share)| (0..ALL).filter(|row| mixed(*row, seed).is_multiple_of(share)).collect());
        prop_oneof![8 => spread, 1 => (0..ALL, 0..ALL).prop_map(|(a, b)| (a.min(b)..a.max(b)).collect())]
    }

    fn mixed(row: u32, seed: u32) -> u64 {
        (u64::from(row ^ seed).wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 17).wrapping_mul(0xff51_afd7_ed55_8ccd) >> 20
    }

    fn condition() -> impl Strategy<Value = (Option<Facet>, bool, Vec<RoaringBitmap>)> {
        let facet = prop_oneof![Just(None), Just(Some(Facet::Role)), Just(Some(Facet::Skill)), Just(Some(Facet::Country))];
        (facet, prop::bool::weighted(0.8), prop::collection::vec(rows(), 0..3))
            .prop_map(|(facet, keep, any)| (facet.filter(|_| keep), keep, any))
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(48))]
        #[test]
        fn rows_are_selected_as_conditions_say(
            conditions in prop::collection::vec(condition(), 0..5),
            range in prop::option::of((1u64..4_000, 0u64..1_000)),
        ) {
            let mut keys = Ordered::new(300);
            if range.is_some() {
                (0..ALL).for_each(|row| keys.set(row, mixed(row, 7) % 4_000));
            }
            let mut plan = Plan { len: ALL, ..Plan::default() };
            let of = |any: &[RoaringBitmap]| any.iter().map(|rows| Arc::new(RowSet::from(rows.clone()))).collect();
            conditions.iter().for_each(|(facet, keep, any)| plan.condition(*facet, *keep, of(any)));
            plan.ranges.extend(range.map(|(from, len)| (&keys, from..=from + len)));
            let expected = |skipped: Option<usize>| {
                let mut found: RoaringBitmap = (0..ALL).collect();
                for (_, (_, keep, any)) in conditions.iter().enumerate().filter(|(place, _)| Some(*place) != skipped) {
                    let any = any.iter().fold(RoaringBitmap::new(), |all, rows| all | rows);
                    if *keep { found &= any } else { found -= any }
                }
                let within = |row: &u32| range.is_none_or(|(from, len)| (from..=from + len).contains(&keys.key(*row)));
                found.iter().filter(within).collect::<RoaringBitmap>()
            };
            let facets = [Facet::Role, Facet::Skill, Facet::Seniority];
            let Selection { found, without } = plan.select(&facets);
            prop_assert_eq!((found.to_bitmap(), found.len()), (expected(None), expected(None).len()));
            let own = conditions.iter().enumerate().filter(|(_, (facet, ..))| facet.is_some_and(|facet| facets.contains(&facet)));
            let own: Vec<(Facet, RoaringBitmap)> = own.filter_map(|(place, (facet, ..))| Some(((*facet)?, expected(Some(place))))).collect();
            prop_assert_eq!(without.iter().map(|(facet, rows)| (*facet, rows.to_bitmap())).collect::<Vec<_>>(), own);
        }
    }
}
