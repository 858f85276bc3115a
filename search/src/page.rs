//! Orders, and pages of them by key. Greater keys come first; every order ends in the identifier.

use std::cmp::Reverse;
use std::collections::HashMap;

use domain::query::Sort;
use roaring::RoaringBitmap;

use crate::columns::{Bits, Columns, Ordered, in_batches, seconds};
use crate::request::{Direction, PageKey};
use crate::text::Scores;

/// Up to so many rows, sorting them all beats walking the buckets of an order.
const FEW: u64 = 2_000;
/// Seconds of freshness that weigh as much as one point of the text score: two weeks.
const POINT: u64 = 14 * 86_400;

/// An order of rows.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Order<'a> {
    /// By the keys of a field.
    By(&'a Ordered),
    /// By text score and freshness together: a point is worth [`POINT`]. Both are the listing's own, and
    /// freshness is a fixed time instead of an age, so a place in the order stays while others come and go.
    Relevance(&'a Scores),
}

impl<'a> Order<'a> {
    /// The order of a query; `scores` if it has text.
    pub fn of(columns: &'a Columns, sort: Sort, scores: Option<&'a Scores>) -> Order<'a> {
        match (sort, scores) {
            (Sort::Relevance, Some(scores)) => Order::Relevance(scores),
            (Sort::Relevance, None) | (Sort::PostedAt, _) => Order::By(&columns.posted_at),
            (Sort::Salary, _) => Order::By(&columns.pay_top),
            (Sort::Score, _) => Order::By(&columns.score),
        }
    }

    fn sort_key(&self, columns: &Columns, row: u32) -> u64 {
        match self {
            Order::By(field) => field.key(row),
            Order::Relevance(scores) => weighed(scores.get(row), columns.fresh(row)),
        }
    }

    /// The place of a row.
    pub fn key(&self, columns: &Columns, row: u32) -> PageKey {
        PageKey { sort: self.sort_key(columns, row), id: columns.id(row) }
    }

    /// The rows of a page in order, and whether more follow in its direction.
    pub fn page(
        &self,
        columns: &Columns,
        rows: &Bits,
        after: Option<PageKey>,
        direction: Direction,
        limit: usize,
    ) -> (Vec<(PageKey, u32)>, bool) {
        let mut best = Best { columns, after, direction, most: limit + 1, found: Vec::new(), last: None };
        match self {
            Order::By(field) if rows.len() > FEW => {
                let buckets: Box<dyn Iterator<Item = &RoaringBitmap>> = match direction {
                    Direction::Forward => Box::new(field.down_from(after.map_or(u64::MAX, |after| after.sort))),
                    Direction::Backward => Box::new(field.up_from(after.map_or(0, |after| after.sort))),
                };
                let mut here: Vec<u32> = Vec::new();
                for bucket in buckets {
                    in_batches(bucket, |some| {
                        here.clear();
                        here.extend(some.iter().filter(|row| rows.contains(**row)));
                        field.keys().each_copied(&here, |row, sort| best.offer(sort, row));
                    });
                    if best.found.len() > limit {
                        break;
                    }
                }
            }
            Order::By(field) => rows.in_batches(|rows| field.keys().each_copied(rows, |row, sort| best.offer(sort, row))),
            Order::Relevance(scores) => {
                // The rows are those with scores, or some of them.
                let all = scores.len() as u64 == rows.len();
                // Those that score most come first here, too: once they are known, most others need no look.
                let least = match (after, direction) {
                    (None, Direction::Forward) => scores.of_the_first(best.most),
                    _ => 0,
                };
                // Most rows score so little that they would not come among the first if they were of today.
                let newest = seconds(columns.newest());
                for range in [least..=u32::MAX, 0..=least.saturating_sub(1)].into_iter().take(if least > 0 { 2 } else { 1 }) {
                    for (row, score) in scores.iter().filter(|(_, score)| range.contains(score)) {
                        if best.may_come(weighed(score, newest)) && (all || rows.contains(row)) {
                            best.offer(weighed(score, columns.fresh(row)), row);
                        }
                    }
                }
            }
        }
        let mut page = best.finish();
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

/// The sort value of a row in the order of relevance, from its score and when it was posted or else first seen, in seconds.
fn weighed(score: u32, fresh: u32) -> u64 {
    u64::from(score) * POINT + u64::from(fresh)
}

/// The first rows of a page, while rows are offered in any order.
struct Best<'a> {
    columns: &'a Columns,
    after: Option<PageKey>,
    direction: Direction,
    most: usize,
    /// The first so many are among these; a few times as many are let come together before they are sorted out.
    found: Vec<(PageKey, u32)>,
    /// The sort value of the last of the first so many, once there are so many.
    last: Option<u64>,
}

impl Best<'_> {
    /// Whether a row with at most this sort value may come among the first.
    fn may_come(&self, sort: u64) -> bool {
        self.direction == Direction::Backward || self.last.is_none_or(|last| sort >= last)
    }

    /// The identifier, which ends every order, is read only of rows that may stay.
    fn offer(&mut self, sort: u64, row: u32) {
        let comes = |sort: u64, than: u64| match self.direction {
            Direction::Forward => sort.cmp(&than).reverse(),
            Direction::Backward => sort.cmp(&than),
        };
        if self.last.is_some_and(|last| comes(sort, last).is_gt()) || self.after.is_some_and(|after| comes(sort, after.sort).is_lt()) {
            return;
        }
        let key = PageKey { sort, id: self.columns.id(row) };
        let wanted = match (self.after, self.direction) {
            (None, _) => true,
            (Some(after), Direction::Forward) => key < after,
            (Some(after), Direction::Backward) => key > after,
        };
        if wanted {
            self.found.push((key, row));
            if self.found.len() >= 4 * self.most.max(16) {
                self.cut();
            }
        }
    }

    fn cut(&mut self) {
        let (most, direction) = (self.most, self.direction);
        if self.found.len() > most {
            let (_, (last, _), _) = self.found.select_nth_unstable_by(most - 1, |a, b| in_order(direction, a, b));
            self.last = Some(last.sort);
            self.found.truncate(most);
        }
    }

    fn finish(mut self) -> Vec<(PageKey, u32)> {
        self.cut();
        self.found.sort_unstable_by(|a, b| in_order(self.direction, a, b));
        self.found
    }
}

fn in_order(direction: Direction, a: &(PageKey, u32), b: &(PageKey, u32)) -> std::cmp::Ordering {
    match direction {
        Direction::Forward => b.cmp(a),
        Direction::Backward => a.cmp(b),
    }
}
