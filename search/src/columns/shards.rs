//! A map that generations share: cut into shards, of which only those that change are copied.

use std::borrow::Borrow;
use std::collections::HashMap;
use std::hash::{BuildHasher, BuildHasherDefault, DefaultHasher, Hash};
use std::sync::Arc;

const SHARDS: usize = 256;

type Keyed = BuildHasherDefault<DefaultHasher>;

/// A map from keys to numbers.
#[derive(Debug, Clone)]
pub(crate) struct Shards<K> {
    shards: Vec<Arc<HashMap<K, u32, Keyed>>>,
}

impl<K> Default for Shards<K> {
    fn default() -> Self {
        Shards { shards: vec![Arc::default(); SHARDS] }
    }
}

impl<K: Hash + Eq + Clone> FromIterator<(K, u32)> for Shards<K> {
    fn from_iter<I: IntoIterator<Item = (K, u32)>>(entries: I) -> Self {
        let entries = entries.into_iter();
        let each = entries.size_hint().0 / SHARDS;
        let mut shards = vec![HashMap::<K, u32, Keyed>::default(); SHARDS];
        shards.iter_mut().for_each(|shard| shard.reserve(each + each / 8));
        for (key, number) in entries {
            if let Some(shard) = shards.get_mut(shard(&key)) {
                shard.insert(key, number);
            }
        }
        Shards { shards: shards.into_iter().map(Arc::new).collect() }
    }
}

impl<K: Hash + Eq + Clone> Shards<K> {
    /// The number of a key.
    pub fn get<Q: Hash + Eq + ?Sized>(&self, key: &Q) -> Option<u32>
    where
        K: Borrow<Q>,
    {
        self.shards.get(shard(key))?.get(key).copied()
    }

    /// Sets the number of a key.
    pub fn insert(&mut self, key: K, number: u32) {
        if let Some(shard) = self.shards.get_mut(shard(&key)) {
            Arc::make_mut(shard).insert(key, number);
        }
    }
}

fn shard<Q: Hash + ?Sized>(key: &Q) -> usize {
    (Keyed::default().hash_one(key) >> 32) as usize % SHARDS
}
