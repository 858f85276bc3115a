//! Rows that state pay by the values that they have in one or two fields.
//!
//! The rows of each value of one field are kept, and over them the values of the other field are counted. A group has
//! at most the rows of its first value: once enough groups are known, values with fewer rows need no look.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashMap};

use domain::query::Grouping;
use roaring::RoaringBitmap;

use super::bit_set::BitSet;
use super::distinct;
use super::order::PayOrder;
use super::source::Source;
use super::tally::Tally;
use crate::columns::Columns;
use crate::request::Direction;

/// The place of a group in the order: how many listings with pay, then its values.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GroupKey {
    /// Listings with pay, each job once.
    pub paid: u64,
    /// The values, in the order of `group_by`.
    pub values: Vec<String>,
}

/// How many groups, and from where on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GroupPage {
    /// The most groups.
    pub limit: usize,
    /// Where the page starts, exclusive; `None` starts at the first group.
    pub after: Option<GroupKey>,
    /// Which way the page goes; the groups still stand in their order.
    pub direction: Direction,
    /// Whether the groups of all pages are counted, which takes longer than finding those of one.
    pub total: bool,
}

impl GroupPage {
    /// The first so many groups.
    pub fn first(limit: usize) -> GroupPage {
        GroupPage { limit, after: None, direction: Direction::Forward, total: false }
    }
}

/// A group: the listings with pay, each job once, and the codes of its values in the outer and the inner field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Counted {
    paid: u32,
    outer: u32,
    inner: u32,
}

/// The fields of one or two groupings.
pub(super) struct Groups<'a> {
    /// What is grouped.
    rows: &'a RoaringBitmap,
    order: &'a PayOrder,
    /// The field whose rows are gone through value by value.
    outer: Source<'a>,
    /// The field that is counted over the rows of each value.
    inner: Source<'a>,
    /// Whether the outer field is the second of the groupings.
    swapped: bool,
}

/// Groups that a page may show.
struct Candidates {
    groups: Vec<Counted>,
    /// The listings of the group where the page starts.
    start: Option<u32>,
    backward: bool,
    /// How many groups tell the page, and whether there are more.
    enough: usize,
    /// The counts of the largest groups that are surely on the page or behind it.
    largest: BinaryHeap<Reverse<u32>>,
}

impl Candidates {
    fn new(page: &GroupPage) -> Candidates {
        Candidates {
            groups: Vec::new(),
            start: page.after.as_ref().map(|key| u32::try_from(key.paid).unwrap_or(u32::MAX)),
            backward: page.direction == Direction::Backward,
            enough: page.limit.saturating_add(1),
            largest: BinaryHeap::new(),
        }
    }

    /// No group of fewer listings is shown.
    fn least(&self) -> u32 {
        match self.largest.peek() {
            _ if self.backward => self.start.unwrap_or(0),
            Some(Reverse(least)) if self.largest.len() == self.enough => *least,
            _ => 0,
        }
    }

    fn add(&mut self, group: Counted) {
        if group.paid < self.least() {
            return;
        }
        self.groups.push(group);
        // Whether groups as large as the one where the page starts are before it, only their names tell.
        if !self.backward && self.start.is_none_or(|start| group.paid < start) {
            self.largest.push(Reverse(group.paid));
            if self.largest.len() > self.enough {
                self.largest.pop();
            }
        }
    }
}

impl<'a> Groups<'a> {
    /// The fields, for grouping some rows that state pay.
    pub fn new(columns: &'a Columns, order: &'a PayOrder, by: (Grouping, Option<Grouping>), rows: &'a RoaringBitmap) -> Groups<'a> {
        let source = |by| Source::of(columns, order, by, rows);
        let (first, second) = match by {
            (inner, None) => (Source::everything(rows), source(inner)),
            (first, Some(second)) => (source(first), source(second)),
        };
        let swapped = second.spread() < first.spread();
        let (outer, inner) = if swapped { (second, first) } else { (first, second) };
        Groups { rows, order, outer, inner, swapped }
    }

    /// The groups of one page, whether there are more in its direction, and how many there are on all pages if that is
    /// asked for.
    pub fn page(&self, page: &GroupPage) -> (Vec<Counted>, bool, Option<u64>) {
        let mut candidates = Candidates::new(page);
        let mut tally = Tally::new(&self.inner);
        let wanted = BitSet::of_rows(self.order.rows(), self.rows, |row| tally.may_count(row));
        let (mut alone, mut shared) = (Vec::new(), Vec::new());
        let mut total = 0;
        let mut values: BinaryHeap<(u32, u32)> = self.outer.lens().iter().copied().zip(0..).collect();
        while let Some((len, outer)) = values.peek().copied()
            && len >= candidates.least().max(1)
        {
            values.pop();
            self.outer.each(outer, |row| match wanted.contains(row) {
                true if self.order.is_shared(row) => shared.push(row),
                true => alone.push(row),
                false => {}
            });
            tally.add(&alone);
            if !shared.is_empty() {
                tally.add_shared(self.order.sorted(&mut shared));
            }
            alone.clear();
            shared.clear();
            tally.drain(|inner, paid| {
                total += 1;
                candidates.add(Counted { paid, outer, inner });
            });
        }
        if page.total && values.peek().is_some_and(|(len, _)| *len > 0) {
            // Of the groups of these values it only matters that they are there.
            total = distinct::pairs(&self.outer, &self.inner, &wanted);
        }
        let (groups, more) = self.cut(candidates.groups, page);
        (groups, more, page.total.then_some(total))
    }

    /// The values of a group, in the order of `group_by`.
    pub fn values(&self, group: &Counted) -> Vec<String> {
        let (outer, inner) = (self.outer.name(group.outer), self.inner.name(group.inner));
        let (first, second) = if self.swapped { (inner, outer) } else { (outer, inner) };
        first.into_iter().chain(second).collect()
    }

    /// Those of some rows that are in a group.
    pub fn among(&self, group: &Counted, rows: &RoaringBitmap) -> RoaringBitmap {
        self.inner.among(group.inner, &self.outer.among(group.outer, rows))
    }

    /// Those of some groups that are on a page, in their order, and whether there are more in its direction.
    fn cut(&self, mut groups: Vec<Counted>, page: &GroupPage) -> (Vec<Counted>, bool) {
        let backward = page.direction == Direction::Backward;
        if let Some(key) = &page.after {
            let paid = u32::try_from(key.paid).unwrap_or(u32::MAX);
            let beyond = |group: &Counted| match group.paid.cmp(&paid) {
                std::cmp::Ordering::Equal if backward => self.values(group) < key.values,
                std::cmp::Ordering::Equal => self.values(group) > key.values,
                order => order.is_gt() == backward,
            };
            groups.retain(beyond);
        }
        let more = groups.len() > page.limit;
        if more && page.limit > 0 {
            // Names are needed only of those that may be shown: of all that count as much as the last of them.
            let by_paid = |a: &Counted, b: &Counted| if backward { a.paid.cmp(&b.paid) } else { b.paid.cmp(&a.paid) };
            let (_, last, _) = groups.select_nth_unstable_by(page.limit - 1, by_paid);
            let last = last.paid;
            groups.retain(|group| if backward { group.paid <= last } else { group.paid >= last });
        }
        self.put_in_order(&mut groups);
        if backward {
            groups.drain(..groups.len().saturating_sub(page.limit));
        }
        groups.truncate(page.limit);
        (groups, more)
    }

    fn put_in_order(&self, groups: &mut [Counted]) {
        let outer = ranks(groups.iter().map(|group| group.outer), &self.outer);
        let inner = ranks(groups.iter().map(|group| group.inner), &self.inner);
        let rank = |ranks: &HashMap<u32, usize>, code: u32| ranks.get(&code).copied().unwrap_or(0);
        groups.sort_unstable_by_key(|group| {
            let (outer, inner) = (rank(&outer, group.outer), rank(&inner, group.inner));
            (std::cmp::Reverse(group.paid), if self.swapped { (inner, outer) } else { (outer, inner) })
        });
    }
}

/// The place of each code among the names of all.
fn ranks(codes: impl Iterator<Item = u32>, source: &Source<'_>) -> HashMap<u32, usize> {
    let mut named: HashMap<u32, String> = HashMap::new();
    for code in codes {
        named.entry(code).or_insert_with(|| source.name(code).unwrap_or_default());
    }
    let mut order: Vec<(String, u32)> = named.into_iter().map(|(code, name)| (name, code)).collect();
    order.sort_unstable();
    order.into_iter().zip(0..).map(|((_, code), rank)| (code, rank)).collect()
}
