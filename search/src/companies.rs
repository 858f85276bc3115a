//! Companies by their open listings.

use std::cmp::{Ordering, Reverse};
use std::collections::HashSet;

use domain::query::Facet;
use domain::work_mode::WorkMode;
use roaring::RoaringBitmap;

use crate::columns::{Columns, key_time};
use crate::market::ScoreSpread;
use crate::request::{CompanyPage, CompanyStats};

/// The order of companies: most open listings first, then by slug. Codes with their counts.
pub(crate) fn in_order(columns: &Columns) -> Vec<(u64, u32)> {
    let counts = columns.open_counts().of(Facet::Company).iter().zip(0u32..).filter(|(count, _)| **count > 0);
    let mut found: Vec<(u64, u32)> = counts.map(|(count, code)| (u64::from(*count), code)).collect();
    found.sort_unstable_by(|a, b| ahead(columns, *a, *b));
    found
}

/// [`in_order`] from the order before some rows were changed.
pub(crate) fn reordered(columns: &Columns, before: &[(u64, u32)], changed: impl Iterator<Item = u32>) -> Vec<(u64, u32)> {
    let changed: HashSet<u32> = changed.collect();
    let mut found: Vec<(u64, u32)> = before.iter().copied().filter(|(_, code)| !changed.contains(code)).collect();
    let now = changed.into_iter().map(|code| (u64::from(columns.open_counts().get(Facet::Company, code)), code));
    found.extend(now.filter(|(count, _)| *count > 0));
    // All but the last few are in order already.
    found.sort_by(|a, b| ahead(columns, *a, *b));
    found
}

fn ahead(columns: &Columns, a: (u64, u32), b: (u64, u32)) -> Ordering {
    b.0.cmp(&a.0).then_with(|| columns.company.value(a.1).cmp(&columns.company.value(b.1)))
}

/// A page of [`in_order`], after the company with this count and slug.
pub(crate) fn page(columns: &Columns, order: &[(u64, u32)], after: Option<(u64, String)>, limit: usize) -> CompanyPage {
    let slug = |code: u32| columns.company.value(code).map_or("", |slug| slug.as_ref());
    let start =
        after.map_or(0, |(count, last)| order.partition_point(|(c, code)| (Reverse(*c), slug(*code)) <= (Reverse(count), last.as_str())));
    let rest = order.get(start..).unwrap_or_default();
    let items = rest.iter().take(limit).filter_map(|(_, code)| stats(columns, *code)).collect();
    CompanyPage { items, more: rest.len() > limit }
}

/// What the open listings of one company say; `None` without any.
pub(crate) fn stats(columns: &Columns, code: u32) -> Option<CompanyStats> {
    let slug = columns.company.value(code)?;
    let rows: RoaringBitmap = columns.company.rows::<str>(slug)?.rows() & columns.open.rows();
    let listings = Some(rows.len()).filter(|listings| *listings > 0)?;
    let remote = columns.work_mode.rows(&WorkMode::Remote).map_or(0, |remote| remote.intersection_len(&rows));
    let score = ScoreSpread::of(columns, &rows);
    let mut newest = 0;
    columns.posted_at.keys().visit(&rows, |_, key| newest = newest.max(*key));
    Some(CompanyStats {
        slug: slug.to_string(),
        name: columns.company_name(code).map_or_else(|| slug.to_string(), |name| name.to_string()),
        listings,
        remote,
        with_salary: columns.paid.intersection_len(&rows),
        average_score: score.map_or(0.0, |score| score.mean),
        median_score: score.map_or(0.0, |score| score.median),
        newest_posted_at: key_time(newest),
    })
}
