//! Fields as they are saved: values and codes. The rows of each value follow from the codes.

use std::hash::Hash;
use std::io;
use std::sync::Arc;

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::super::packed::{Saved, put_numbers, put_values, take_numbers, take_values};
use super::layers::parts;
use super::{Dictionary, Field, Layer, SetField};
use crate::columns::codes::Codes;
use crate::columns::column::Column;
use crate::columns::lookup::Lookup;
use crate::columns::postings::Postings;
use crate::columns::width::NONE;

impl<V: Hash + Eq + Clone> FromIterator<V> for Dictionary<V> {
    fn from_iter<I: IntoIterator<Item = V>>(values: I) -> Self {
        let values: Column<V> = values.into_iter().collect();
        Dictionary { codes: Lookup::of(&values), values }
    }
}

impl<V: Hash + Eq + Clone + Serialize + DeserializeOwned> Saved for Dictionary<V> {
    fn save(&self, out: &mut Vec<u8>) -> io::Result<()> {
        put_values(out, &self.values.iter().collect::<Vec<&V>>())
    }

    fn load(bytes: &mut &[u8]) -> Option<Self> {
        Some(take_values::<V>(bytes)?.into_iter().collect())
    }
}

impl<V: Hash + Eq + Clone + Serialize + DeserializeOwned> Saved for Field<V> {
    fn save(&self, out: &mut Vec<u8>) -> io::Result<()> {
        self.dictionary.save(out)?;
        put_codes(out, self.codes.iter());
        Ok(())
    }

    fn load(bytes: &mut &[u8]) -> Option<Self> {
        let dictionary = Dictionary::load(bytes)?;
        let codes = take_codes(bytes, dictionary.values.len())?;
        let with_rows = codes.iter().zip(0..).filter(|(code, _)| *code != NONE);
        let postings = Postings::of(dictionary.values.len(), with_rows);
        Some(Field { dictionary, codes, postings })
    }
}

impl<V: Hash + Eq + Clone> SetField<V> {
    /// Gives every row the set with a code.
    pub fn filled(mut self, codes: Codes) -> Self {
        let values = |(code, row): (u32, u32)| {
            self.sets.values.get(code).into_iter().flat_map(move |set| set.iter().map(move |value| (*value, row)))
        };
        self.postings = Postings::of(self.dictionary.values.len(), codes.iter().zip(0..).flat_map(values));
        for (code, row) in codes.iter().zip(0..) {
            self.lists.set(row, self.layers.get(code).map_or(&[], |layer| parts(code, layer).1));
        }
        self.codes = codes;
        self.by_layer = self.layers.iter().any(Layer::is_layered).then(|| self.put_together());
        self
    }
}

impl<V: Hash + Eq + Clone + Serialize + DeserializeOwned> Saved for SetField<V> {
    fn save(&self, out: &mut Vec<u8>) -> io::Result<()> {
        self.dictionary.save(out)?;
        let sets = self.sets.values.iter();
        put_numbers(out, sets.clone().map(|set| set.len() as u64));
        put_numbers(out, sets.flat_map(|set| set.iter().copied().map(u64::from)));
        put_codes(out, self.codes.iter());
        Ok(())
    }

    /// Sets that lie over others are made again by whoever knows the others: what is saved has none.
    fn load(bytes: &mut &[u8]) -> Option<Self> {
        let dictionary: Dictionary<V> = Dictionary::load(bytes)?;
        let (lens, mut values) = (take_numbers(bytes)?, take_numbers(bytes)?);
        let known = dictionary.values.len() as u64;
        let mut sets: Vec<Arc<[u32]>> = Vec::with_capacity(lens.len());
        for len in lens {
            let set: Arc<[u32]> =
                values.by_ref().take(usize::try_from(len).ok()?).filter(|value| *value < known).map(|value| value as u32).collect();
            (set.len() as u64 == len).then(|| sets.push(set))?;
        }
        let layers = sets.iter().map(|set| Layer::plain(set, false)).collect();
        let codes = take_codes(bytes, sets.len())?;
        let field = SetField { dictionary, layers, sets: sets.into_iter().collect(), ..SetField::default() };
        Some(field.filled(codes))
    }
}

/// Codes take fewer bytes where no value is the least number.
fn put_codes(out: &mut Vec<u8>, codes: impl Iterator<Item = u32> + Clone) {
    put_numbers(out, codes.map(|code| u64::from(code.wrapping_add(1))));
}

/// Codes of `known` values.
fn take_codes(bytes: &mut &[u8], known: usize) -> Option<Codes> {
    let codes = take_numbers(bytes)?;
    codes.clone().all(|code| code <= known as u64).then(|| codes.map(|code| (code as u32).wrapping_sub(1)).collect())
}
