//! Rows that state pay by the values that they have in one or two fields.
//!
//! Rows are put into buckets by one field; then bucket by bucket the values of the other field are counted in a table
//! that is small enough for the nearest cache. Buckets keep the order of pay, so that no group has to be sorted. Only
//! groups that are wanted are looked at a second time.

use std::collections::HashMap;

use domain::query::Grouping;
use roaring::RoaringBitmap;

use super::order::Picked;
use super::source::{Codes, Source};
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
}

impl GroupPage {
    /// The first so many groups.
    pub fn first(limit: usize) -> GroupPage {
        GroupPage { limit, after: None, direction: Direction::Forward }
    }
}

/// A group: the listings with pay, each job once, and the codes of its values in the outer and the inner field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Counted {
    pub paid: u32,
    outer: u32,
    inner: u32,
}

/// Rows in buckets by the outer field, beside their values in the inner one.
pub(super) struct Groups<'a> {
    picked: &'a Picked,
    outer: &'a Source<'a>,
    inner: &'a Source<'a>,
    /// Whether the outer field is the second of the groupings.
    swapped: bool,
    /// Where each bucket begins, and where the last one ends.
    begins: Vec<u32>,
    /// Places of picked rows, bucket by bucket.
    places: Vec<u32>,
    /// The codes in the inner field, by place.
    inner_codes: &'a Codes,
    /// One more than the greatest of them.
    inner_values: usize,
}

/// The fields of one or two groupings.
pub(super) struct Fields<'a> {
    first: Source<'a>,
    second: Source<'a>,
}

impl<'a> Fields<'a> {
    pub fn new(columns: &'a Columns, first: Grouping, second: Option<Grouping>) -> Fields<'a> {
        let second = second.map_or(Source::Everything, |second| Source::of(columns, second));
        Fields { first: Source::of(columns, first), second }
    }

    /// Puts the picked rows into buckets and hands the groups on. The field with fewer values makes the buckets.
    pub fn grouped<T>(&self, picked: &Picked, then: impl FnOnce(&Groups<'_>) -> T) -> T {
        let (first, second) = (self.first.codes(&picked.rows), self.second.codes(&picked.rows));
        let swapped = !matches!(self.second, Source::Everything) && second.len() < first.len();
        let (outer, inner) = if swapped { (&self.second, &self.first) } else { (&self.first, &self.second) };
        let (outer_codes, inner_codes) = if swapped { (&second, &first) } else { (&first, &second) };
        let (begins, places) = buckets(outer_codes);
        then(&Groups { picked, outer, inner, swapped, begins, places, inner_codes, inner_values: inner_codes.values() })
    }
}

/// Places by code, in their order: where each code's begin, and the places.
fn buckets(codes: &Codes) -> (Vec<u32>, Vec<u32>) {
    let mut begins = vec![0u32; codes.values() + 1];
    for code in codes.all() {
        if let Some(count) = begins.get_mut(*code as usize + 1) {
            *count += 1;
        }
    }
    let mut sum = 0;
    for begin in &mut begins {
        sum += *begin;
        *begin = sum;
    }
    let mut next = begins.clone();
    let mut places = vec![0; sum as usize];
    for (codes, place) in codes.by_place().zip(0u32..) {
        for code in codes {
            if let Some(next) = next.get_mut(*code as usize) {
                if let Some(slot) = places.get_mut(*next as usize) {
                    *slot = place;
                }
                *next += 1;
            }
        }
    }
    (begins, places)
}

impl Groups<'_> {
    /// Every group.
    pub fn counted(&self) -> Vec<Counted> {
        let mut groups = Vec::new();
        let mut counts = vec![0u32; self.inner_values];
        let mut last_runs = vec![0u32; self.inner_values];
        let mut touched: Vec<u32> = Vec::new();
        for outer in 0..self.begins.len().saturating_sub(1) as u32 {
            for place in self.bucket(outer) {
                let run = self.picked.run(*place);
                for inner in self.codes(*place) {
                    let Some(count) = counts.get_mut(*inner as usize) else { continue };
                    if run != 0 && self.is_copy(&mut last_runs, *inner, run) {
                        continue;
                    }
                    if *count == 0 {
                        touched.push(*inner);
                    }
                    *count += 1;
                }
            }
            for inner in touched.drain(..) {
                if let Some(count) = counts.get_mut(inner as usize) {
                    groups.push(Counted { paid: *count, outer, inner });
                    *count = 0;
                }
                if let Some(run) = last_runs.get_mut(inner as usize) {
                    *run = 0;
                }
            }
        }
        groups
    }

    /// Whether a listing of this run was the last one of its kind that was counted for an inner value.
    fn is_copy(&self, last_runs: &mut [u32], inner: u32, run: u32) -> bool {
        last_runs.get_mut(inner as usize).is_some_and(|last| std::mem::replace(last, run) == run)
    }

    fn bucket(&self, outer: u32) -> &[u32] {
        let ends = self.begins.get(outer as usize).zip(self.begins.get(outer as usize + 1));
        ends.and_then(|(begin, end)| self.places.get(*begin as usize..*end as usize)).unwrap_or_default()
    }

    fn codes(&self, place: u32) -> &[u32] {
        self.inner_codes.at(place)
    }

    /// The values of a group, in the order of `group_by`.
    pub fn values(&self, group: &Counted) -> Vec<String> {
        let (outer, inner) = (self.outer.name(group.outer), self.inner.name(group.inner));
        let (first, second) = if self.swapped { (inner, outer) } else { (outer, inner) };
        first.into_iter().chain(second).collect()
    }

    /// One page of groups in their order, and whether there are more in its direction.
    pub fn page(&self, mut groups: Vec<Counted>, page: &GroupPage) -> (Vec<Counted>, bool) {
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
        let outer = ranks(groups.iter().map(|group| group.outer), self.outer);
        let inner = ranks(groups.iter().map(|group| group.inner), self.inner);
        let rank = |ranks: &HashMap<u32, usize>, code: u32| ranks.get(&code).copied().unwrap_or(0);
        groups.sort_unstable_by_key(|group| {
            let (outer, inner) = (rank(&outer, group.outer), rank(&inner, group.inner));
            (std::cmp::Reverse(group.paid), if self.swapped { (inner, outer) } else { (outer, inner) })
        });
    }

    /// For each of some groups the places of its listings, each job once, in ascending order of pay.
    pub fn members(&self, groups: &[Counted]) -> Vec<Vec<u32>> {
        let mut members: Vec<Vec<u32>> = groups.iter().map(|group| Vec::with_capacity(group.paid as usize)).collect();
        let mut by_outer: Vec<usize> = (0..groups.len()).collect();
        let outer = |index: &usize| groups.get(*index).map_or(0, |group| group.outer);
        by_outer.sort_by_key(outer);
        // The group of each inner value, beyond all groups where it is not wanted.
        let mut slots = vec![usize::MAX; self.inner_values];
        for some in by_outer.chunk_by(|a, b| outer(a) == outer(b)) {
            let Some(first) = some.first() else { continue };
            let of_inner = |index: &usize| groups.get(*index).map_or(0, |group| group.inner as usize);
            for index in some {
                slots.get_mut(of_inner(index)).into_iter().for_each(|slot| *slot = *index);
            }
            let mut last_runs = vec![0u32; self.inner_values];
            for place in self.bucket(outer(first)) {
                let run = self.picked.run(*place);
                for inner in self.codes(*place) {
                    let slot = slots.get(*inner as usize).and_then(|slot| members.get_mut(*slot));
                    if let Some(members) = slot
                        && !(run != 0 && self.is_copy(&mut last_runs, *inner, run))
                    {
                        members.push(*place);
                    }
                }
            }
            for index in some {
                slots.get_mut(of_inner(index)).into_iter().for_each(|slot| *slot = usize::MAX);
            }
        }
        members
    }

    /// How many of some rows are in each of some groups, whether they state pay or not.
    pub fn listings(&self, groups: &[Counted], rows: &RoaringBitmap) -> Vec<u64> {
        let mut by_outer: HashMap<u32, RoaringBitmap> = HashMap::new();
        let mut count = |group: &Counted| {
            let rows = by_outer.entry(group.outer).or_insert_with(|| self.outer.among(group.outer, rows));
            self.inner.count(group.inner, rows)
        };
        groups.iter().map(&mut count).collect()
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
