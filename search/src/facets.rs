//! Counting the values of a field over the rows that were found.

use roaring::RoaringBitmap;

use crate::columns::{Columns, Countable};
use crate::request::FacetCount;

/// Roughly what intersecting one container of a bitmap costs, in nanoseconds.
const CONTAINER_COST: u64 = 350;
/// Rows that one container of a bitmap covers.
const CONTAINER: u64 = 1 << 16;

/// The most frequent values over some rows: most first, then by value.
pub(crate) fn count(field: &dyn Countable, rows: &RoaringBitmap, limit: usize) -> Vec<FacetCount> {
    let values = field.postings().len();
    let containers = rows.max().map_or(0, |max| u64::from(max) / CONTAINER + 1);
    let counts = if rows.len() * field.tally_cost() < values as u64 * containers * CONTAINER_COST {
        let mut counts = vec![0; values];
        field.tally(rows, &mut counts);
        counts
    } else {
        field.postings().iter().map(|with| with.intersection_len(rows) as u32).collect()
    };
    most(field, counts, limit)
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
    most(field, counts, limit)
}

fn most(field: &dyn Countable, counts: Vec<u32>, limit: usize) -> Vec<FacetCount> {
    let mut found: Vec<(u32, u32)> = counts.into_iter().zip(0u32..).filter(|(count, _)| *count > 0).collect();
    // Names are needed only of those that may be shown: of all that count as much as the last of them.
    if limit > 0 && found.len() > limit {
        let (_, (least, _), _) = found.select_nth_unstable_by(limit - 1, |a, b| b.cmp(a));
        let least = *least;
        found.retain(|(count, _)| *count >= least);
    }
    let mut named: Vec<FacetCount> =
        found.into_iter().map(|(count, code)| FacetCount { value: field.name(code), count: u64::from(count) }).collect();
    named.sort_by(|a, b| b.count.cmp(&a.count).then_with(|| a.value.cmp(&b.value)));
    named.truncate(limit);
    named
}
