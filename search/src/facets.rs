//! Counting the values of fields over the rows that were found.
//!
//! Few rows are visited one by one, all facets together, so that a row costs one cache line. Of many rows
//! the bitmap of each value is intersected, the most frequent values first: a value can't count more than
//! the rows it has, so the rare ones need no look once enough others are known to be ahead.

use std::collections::HashMap;

use domain::query::Facet;
use roaring::RoaringBitmap;

use crate::columns::{Columns, Countable, Line, Slot};
use crate::request::FacetCount;

/// Rows that one container of a bitmap covers.
const CONTAINER: u64 = 1 << 16;
/// From so many rows on, a container is an array of bits.
const DENSE: u64 = 4_096;
/// Rows whose lines are read together, to be counted facet by facet.
const TOGETHER: usize = 256;

/// Costs in tenths of a nanosecond: reading a row's line; counting a facet of it; intersecting two containers
/// of bits; looking up a row in one.
const LINE: u64 = 60;
const VALUE: u64 = 15;
const SKILLS: u64 = 70;
const CONTAINERS: u64 = 3_500;
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
    let containers = u64::from(columns.len()).div_ceil(CONTAINER).max(1);
    let many = rows.len() >= containers * DENSE;
    let by_values = |facet: &Facet| {
        let field = columns.facet(*facet);
        let first = expected_least(field, rows.len(), columns.len(), limit);
        let line = if facets.len() > 1 { LINE / facets.len() as u64 } else { 0 };
        let visiting = rows.len() * (line + if Slot::of(*facet) == Slot::Skills { SKILLS } else { VALUE });
        many && cost_of_values(field, first, containers) < visiting
    };
    let (by_values, by_rows): (Vec<Facet>, Vec<Facet>) = facets.iter().partition(|facet| by_values(facet));
    let mut counted: Vec<(Facet, Vec<Ranked>)> = Vec::with_capacity(facets.len());
    for facet in by_values {
        let field = columns.facet(facet);
        counted.push((facet, most(field, count_values(field, rows, columns.len(), limit), limit)));
    }
    match by_rows.as_slice() {
        [] => {}
        [only] if !matches!(Slot::of(*only), Slot::Set(_)) => {
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
fn expected_least(field: &dyn Countable, rows: u64, all: u32, limit: usize) -> u32 {
    let mut lens = field.postings().lens().to_vec();
    if limit == 0 || lens.len() <= limit {
        return 1;
    }
    let (_, least, _) = lens.select_nth_unstable_by(limit - 1, |a, b| b.cmp(a));
    (u64::from(*least) * rows / u64::from(all.max(1))).max(1) as u32
}

/// Roughly what intersecting every value with at least so many rows costs.
fn cost_of_values(field: &dyn Countable, least: u32, containers: u64) -> u64 {
    let cost = |len: u64| if len >= containers * DENSE { containers * CONTAINERS } else { len * LOOKUP + containers * 100 };
    field.postings().lens().iter().filter(|len| **len >= least).map(|len| cost(u64::from(*len))).sum()
}

/// Intersects values until no other can be among the first `limit`.
fn count_values(field: &dyn Countable, rows: &RoaringBitmap, all: u32, limit: usize) -> Found {
    let mut found = Found::new();
    let mut least = expected_least(field, rows.len(), all, limit);
    // What has at least so many rows was counted.
    let mut done = u32::MAX;
    loop {
        for ((with, len), code) in field.postings().iter().zip(field.postings().lens()).zip(0u32..) {
            if (least..done).contains(len) {
                let count = with.intersection_len(rows) as u32;
                if count > 0 {
                    found.push((count, code));
                }
            }
        }
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
    /// The codes as they come, where rows are few and codes are many.
    codes: Option<Vec<u32>>,
}

impl<'a> Tally<'a> {
    fn new(columns: &'a Columns, facet: Facet, rows: u64) -> Tally<'a> {
        let field = columns.facet(facet);
        let slot = Slot::of(facet);
        let many = match slot {
            Slot::Set(_) => field.sets(),
            _ => field.postings().len(),
        };
        let sparse = matches!(slot, Slot::Set(_) | Slot::Company) && rows * 8 < many as u64;
        Tally { slot, field, counts: vec![0; if sparse { 0 } else { many }], codes: sparse.then(Vec::new) }
    }

    fn add(&mut self, lines: &[&Line]) {
        let counts = self.counts.as_mut_slice();
        let mut add = |code: usize| {
            if let Some(count) = counts.get_mut(code) {
                *count += 1;
            }
        };
        match (self.slot, &mut self.codes) {
            (Slot::Single(at), _) => lines.iter().for_each(|line| add(line.single(at))),
            (Slot::Skills, _) => lines.iter().for_each(|line| line.skills().into_iter().flatten().for_each(&mut add)),
            (Slot::Set(at), None) => lines.iter().for_each(|line| add(line.set_code(at))),
            (Slot::Set(at), Some(codes)) => codes.extend(lines.iter().map(|line| line.set_code(at) as u32)),
            (Slot::Company, None) => lines.iter().for_each(|line| add(line.company())),
            (Slot::Company, Some(codes)) => codes.extend(lines.iter().map(|line| line.company() as u32)),
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
        let counts = match self.codes {
            None => found(self.counts),
            Some(mut codes) => {
                codes.sort_unstable();
                let groups = codes.chunk_by(|a, b| a == b);
                groups.filter_map(|group| group.first().map(|code| (group.len() as u32, *code))).collect()
            }
        };
        match self.slot {
            Slot::Set(_) => values_of_sets(self.field, counts),
            // Rows without a company have a code beyond all.
            _ => counts.into_iter().filter(|(_, code)| (*code as usize) < self.field.postings().len()).collect(),
        }
    }
}

/// The counts of values, from those of the sets that they are in.
fn values_of_sets(field: &dyn Countable, mut sets: Found) -> Found {
    let mut counts = vec![0u32; field.postings().len()];
    while !sets.is_empty() {
        let mut beneath: HashMap<u32, u32> = HashMap::new();
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
    use crate::columns::Field;
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
            prop_assert_eq!(super::counts(most(&field, count_values(&field, &rows, 2_000, limit), limit)), expected);
        }
    }
}
