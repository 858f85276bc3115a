//! Counting the values of fields over the rows that were found.
//!
//! Few rows are visited one by one, all facets together, so that a row costs one cache line. Of many rows
//! the rows of each value are intersected as plain bits, the most frequent values first: a value can't count more than
//! the rows it has, so the rare ones need no look once enough others are known to be ahead.

use std::cell::OnceCell;
use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashMap};

use domain::query::Facet;
use fearless_simd::Level;
use foldhash::fast::FixedState;
use roaring::RoaringBitmap;

use crate::columns::{Bits, ByLayer, Columns, Countable, Line, Postings, Slot};
use crate::request::FacetCount;

/// Rows whose lines are read together, to be counted facet by facet.
const TOGETHER: usize = 256;
/// Rows that one chunk of bits covers.
const CHUNK: u64 = 1 << 16;

/// Costs in tenths of a nanosecond: reading a row's line; counting a facet of it, by what kind it is; making a chunk of
/// bits; what two chunks have in common; looking up a row in the bits.
const LINE: u64 = 60;
const VALUE: u64 = 15;
const SETS: u64 = 120;
const SKILLS: u64 = 100;
const BITS: u64 = 20_000;
const COMMON: u64 = 500;
const LOOKUP: u64 = 7;

/// A value with its count and its code.
pub(crate) struct Ranked {
    pub value: String,
    pub count: u64,
    pub code: u32,
}

/// The most frequent values of some facets over the same rows: most first, then by value.
pub(crate) fn count(columns: &Columns, facets: &[Facet], rows: &RoaringBitmap, limit: usize) -> Vec<(Facet, Vec<FacetCount>)> {
    ranked(columns, facets, rows, limit).into_iter().map(|(facet, values)| (facet, counts(values))).collect()
}

fn counts(values: Vec<Ranked>) -> Vec<FacetCount> {
    values.into_iter().map(|ranked| FacetCount { value: ranked.value, count: ranked.count }).collect()
}

/// The same with codes.
pub(crate) fn ranked(columns: &Columns, facets: &[Facet], rows: &RoaringBitmap, limit: usize) -> Vec<(Facet, Vec<Ranked>)> {
    let all = columns.len();
    // Where intersecting values is cheaper: roughly the count of the last that is wanted.
    let by_values = |facet: Facet| {
        let field = columns.facet(facet);
        let line = if facets.len() > 1 { LINE / facets.len() as u64 } else { 0 };
        let value = match Slot::of(facet) {
            Slot::Skills => SKILLS,
            Slot::Set(_) => SETS,
            Slot::Single(_) | Slot::Company => VALUE,
        };
        let shown = field.by_layer().map_or(field.postings(), ByLayer::own);
        let least = expected_least(shown, rows.len(), all, limit);
        let beneath = field.by_layer().map_or(0, |layers| cost_of_values(layers.beneath(), 1, all));
        let intersecting = u64::from(all).div_ceil(CHUNK) * BITS + beneath + cost_of_values(shown, least, all);
        (rows.len() * (line + value) > intersecting).then_some(least)
    };
    let as_bits = OnceCell::new();
    let mut by_rows: Vec<Facet> = Vec::new();
    let mut counted: Vec<(Facet, Vec<Ranked>)> = Vec::with_capacity(facets.len());
    for facet in facets {
        let Some(least) = by_values(*facet) else {
            by_rows.push(*facet);
            continue;
        };
        let rows = as_bits.get_or_init(|| Rows { all, bits: Bits::of(rows), level: Level::new() });
        let field = columns.facet(*facet);
        let found = match field.by_layer() {
            Some(layers) => count_layers(field, layers, rows, limit),
            None => count_values(field.postings(), rows, least, limit),
        };
        counted.push((*facet, most(field, found, limit)));
    }
    match by_rows.as_slice() {
        [] => {}
        [only] if matches!(Slot::of(*only), Slot::Single(_) | Slot::Company) => {
            let field = columns.facet(*only);
            let mut counts = vec![0; field.postings().len()];
            field.tally(rows, &mut counts);
            counted.push((*only, most(field, found(counts), limit)));
        }
        several => {
            counted.extend(count_rows(columns, several, rows).map(|(facet, found)| (facet, most(columns.facet(facet), found, limit))))
        }
    }
    counted
}

/// The rows that are counted, as bits.
struct Rows {
    /// How many rows there are, counted or not.
    all: u32,
    bits: Bits,
    level: Level,
}

impl Rows {
    /// How many of them have a value.
    fn count(&self, postings: &Postings, code: u32) -> u32 {
        match postings.bits(code, self.all) {
            Some(bits) => bits.common(&self.bits, self.all, self.level),
            None => postings.get(code).map_or(0, |with| self.bits.common_with(with)),
        }
    }
}

/// The open listings of each value: most first, then by value.
pub(crate) fn count_open(columns: &Columns, facet: Facet) -> Vec<FacetCount> {
    counts(most(columns.facet(facet), found(columns.open_counts().of(facet).to_vec()), usize::MAX))
}

/// A count and the code of its value.
type Found = Vec<(u32, u32)>;

fn found(counts: Vec<u32>) -> Found {
    counts.into_iter().zip(0u32..).filter(|(count, _)| *count > 0).collect()
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

/// Roughly what intersecting every value with at least so many rows costs.
fn cost_of_values(postings: &Postings, least: u32, all: u32) -> u64 {
    let chunks = u64::from(all).div_ceil(CHUNK);
    let cost = |len: u32| if Postings::is_frequent(len, all) { chunks * COMMON } else { u64::from(len) * LOOKUP + chunks * 100 };
    postings.lens().iter().filter(|len| **len >= least).map(|len| cost(*len)).sum()
}

/// Intersects values until no other can be among the first `limit`; those with at least so many rows come first.
fn count_values(postings: &Postings, rows: &Rows, mut least: u32, limit: usize) -> Found {
    let mut found = Found::new();
    // What has at least so many rows was counted.
    let mut done = u32::MAX;
    loop {
        let some = postings.lens().iter().zip(0u32..).filter(|(len, _)| (least..done).contains(*len));
        found.extend(some.map(|(_, code)| (rows.count(postings, code), code)).filter(|(count, _)| *count > 0));
        done = least;
        let last = match found.len().checked_sub(limit) {
            Some(_) if limit > 0 => {
                let (_, (last, _), _) = found.select_nth_unstable_by(limit - 1, |a, b| b.cmp(a));
                *last
            }
            _ => 0,
        };
        // The values that were not counted have fewer rows than the last that is wanted counts.
        if last >= done || done <= 1 {
            return found;
        }
        least = if last > 0 { last } else { done / 4 }.max(1);
    }
}

/// Counts sets that lie beneath others for all of their values, then values by the rows that have them beside, until no
/// other can be among the first `limit`.
fn count_layers(field: &dyn Countable, layers: &ByLayer, rows: &Rows, limit: usize) -> Found {
    let own = layers.own();
    let mut beneath = vec![0u32; field.postings().len()];
    for (set, place) in layers.sets() {
        let count = rows.count(layers.beneath(), place);
        for value in field.layer(set).filter(|_| count > 0).into_iter().flat_map(|layer| layer.own.iter()) {
            if let Some(sum) = beneath.get_mut(*value as usize) {
                *sum += count;
            }
        }
    }
    // A value counts at most what lies beneath and all the rows that have it beside.
    let most = |(beneath, code): (u32, u32)| (beneath + own.lens().get(code as usize).copied().unwrap_or(0), beneath, code);
    let mut values: Vec<(u32, u32, u32)> = beneath.into_iter().zip(0..).map(most).filter(|(most, ..)| *most > 0).collect();
    values.sort_unstable_by(|a, b| b.cmp(a));
    let mut found = Found::with_capacity(values.len());
    // The first `limit` counts so far, the least on top.
    let mut first: BinaryHeap<Reverse<u32>> = BinaryHeap::new();
    for (most, beneath, code) in values {
        if first.len() == limit && first.peek().is_none_or(|Reverse(last)| most < *last) {
            break;
        }
        let count = beneath + rows.count(own, code);
        first.push(Reverse(count));
        if first.len() > limit {
            first.pop();
        }
        found.extend((count > 0).then_some((count, code)));
    }
    found
}

/// Visits the rows once and counts several facets.
fn count_rows<'a>(columns: &'a Columns, facets: &'a [Facet], rows: &RoaringBitmap) -> impl Iterator<Item = (Facet, Found)> + use<'a> {
    let mut tallies: Vec<Tally<'a>> = facets.iter().map(|facet| Tally::new(columns, *facet, rows.len())).collect();
    let mut lines: Vec<&Line> = Vec::with_capacity(TOGETHER);
    let mut crowded: Vec<u32> = Vec::new();
    let mut add = |lines: &mut Vec<&Line>| {
        tallies.iter_mut().for_each(|tally| tally.add(lines));
        lines.clear();
    };
    columns.lines().visit(rows, |row, line| {
        if line.skills().is_none() {
            crowded.push(row);
        }
        lines.push(line);
        if lines.len() == TOGETHER {
            add(&mut lines);
        }
    });
    add(&mut lines);
    for row in crowded {
        for tally in &mut tallies {
            tally.add_crowded(columns, row);
        }
    }
    facets.iter().copied().zip(tallies.into_iter().map(Tally::found))
}

/// The counts of one facet while rows are visited.
struct Tally<'a> {
    slot: Slot,
    field: &'a dyn Countable,
    /// By value, or by set.
    counts: Vec<u32>,
    /// The codes that were met, where there are many: the others need not be looked at.
    met: Option<Vec<u32>>,
}

impl<'a> Tally<'a> {
    fn new(columns: &'a Columns, facet: Facet, rows: u64) -> Tally<'a> {
        let field = columns.facet(facet);
        let slot = Slot::of(facet);
        let many = match slot {
            Slot::Set(_) => field.sets(),
            _ => field.postings().len(),
        };
        let sparse = matches!(slot, Slot::Set(_) | Slot::Company) && rows < many as u64;
        Tally { slot, field, counts: vec![0; many], met: sparse.then(Vec::new) }
    }

    fn add(&mut self, lines: &[&Line]) {
        let counts = self.counts.as_mut_slice();
        let mut add = |code: usize| {
            if let Some(count) = counts.get_mut(code) {
                *count += 1;
            }
        };
        match (self.slot, &mut self.met) {
            (Slot::Single(at), _) => lines.iter().for_each(|line| add(line.single(at))),
            (Slot::Skills, _) => lines.iter().for_each(|line| line.skills().into_iter().flatten().for_each(&mut add)),
            (Slot::Set(at), None) => lines.iter().for_each(|line| add(line.set_code(at))),
            (Slot::Set(at), Some(met)) => lines.iter().for_each(|line| note(counts, met, line.set_code(at))),
            (Slot::Company, None) => lines.iter().for_each(|line| add(line.company())),
            (Slot::Company, Some(met)) => lines.iter().for_each(|line| note(counts, met, line.company())),
        }
    }

    /// Adds the skills of a row whose line had no room for them.
    fn add_crowded(&mut self, columns: &Columns, row: u32) {
        if self.slot == Slot::Skills {
            for code in columns.skill.set_of(row).into_iter().flat_map(|set| set.iter()) {
                if let Some(count) = self.counts.get_mut(*code as usize) {
                    *count += 1;
                }
            }
        }
    }

    fn found(self) -> Found {
        let counts: Found = match self.met {
            Some(met) => met.into_iter().filter_map(|code| Some((*self.counts.get(code as usize)?, code))).collect(),
            None => found(self.counts),
        };
        match self.slot {
            Slot::Set(_) => values_of_sets(self.field, counts),
            _ => counts,
        }
    }
}

/// Counts a code and notes it when it is the first of its kind.
#[inline]
fn note(counts: &mut [u32], met: &mut Vec<u32>, code: usize) {
    if let Some(count) = counts.get_mut(code) {
        if *count == 0 {
            met.push(code as u32);
        }
        *count += 1;
    }
}

/// The counts of values, from those of the sets that they are in.
fn values_of_sets(field: &dyn Countable, mut sets: Found) -> Found {
    let mut counts = vec![0u32; field.postings().len()];
    while !sets.is_empty() {
        let mut beneath: HashMap<u32, u32, FixedState> = HashMap::default();
        for (n, layer) in sets.iter().filter_map(|(n, set)| Some((*n, field.layer(*set)?))) {
            for code in layer.own.iter() {
                if let Some(count) = counts.get_mut(*code as usize) {
                    *count += n;
                }
            }
            if let Some(set) = layer.beneath {
                *beneath.entry(set).or_default() += n;
            }
        }
        sets = beneath.into_iter().map(|(set, n)| (n, set)).collect();
    }
    found(counts)
}

/// The same where at most `most_each` rows of one company count for a value.
pub(crate) fn count_capped(
    columns: &Columns,
    field: &dyn Countable,
    rows: &RoaringBitmap,
    most_each: u32,
    limit: usize,
) -> Vec<FacetCount> {
    let mut counts = vec![0u32; field.postings().len()];
    let mut pairs: Vec<(u32, u32)> = Vec::new();
    field.visit(rows, &mut |row, value| match (columns.company.code_of(row), counts.get_mut(value as usize)) {
        (Some(company), _) => pairs.push((value, company)),
        (None, Some(count)) => *count += 1,
        (None, None) => {}
    });
    pairs.sort_unstable();
    for group in pairs.chunk_by(|a, b| a == b) {
        if let Some(count) = group.first().and_then(|(value, _)| counts.get_mut(*value as usize)) {
            *count += most_each.min(group.len() as u32);
        }
    }
    self::counts(most(field, found(counts), limit))
}

fn most(field: &dyn Countable, mut found: Found, limit: usize) -> Vec<Ranked> {
    // Names are needed only of those that may be shown: of all that count as much as the last of them.
    if limit > 0 && found.len() > limit {
        let (_, (least, _), _) = found.select_nth_unstable_by(limit - 1, |a, b| b.cmp(a));
        let least = *least;
        found.retain(|(count, _)| *count >= least);
    }
    let mut named: Vec<Ranked> =
        found.into_iter().map(|(count, code)| Ranked { value: field.name(code), count: u64::from(count), code }).collect();
    named.sort_by(|a, b| b.count.cmp(&a.count).then_with(|| a.value.cmp(&b.value)));
    named.truncate(limit);
    named
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::columns::{Field, SetField};
    use proptest::prelude::*;

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
            let mut counts = vec![0; field.postings().len()];
            field.tally(&rows, &mut counts);
            let expected = super::counts(most(&field, found(counts), limit));
            let least = expected_least(field.postings(), rows.len(), 2_000, limit);
            let counted = Rows { all: 2_000, bits: Bits::of(&rows), level: Level::new() };
            prop_assert_eq!(super::counts(most(&field, count_values(field.postings(), &counted, least, limit), limit)), expected);
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
            let mut counts = vec![0; field.postings().len()];
            field.tally(&rows, &mut counts);
            let expected = super::counts(most(&field, found(counts), limit));
            let counted = Rows { all: sets.len() as u32, bits: Bits::of(&rows), level: Level::new() };
            let by_layer = field.by_layer().map(|layers| count_layers(&field, layers, &counted, limit));
            prop_assert_eq!(by_layer.is_some(), sets.iter().any(|(over, ..)| *over > 0));
            if let Some(by_layer) = by_layer {
                prop_assert_eq!(super::counts(most(&field, by_layer, limit)), expected);
            }
        }
    }
}
