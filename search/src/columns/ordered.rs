//! Fields that are sorted by or have ranges: a column of keys, and the rows of each bucket of keys.
//! Wide ranges are put together of groups of buckets.

use std::collections::BTreeMap;
use std::ops::RangeInclusive;
use std::sync::Arc;

use roaring::{MultiOps, RoaringBitmap};

use super::column::Column;

/// A group is `2^GROUP` buckets.
const GROUP: u32 = 4;

type Buckets = BTreeMap<u64, Arc<RoaringBitmap>>;

/// Keys by row; 0 stands for rows without a value, which come last.
#[derive(Debug, Clone)]
pub(crate) struct Ordered {
    keys: Column<u64>,
    buckets: Buckets,
    groups: Buckets,
    shift: u32,
}

impl Ordered {
    /// An empty field whose buckets hold `2^shift` neighbouring keys.
    pub fn new(shift: u32) -> Ordered {
        Ordered { keys: Column::default(), buckets: Buckets::new(), groups: Buckets::new(), shift }
    }

    /// Sets the key of a row.
    pub fn set(&mut self, row: u32, key: u64) {
        let old = self.keys.get(row).map(|old| old >> self.shift);
        self.keys.set(row, key);
        let new = key >> self.shift;
        move_row(&mut self.buckets, row, old, new);
        move_row(&mut self.groups, row, old.map(|old| old >> GROUP), new >> GROUP);
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
        self.buckets.range(..=key >> self.shift).rev().map(|(_, rows)| rows.as_ref())
    }

    /// The rows of the buckets that hold keys of at least `key`, least keys first.
    pub fn up_from(&self, key: u64) -> impl Iterator<Item = &RoaringBitmap> {
        self.buckets.range(key >> self.shift..).map(|(_, rows)| rows.as_ref())
    }

    /// The rows with keys in a range.
    pub fn range(&self, keys: RangeInclusive<u64>) -> RoaringBitmap {
        if keys.is_empty() {
            return RoaringBitmap::new();
        }
        // Beyond the last bucket there is nothing, and the range may reach to the greatest number there is.
        let last = self.buckets.last_key_value().map_or(0, |(bucket, _)| *bucket);
        let (low, high) = (keys.start() >> self.shift, (keys.end() >> self.shift).min(last));
        // Buckets that stand out over an end of the range are looked at row by row.
        let mut at_edges: Vec<u32> = Vec::new();
        let mut edge = |bucket: u64| {
            if let Some(rows) = self.buckets.get(&bucket) {
                self.keys.visit(rows, |row, key| at_edges.extend(keys.contains(key).then_some(row)));
            }
        };
        let low_is_whole = *keys.start() == low << self.shift;
        let high_is_whole = *keys.end() >= (high << self.shift) | ((1 << self.shift) - 1);
        let first = if low_is_whole { low } else { low.saturating_add(1) };
        let end = if high_is_whole { high.saturating_add(1) } else { high };
        if !low_is_whole {
            edge(low);
        }
        if !high_is_whole && (low_is_whole || high != low) {
            edge(high);
        }
        let (first_group, end_group) = (first.div_ceil(1 << GROUP), end >> GROUP);
        let whole: Vec<&RoaringBitmap> = if first_group < end_group {
            let before = between(&self.buckets, first, first_group << GROUP);
            let after = between(&self.buckets, end_group << GROUP, end);
            before.chain(between(&self.groups, first_group, end_group)).chain(after).collect()
        } else {
            between(&self.buckets, first, end).collect()
        };
        let mut rows = whole.into_iter().union();
        at_edges.sort_unstable();
        rows |= RoaringBitmap::from_sorted_iter(at_edges).unwrap_or_default();
        rows
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
        fn ranges_are_exact_at_their_edges(shift in 0u32..8, keys in prop::collection::vec(0u64..5_000, 1..200), a in 0u64..6_000, b in 0u64..6_000) {
            let mut ordered = Ordered::new(shift);
            for (row, key) in keys.iter().enumerate() {
                ordered.set(row as u32, 17);
                ordered.set(row as u32, *key);
            }
            let expected: RoaringBitmap = (0..keys.len() as u32).filter(|row| (a..=b).contains(&keys[*row as usize])).collect();
            prop_assert_eq!(ordered.range(a..=b), expected);
            prop_assert_eq!(ordered.range(0..=u64::MAX).len(), keys.len() as u64);
            prop_assert_eq!(ordered.down_from(u64::MAX).map(RoaringBitmap::len).sum::<u64>(), keys.len() as u64);
        }
    }
}
