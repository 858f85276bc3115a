//! Where values stand in a column: found by their hash, so that each is kept once. Generations share what does not change:
//! it is cut into shards, of which only those that change are copied.

use std::borrow::Borrow;
use std::hash::{BuildHasher, BuildHasherDefault, DefaultHasher, Hash};
use std::sync::Arc;

use hashbrown::HashTable;

use super::column::Column;

const SHARDS: usize = 256;

/// Places of the values of one column, of which no two are the same.
#[derive(Debug, Clone)]
pub(crate) struct Lookup {
    shards: Vec<Arc<HashTable<u32>>>,
}

impl Default for Lookup {
    fn default() -> Self {
        Lookup { shards: vec![Arc::default(); SHARDS] }
    }
}

impl Lookup {
    /// The places of all values of a column.
    pub fn of<K: Hash>(values: &Column<K>) -> Lookup {
        let each = values.len() / SHARDS;
        let mut shards: Vec<HashTable<u32>> = (0..SHARDS).map(|_| HashTable::with_capacity(each + each / 8)).collect();
        for (value, at) in values.iter().zip(0..) {
            let hash = hash(value);
            if let Some(shard) = shards.get_mut(shard(hash)) {
                shard.insert_unique(hash, at, |at| hash_at(values, *at));
            }
        }
        Lookup { shards: shards.into_iter().map(Arc::new).collect() }
    }

    /// Where a value stands in the column.
    pub fn get<K: Borrow<Q>, Q: Hash + Eq + ?Sized>(&self, values: &Column<K>, value: &Q) -> Option<u32> {
        let hash = hash(value);
        let stands = |at: &u32| values.get(*at).is_some_and(|there| there.borrow() == value);
        self.shards.get(shard(hash))?.find(hash, stands).copied()
    }

    /// Notes where a new value stands.
    pub fn insert<K: Hash>(&mut self, values: &Column<K>, at: u32) {
        let hash = hash_at(values, at);
        if let Some(shard) = self.shards.get_mut(shard(hash)) {
            Arc::make_mut(shard).insert_unique(hash, at, |at| hash_at(values, *at));
        }
    }
}

fn hash<Q: Hash + ?Sized>(value: &Q) -> u64 {
    BuildHasherDefault::<DefaultHasher>::default().hash_one(value)
}

fn hash_at<K: Hash>(values: &Column<K>, at: u32) -> u64 {
    values.get(at).map_or(0, hash)
}

/// A table looks at the first bits of a hash and at its last ones.
fn shard(hash: u64) -> usize {
    (hash >> 32) as usize % SHARDS
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_copy_does_not_see_later_values() {
        let mut values: Column<String> = (0..3_000).map(|n| format!("value {n}")).collect();
        let mut lookup = Lookup::of(&values);
        let before = lookup.clone();
        for at in 3_000..6_000 {
            values.set(at, format!("value {at}"));
            lookup.insert(&values, at);
        }
        for at in (0..6_000).step_by(7) {
            let value = format!("value {at}");
            assert_eq!(lookup.get(&values, value.as_str()), Some(at));
            assert_eq!(before.get(&values, value.as_str()), Some(at).filter(|at| *at < 3_000));
        }
        assert_eq!(lookup.get(&values, "none of these"), None);
    }
}
