//! Fields that are sorted by or have ranges: a column of keys, and the rows of each bucket of keys.
//! Wide ranges are put together of groups of buckets.

use std::cell::OnceCell;
use std::collections::{BTreeMap, HashMap};
use std::ops::RangeInclusive;
use std::sync::Arc;

use roaring::{MultiOps, RoaringBitmap};

use super::column::Column;
use super::remembered::Remembered;
use super::row_set::RowSet;

/// A group is `2^GROUP` buckets.
const GROUP: u32 = 4;
/// The most ranges that one generation remembers of a field.
const RANGES: usize = 64;

type Buckets = BTreeMap<u64, Arc<RoaringBitmap>>;

/// Keys by row; 0 stands for rows without a value, which come last and have a bucket of their own.
#[derive(Debug, Clone)]
pub(crate) struct Ordered {
    keys: Column<u64>,
    buckets: Buckets,
    groups: Buckets,
    width: u64,
    /// The rows of buckets from one to before another.
    ranges: Remembered<(u64, u64), Arc<RowSet>>,
}

/// The rows whose keys are in a range.
#[derive(Debug)]
pub(crate) struct InRange<'a> {
    field: &'a Ordered,
    keys: RangeInclusive<u64>,
    /// The buckets that are within the range, up to before the second.
    buckets: (u64, u64),
    edges: [Option<&'a RoaringBitmap>; 2],
    whole: OnceCell<Arc<RowSet>>,
}

impl InRange<'_> {
    /// Whether a row is one of them.
    pub fn contains(&self, row: u32) -> bool {
        self.keys.contains(&self.field.key(row))
    }

    /// The rows of the buckets that are within the range.
    pub fn whole(&self) -> &RowSet {
        let (first, end) = self.buckets;
        self.whole.get_or_init(|| self.field.ranges.get((first, end), RANGES, || Arc::new(self.field.whole(first, end).into())))
    }

    /// Those of some rows that are in the range.
    pub fn among(&self, rows: &RoaringBitmap) -> RoaringBitmap {
        let at_edges = self.edges().flatten().filter(|row| rows.contains(*row) && self.contains(*row));
        let mut found = rows & self.whole().rows();
        found.extend(at_edges);
        found
    }

    /// The rows of the buckets that stand out over an end of the range: they are to be looked at one by one.
    pub fn edges(&self) -> impl Iterator<Item = &RoaringBitmap> {
        self.edges.into_iter().flatten()
    }
}

impl Ordered {
    /// An empty field whose buckets hold `width` neighbouring keys: the first of them 1 to `width`.
    pub fn new(width: u64) -> Ordered {
        Ordered { keys: Column::default(), buckets: Buckets::new(), groups: Buckets::new(), width, ranges: Remembered::default() }
    }

    /// The field with the keys of all rows.
    pub fn of(width: u64, keys: Column<u64>) -> Ordered {
        let mut ordered = Ordered::new(width);
        let mut buckets: HashMap<u64, RoaringBitmap> = HashMap::new();
        for (key, row) in keys.iter().zip(0..) {
            buckets.entry(ordered.bucket(*key)).or_default().insert(row);
        }
        ordered.buckets = buckets.into_iter().map(|(bucket, rows)| (bucket, rows.into())).collect();
        for (bucket, rows) in &ordered.buckets {
            *Arc::make_mut(ordered.groups.entry(bucket >> GROUP).or_default()) |= rows.as_ref();
        }
        ordered.keys = keys;
        ordered
    }

    /// Sets the key of a row.
    pub fn set(&mut self, row: u32, key: u64) {
        let old = self.keys.get(row).map(|old| self.bucket(*old));
        self.keys.set(row, key);
        let new = self.bucket(key);
        move_row(&mut self.buckets, row, old, new);
        move_row(&mut self.groups, row, old.map(|old| old >> GROUP), new >> GROUP);
        if old == Some(new) {
            return;
        }
        for ((first, end), rows) in self.ranges.all() {
            let within = |bucket: u64| (*first..*end).contains(&bucket);
            if old.is_some_and(within) != within(new) {
                Arc::make_mut(rows).put(row, within(new));
            }
        }
    }

    /// The key of a row.
    pub fn key(&self, row: u32) -> u64 {
        self.keys.get(row).copied().unwrap_or(0)
    }

    /// The keys of all rows.
    pub fn keys(&self) -> &Column<u64> {
        &self.keys
    }

    /// The rows of the buckets that hold keys of at most `key`, greatest keys first.
    pub fn down_from(&self, key: u64) -> impl Iterator<Item = &RoaringBitmap> {
        self.buckets.range(..=self.bucket(key)).rev().map(|(_, rows)| rows.as_ref())
    }

    /// The rows of the buckets that hold keys of at least `key`, least keys first.
    pub fn up_from(&self, key: u64) -> impl Iterator<Item = &RoaringBitmap> {
        self.buckets.range(self.bucket(key)..).map(|(_, rows)| rows.as_ref())
    }

    /// The rows whose keys are in a range.
    pub fn within(&self, keys: &RangeInclusive<u64>) -> InRange<'_> {
        // Beyond the last bucket there is nothing, and the range may reach to the greatest number there is.
        let last = self.buckets.last_key_value().map_or(0, |(bucket, _)| *bucket);
        let (low, high) = (self.bucket(*keys.start()), self.bucket(*keys.end()).min(last));
        let low_is_whole = low == 0 || *keys.start() == (low - 1).saturating_mul(self.width) + 1;
        let high_is_whole = *keys.end() >= high.saturating_mul(self.width);
        let first = if low_is_whole { low } else { low.saturating_add(1) };
        let end = if high_is_whole { high.saturating_add(1) } else { high };
        let low_edge = (!low_is_whole).then_some(low);
        let high_edge = (!high_is_whole && low_edge != Some(high)).then_some(high);
        let edge = |bucket: Option<u64>| self.buckets.get(&bucket?).map(AsRef::as_ref);
        let whole = if keys.is_empty() { (0, 0) } else { (first, end) };
        InRange { field: self, keys: keys.clone(), buckets: whole, edges: [edge(low_edge), edge(high_edge)], whole: OnceCell::new() }
    }

    /// The rows of the buckets from `first` to before `end`.
    fn whole(&self, first: u64, end: u64) -> RoaringBitmap {
        let (first_group, end_group) = (first.div_ceil(1 << GROUP), end >> GROUP);
        if first_group < end_group {
            let before = between(&self.buckets, first, first_group << GROUP);
            let after = between(&self.buckets, end_group << GROUP, end);
            before.chain(between(&self.groups, first_group, end_group)).chain(after).union()
        } else {
            between(&self.buckets, first, end).union()
        }
    }

    fn bucket(&self, key: u64) -> u64 {
        key.div_ceil(self.width)
    }
}

/// The rows of the buckets from `first` to before `end`.
fn between(buckets: &Buckets, first: u64, end: u64) -> impl Iterator<Item = &RoaringBitmap> {
    buckets.range(first..end.max(first)).map(|(_, rows)| rows.as_ref())
}

fn move_row(buckets: &mut Buckets, row: u32, old: Option<u64>, new: u64) {
    if old == Some(new) {
        return;
    }
    if let Some(bucket) = old.and_then(|old| buckets.get_mut(&old)) {
        Arc::make_mut(bucket).remove(row);
    }
    Arc::make_mut(buckets.entry(new).or_default()).insert(row);
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn ranges_are_exact_at_their_edges(width in 1u64..300, keys in prop::collection::vec(0u64..5_000, 1..200), a in 0u64..6_000, b in 0u64..6_000) {
            let mut ordered = Ordered::new(width);
            for (row, key) in keys.iter().enumerate() {
                ordered.set(row as u32, 17);
                ordered.set(row as u32, *key);
            }
            let again = Ordered::of(width, ordered.keys().clone());
            let all_of = |of: &Ordered| (of.buckets.clone(), of.groups.clone());
            ordered.buckets.retain(|_, rows| !rows.is_empty());
            ordered.groups.retain(|_, rows| !rows.is_empty());
            prop_assert_eq!(all_of(&again), all_of(&ordered));
            let all: RoaringBitmap = (0..keys.len() as u32).collect();
            let expected: RoaringBitmap = all.iter().filter(|row| (a..=b).contains(&keys[*row as usize])).collect();
            prop_assert_eq!(&ordered.within(&(a..=b)).among(&all), &expected);
            // What is remembered is kept true.
            ordered.set(0, a);
            let expected = if a <= b { &expected | RoaringBitmap::from_iter([0]) } else { expected };
            prop_assert_eq!(&ordered.within(&(a..=b)).among(&all), &expected);
            prop_assert_eq!(ordered.within(&(0..=u64::MAX)).among(&all).len(), keys.len() as u64);
            prop_assert_eq!(ordered.down_from(u64::MAX).map(RoaringBitmap::len).sum::<u64>(), keys.len() as u64);
        }
    }
}
