//! Orders, and pages of them by key. Greater keys come first; every order ends in the identifier.

use std::cmp::Reverse;
use std::collections::HashMap;

use domain::query::Sort;
use roaring::RoaringBitmap;

use crate::columns::{Columns, Ordered};
use crate::request::{Direction, PageKey};
use crate::text::Scores;

/// Up to so many rows, sorting them all beats walking the buckets of an order.
const FEW: u64 = 1_000;
/// Microseconds from the year 1 to 1970, and in a second.
const EPOCH: u64 = 62_135_596_800_000_000;
const SECOND: u64 = 1_000_000;

/// An order of rows.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Order<'a> {
    /// By the keys of a field.
    By(&'a Ordered),
    /// By text score, then newest.
    Relevance(&'a Scores, &'a Ordered),
}

impl<'a> Order<'a> {
    /// The order of a query; `scores` if it has text.
    pub fn of(columns: &'a Columns, sort: Sort, scores: Option<&'a Scores>) -> Order<'a> {
        match (sort, scores) {
            (Sort::Relevance, Some(scores)) => Order::Relevance(scores, &columns.posted_at),
            (Sort::Relevance, None) | (Sort::PostedAt, _) => Order::By(&columns.posted_at),
            (Sort::Salary, _) => Order::By(&columns.pay_top),
            (Sort::Score, _) => Order::By(&columns.score),
        }
    }

    fn sort_key(&self, row: u32) -> u64 {
        match self {
            Order::By(field) => field.key(row),
            Order::Relevance(scores, posted_at) => {
                let score = scores.get(row as usize).copied().unwrap_or(0);
                let seconds = posted_at.key(row).saturating_sub(EPOCH) / SECOND;
                (u64::from(score) << 32) | seconds.min(u64::from(u32::MAX))
            }
        }
    }

    /// The place of a row.
    pub fn key(&self, columns: &Columns, row: u32) -> PageKey {
        PageKey { sort: self.sort_key(row), id: columns.id(row) }
    }

    /// The rows of a page in order, and whether more follow in its direction.
    pub fn page(
        &self,
        columns: &Columns,
        rows: &RoaringBitmap,
        after: Option<PageKey>,
        direction: Direction,
        limit: usize,
    ) -> (Vec<(PageKey, u32)>, bool) {
        let wanted = |key: &PageKey| match (after, direction) {
            (None, _) => true,
            (Some(after), Direction::Forward) => *key < after,
            (Some(after), Direction::Backward) => *key > after,
        };
        let keyed = |rows: &RoaringBitmap| -> Vec<(PageKey, u32)> {
            rows.iter().map(|row| (self.key(columns, row), row)).filter(|(key, _)| wanted(key)).collect()
        };
        let buckets: Option<Box<dyn Iterator<Item = &RoaringBitmap>>> = match (self, direction) {
            (Order::By(field), _) if rows.len() > FEW => Some(match direction {
                Direction::Forward => Box::new(field.down_from(after.map_or(u64::MAX, |after| after.sort))),
                Direction::Backward => Box::new(field.up_from(after.map_or(0, |after| after.sort))),
            }),
            _ => None,
        };
        let mut page = Vec::new();
        match buckets {
            None => take_first(&mut page, keyed(rows), direction, limit + 1),
            Some(buckets) => {
                for bucket in buckets {
                    let room = limit + 1 - page.len();
                    take_first(&mut page, keyed(&(rows & bucket)), direction, room);
                    if page.len() > limit {
                        break;
                    }
                }
            }
        }
        let more = page.len() > limit;
        page.truncate(limit);
        if direction == Direction::Backward {
            page.reverse();
        }
        (page, more)
    }

    /// Of each company the best rows only; rows without a company all stay.
    pub fn best_of_each_company(&self, columns: &Columns, rows: RoaringBitmap, most: u32) -> RoaringBitmap {
        let mut by_company: HashMap<u32, Vec<u32>> = HashMap::new();
        for row in &rows {
            if let Some(company) = columns.company.code_of(row) {
                by_company.entry(company).or_default().push(row);
            }
        }
        let most = most as usize;
        let mut left_out = RoaringBitmap::new();
        for mut rows in by_company.into_values().filter(|rows| rows.len() > most) {
            rows.sort_by_cached_key(|row| Reverse(self.key(columns, *row)));
            left_out.extend(rows.into_iter().skip(most));
        }
        rows - left_out
    }
}

/// Adds the first so many of `found` in the direction of the page.
fn take_first(page: &mut Vec<(PageKey, u32)>, mut found: Vec<(PageKey, u32)>, direction: Direction, most: usize) {
    let in_order = |a: &(PageKey, u32), b: &(PageKey, u32)| match direction {
        Direction::Forward => b.cmp(a),
        Direction::Backward => a.cmp(b),
    };
    if found.len() > most && most > 0 {
        found.select_nth_unstable_by(most - 1, in_order);
        found.truncate(most);
    }
    found.sort_unstable_by(in_order);
    page.append(&mut found);
}
