//! Counting the values of fields over the rows that were found.
//!
//! Few rows are visited one by one. Of many rows the rows of each value are intersected as plain bits, the most frequent
//! values first: a value can't count more than the rows it has, so the rare ones need no look once enough others are
//! known to be ahead.

mod by_value;

use domain::query::Facet;
use roaring::RoaringBitmap;

use crate::columns::{Bits, Columns, Countable, Tally};
use crate::request::FacetCount;
use by_value::Rows;

/// A count and the code of its value.
type Found = Vec<(u32, u32)>;

/// A value with its count and its code.
pub(crate) struct Ranked {
    pub value: String,
    pub count: u64,
    pub code: u32,
}

/// The most frequent values of some facets over the same rows: most first, then by value.
pub(crate) fn count(columns: &Columns, facets: &[Facet], rows: &Bits, limit: usize) -> Vec<(Facet, Vec<FacetCount>)> {
    ranked(columns, facets, rows, limit).into_iter().map(|(facet, values)| (facet, counts(values))).collect()
}

fn counts(values: Vec<Ranked>) -> Vec<FacetCount> {
    values.into_iter().map(|ranked| FacetCount { value: ranked.value, count: ranked.count }).collect()
}

/// The same with codes.
pub(crate) fn ranked(columns: &Columns, facets: &[Facet], rows: &Bits, limit: usize) -> Vec<(Facet, Vec<Ranked>)> {
    let all = columns.len();
    let mut by_row: Vec<(Facet, Tally<'_>)> = Vec::new();
    let mut counted: Vec<(Facet, Vec<Ranked>)> = Vec::with_capacity(facets.len());
    for facet in facets {
        let field = columns.facet(*facet);
        if by_value::is_cheaper(field, rows.len(), all, limit) {
            counted.push((*facet, most(field, by_value::count(field, &Rows::new(rows, all), limit), limit)));
        } else {
            by_row.push((*facet, Tally::new(field, rows.len())));
        }
    }
    if !by_row.is_empty() {
        rows.in_batches(|rows| by_row.iter_mut().for_each(|(_, tally)| tally.add(rows)));
    }
    counted.extend(by_row.into_iter().map(|(facet, tally)| (facet, most(columns.facet(facet), tally.found(), limit))));
    counted
}

/// The open listings of each value: most first, then by value.
pub(crate) fn count_open(columns: &Columns, facet: Facet) -> Vec<FacetCount> {
    counts(most(columns.facet(facet), found(columns.open_counts().of(facet).to_vec()), usize::MAX))
}

fn found(counts: Vec<u32>) -> Found {
    counts.into_iter().zip(0u32..).filter(|(count, _)| *count > 0).collect()
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
