//! Companies by their open listings.

use std::cmp::Reverse;

use domain::work_mode::WorkMode;
use roaring::RoaringBitmap;

use crate::columns::{Columns, key_time};
use crate::request::{CompanyPage, CompanyStats};

/// The order of companies: most open listings first, then by slug. Codes with their counts.
pub(crate) fn in_order(columns: &Columns) -> Vec<(u64, u32)> {
    let mut found: Vec<(u64, u32, &str)> = columns
        .company
        .values()
        .zip(0u32..)
        .map(|((slug, rows), code)| (rows.intersection_len(&columns.open), code, slug.as_ref()))
        .filter(|(count, _, _)| *count > 0)
        .collect();
    found.sort_unstable_by_key(|(count, _, slug)| (Reverse(*count), *slug));
    found.into_iter().map(|(count, code, _)| (count, code)).collect()
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
    let rows: RoaringBitmap = columns.company.rows::<str>(slug)?.as_ref() & columns.open.as_ref();
    let listings = Some(rows.len()).filter(|listings| *listings > 0)?;
    let remote = columns.work_mode.rows(&WorkMode::Remote).map_or(0, |remote| remote.intersection_len(&rows));
    let (mut score, mut newest) = (0, 0);
    columns.score.keys().visit(&rows, |_, key| score += key.saturating_sub(1));
    columns.posted_at.keys().visit(&rows, |_, key| newest = newest.max(*key));
    Some(CompanyStats {
        slug: slug.to_string(),
        name: columns.company_name(code).map_or_else(|| slug.to_string(), |name| name.to_string()),
        listings,
        remote,
        with_salary: columns.paid.intersection_len(&rows),
        average_score: score as f64 / listings as f64,
        newest_posted_at: key_time(newest),
    })
}
