//! Fields with few distinct values: a dictionary, a column of codes, and the rows of each value.

mod countable;
mod layers;
mod saved;
mod tally;

use std::borrow::Borrow;
use std::hash::Hash;
use std::sync::Arc;

use roaring::RoaringBitmap;

use super::codes::Codes;
use super::column::Column;
use super::lists::Lists;
use super::lookup::Lookup;
use super::postings::Postings;
use super::row_set::RowSet;
use super::width::NONE;
pub(crate) use countable::{ByRow, Countable};
pub(crate) use layers::ByLayer;
pub(crate) use tally::Tally;

/// Values and their codes, which are given in the order of first use and never change.
#[derive(Debug, Clone)]
pub(crate) struct Dictionary<V> {
    values: Column<V>,
    codes: Lookup,
}

impl<V> Default for Dictionary<V> {
    fn default() -> Self {
        Dictionary { values: Column::default(), codes: Lookup::default() }
    }
}

impl<V: Hash + Eq + Clone> Dictionary<V> {
    /// The code of a value that was given one.
    fn code<Q: Hash + Eq + ?Sized>(&self, value: &Q) -> Option<u32>
    where
        V: Borrow<Q>,
    {
        self.codes.get(&self.values, value)
    }

    fn intern(&mut self, value: V) -> u32 {
        self.code(&value).unwrap_or_else(|| {
            let code = self.values.len() as u32;
            self.values.set(code, value);
            self.codes.insert(&self.values, code);
            code
        })
    }
}

/// A field with at most one value a row.
#[derive(Debug, Clone)]
pub(crate) struct Field<V> {
    dictionary: Dictionary<V>,
    codes: Codes,
    postings: Postings,
}

impl<V> Default for Field<V> {
    fn default() -> Self {
        Field { dictionary: Dictionary::default(), codes: Codes::default(), postings: Postings::default() }
    }
}

impl<V: Hash + Eq + Clone> Field<V> {
    /// Sets the value of a row.
    pub fn set(&mut self, row: u32, value: Option<V>) {
        let new = value.map_or(NONE, |value| self.dictionary.intern(value));
        let old = self.codes.get(row);
        if old == Some(new) {
            return;
        }
        self.codes.set(row, new);
        if let Some(old) = old.filter(|old| *old != NONE) {
            self.postings.remove(old, row);
        }
        if new != NONE {
            self.postings.insert(new, row);
        }
    }

    /// The code of a value that some row has or had.
    pub fn code<Q: Hash + Eq + ?Sized>(&self, value: &Q) -> Option<u32>
    where
        V: Borrow<Q>,
    {
        self.dictionary.code(value)
    }

    /// How many rows there are.
    pub fn rows_len(&self) -> usize {
        self.codes.len()
    }

    /// The code of a row's value.
    pub fn code_of(&self, row: u32) -> Option<u32> {
        self.codes.get(row).filter(|code| *code != NONE)
    }

    /// The value of a row.
    pub fn get(&self, row: u32) -> Option<&V> {
        self.value(self.code_of(row)?)
    }

    /// How many values there are.
    pub fn len(&self) -> u32 {
        self.dictionary.values.len() as u32
    }

    /// The value with a code.
    pub fn value(&self, code: u32) -> Option<&V> {
        self.dictionary.values.get(code)
    }

    /// Every value with the rows that have it.
    pub fn values(&self) -> impl Iterator<Item = (&V, &RoaringBitmap)> {
        self.dictionary.values.iter().zip(self.postings.iter())
    }

    /// The rows with a value.
    pub fn rows<Q: Hash + Eq + ?Sized>(&self, value: &Q) -> Option<&Arc<RowSet>>
    where
        V: Borrow<Q>,
    {
        self.postings.get(self.code(value)?)
    }
}

/// A field with any number of values a row. Rows with the same values share one code.
#[derive(Debug, Clone)]
pub(crate) struct SetField<V> {
    dictionary: Dictionary<V>,
    sets: Dictionary<Arc<[u32]>>,
    /// By the code of the set.
    layers: Column<Layer>,
    codes: Codes,
    /// What rows are counted by: their values, without those that [`ByLayer`] has as a set.
    lists: Lists,
    postings: Postings,
    /// From when on some set lies over another.
    by_layer: Option<ByLayer>,
}

/// A set as another one and what it has beside that: of countries most sets are a region and a few more, and the
/// countries of the region are then counted once for all of them.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Layer {
    /// The code of the set beneath, which is less than that of the set itself.
    pub beneath: Option<u32>,
    /// The codes of the other values.
    pub own: Arc<[u32]>,
    /// Whether the set is known as one that lies beneath others.
    pub is_base: bool,
}

impl Layer {
    /// That of a set by itself.
    fn plain(set: &Arc<[u32]>, is_base: bool) -> Layer {
        // Most sets of skills are the only one of their kind: it is kept once.
        Layer { beneath: None, own: Arc::clone(set), is_base }
    }

    fn is_layered(&self) -> bool {
        self.is_base || self.beneath.is_some()
    }
}

impl<V> Default for SetField<V> {
    fn default() -> Self {
        SetField {
            dictionary: Dictionary::default(),
            sets: Dictionary::default(),
            layers: Column::default(),
            codes: Codes::default(),
            lists: Lists::default(),
            postings: Postings::default(),
            by_layer: None,
        }
    }
}

impl<V: Hash + Eq + Clone> SetField<V> {
    /// Sets the values of a row; repeats count once.
    pub fn set(&mut self, row: u32, values: impl IntoIterator<Item = V>) {
        self.set_over(row, [], values);
    }

    /// The same where some of the values are a set that many rows have.
    pub fn set_over(&mut self, row: u32, beneath: impl IntoIterator<Item = V>, values: impl IntoIterator<Item = V>) {
        let (beneath, set) = (self.codes_of(beneath), self.codes_of(values));
        let old: Arc<[u32]> = self.set_of(row).cloned().unwrap_or_default();
        if self.codes.get(row).is_some() && *old == *set {
            return;
        }
        for code in old.iter().filter(|code| set.binary_search(code).is_err()) {
            self.postings.remove(*code, row);
        }
        for code in set.iter().filter(|code| old.binary_search(code).is_err()) {
            self.postings.insert(*code, row);
        }
        let code = self.intern(&beneath, set);
        let before = self.codes.get(row);
        self.codes.set(row, code);
        let (_, own) = self.layers.get(code).map_or((None, &[][..]), |layer| layers::parts(code, layer));
        self.lists.set(row, own);
        match &mut self.by_layer {
            Some(by_layer) => {
                let with_layer = |code: u32| Some((code, self.layers.get(code)?));
                by_layer.moved(row, before.and_then(with_layer), with_layer(code));
            }
            None if self.layers.get(code).is_some_and(Layer::is_layered) => self.by_layer = Some(self.put_together()),
            None => {}
        }
    }

    fn put_together(&self) -> ByLayer {
        ByLayer::of(self.dictionary.values.len(), self.codes.iter().map(|code| Some((code, self.layers.get(code)?))))
    }

    /// The code of the set of some values, of which some are a set that many rows have.
    pub fn set_with(&mut self, beneath: impl IntoIterator<Item = V>, values: impl IntoIterator<Item = V>) -> u32 {
        let (beneath, set) = (self.codes_of(beneath), self.codes_of(values));
        self.intern(&beneath, set)
    }

    /// How many rows there are.
    pub fn rows_len(&self) -> usize {
        self.codes.len()
    }

    fn codes_of(&mut self, values: impl IntoIterator<Item = V>) -> Vec<u32> {
        let mut set: Vec<u32> = values.into_iter().map(|value| self.dictionary.intern(value)).collect();
        set.sort_unstable();
        set.dedup();
        set
    }

    /// The code of a set that lies over another, or over nothing.
    fn intern(&mut self, beneath: &[u32], set: Vec<u32>) -> u32 {
        if let Some(code) = self.sets.code(set.as_slice()) {
            return code;
        }
        let set: Arc<[u32]> = set.into();
        let layer = match beneath {
            [_, ..] if beneath == &*set => Layer::plain(&set, true),
            [_, ..] if beneath.iter().all(|code| set.binary_search(code).is_ok()) => Layer {
                beneath: Some(self.intern(beneath, beneath.to_vec())),
                own: set.iter().copied().filter(|code| beneath.binary_search(code).is_err()).collect(),
                is_base: false,
            },
            _ => Layer::plain(&set, false),
        };
        let code = self.sets.intern(set);
        self.layers.set(code, layer);
        code
    }

    /// The rows with any of some values.
    pub fn any(&self, codes: impl IntoIterator<Item = u32>) -> Arc<RowSet> {
        self.postings.any(codes)
    }

    /// The code of a row's set.
    pub fn set_code(&self, row: u32) -> Option<u32> {
        self.codes.get(row)
    }

    /// The codes of a row's values.
    pub fn set_of(&self, row: u32) -> Option<&Arc<[u32]>> {
        self.sets.values.get(self.codes.get(row)?)
    }

    /// The code of a value that some row has or had.
    pub fn code<Q: Hash + Eq + ?Sized>(&self, value: &Q) -> Option<u32>
    where
        V: Borrow<Q>,
    {
        self.dictionary.code(value)
    }

    /// The rows with a value.
    pub fn rows<Q: Hash + Eq + ?Sized>(&self, value: &Q) -> Option<&Arc<RowSet>>
    where
        V: Borrow<Q>,
    {
        self.postings.get(self.code(value)?)
    }
}
