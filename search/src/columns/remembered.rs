//! What was worked out of one generation and may be asked again.

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::{PoisonError, RwLock};

/// Values by what they answer. A copy starts with what its original knows, which whoever changes it keeps true.
#[derive(Debug)]
pub(crate) struct Remembered<K, V>(RwLock<HashMap<K, V>>);

impl<K, V> Default for Remembered<K, V> {
    fn default() -> Self {
        Remembered(RwLock::default())
    }
}

impl<K: Clone, V: Clone> Clone for Remembered<K, V> {
    fn clone(&self) -> Self {
        Remembered(RwLock::new(self.0.read().unwrap_or_else(PoisonError::into_inner).clone()))
    }
}

impl<K: Hash + Eq, V: Clone> Remembered<K, V> {
    /// The remembered value, or one that is made now. Two readers may make it at the same time; both make
    /// the same. Beyond `most` values, everything is forgotten first.
    pub fn get(&self, key: K, most: usize, make: impl FnOnce() -> V) -> V {
        if let Some(value) = self.0.read().unwrap_or_else(PoisonError::into_inner).get(&key) {
            return value.clone();
        }
        let value = make();
        let mut known = self.0.write().unwrap_or_else(PoisonError::into_inner);
        if known.len() >= most {
            known.clear();
        }
        known.insert(key, value.clone());
        value
    }

    /// Everything that is remembered, to be kept true.
    pub fn all(&mut self) -> impl Iterator<Item = (&K, &mut V)> {
        self.0.get_mut().unwrap_or_else(PoisonError::into_inner).iter_mut()
    }
}
