//! Fields with few distinct values: a dictionary, a column of codes, and the rows of each value.

mod layers;
mod saved;

use std::borrow::Borrow;
use std::fmt::Display;
use std::hash::Hash;
use std::sync::Arc;

use roaring::RoaringBitmap;

use super::column::Column;
use super::lookup::Lookup;
use super::postings::Postings;
pub(crate) use layers::ByLayer;

/// The code of rows without a value.
const NONE: u32 = u32::MAX;

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
    codes: Column<u32>,
    postings: Postings,
}

impl<V> Default for Field<V> {
    fn default() -> Self {
        Field { dictionary: Dictionary::default(), codes: Column::default(), postings: Postings::default() }
    }
}

impl<V: Hash + Eq + Clone> Field<V> {
    /// Sets the value of a row.
    pub fn set(&mut self, row: u32, value: Option<V>) {
        let new = value.map_or(NONE, |value| self.dictionary.intern(value));
        let old = self.codes.get(row).copied();
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
        self.codes.get(row).copied().filter(|code| *code != NONE)
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
    pub fn rows<Q: Hash + Eq + ?Sized>(&self, value: &Q) -> Option<&Arc<RoaringBitmap>>
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
    codes: Column<u32>,
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
            codes: Column::default(),
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
        let before = self.codes.get(row).copied();
        self.codes.set(row, code);
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
        ByLayer::of(self.dictionary.values.len(), self.codes.iter().map(|code| Some((*code, self.layers.get(*code)?))))
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
    pub fn any(&self, codes: impl IntoIterator<Item = u32>) -> Arc<RoaringBitmap> {
        self.postings.any(codes)
    }

    /// The code of a row's set.
    pub fn set_code(&self, row: u32) -> Option<u32> {
        self.codes.get(row).copied()
    }

    /// The codes of a row's values.
    pub fn set_of(&self, row: u32) -> Option<&Arc<[u32]>> {
        self.sets.values.get(*self.codes.get(row)?)
    }

    /// The code of a value that some row has or had.
    pub fn code<Q: Hash + Eq + ?Sized>(&self, value: &Q) -> Option<u32>
    where
        V: Borrow<Q>,
    {
        self.dictionary.code(value)
    }

    /// The rows with a value.
    pub fn rows<Q: Hash + Eq + ?Sized>(&self, value: &Q) -> Option<&Arc<RoaringBitmap>>
    where
        V: Borrow<Q>,
    {
        self.postings.get(self.code(value)?)
    }
}

/// What facets need of a field.
pub(crate) trait Countable {
    /// The rows of each value, by code.
    fn postings(&self) -> &Postings;
    /// Adds one to the count of each value for each of the rows that has it.
    fn tally(&self, rows: &RoaringBitmap, counts: &mut [u32]);
    /// What a set is made of, where the field has sets.
    fn layer(&self, set: u32) -> Option<&Layer>;
    /// The rows by what sets are made of, where some lie over others.
    fn by_layer(&self) -> Option<&ByLayer>;
    /// How many sets there are.
    fn sets(&self) -> usize;
    /// The codes of a row's values.
    fn codes_at(&self, row: u32) -> &[u32];
    /// Adds the codes of rows' values to a list.
    fn append_codes(&self, rows: &[u32], codes: &mut Vec<u32>);
    /// Visits the codes of a row's values.
    fn values_of(&self, row: u32, visit: &mut dyn FnMut(u32));
    /// Visits the rows and the codes of their values.
    fn visit(&self, rows: &RoaringBitmap, visit: &mut dyn FnMut(u32, u32));
    /// The value with a code, as filters take it.
    fn name(&self, code: u32) -> String;
}

impl<V: Hash + Eq + Clone + Display> Countable for Field<V> {
    fn postings(&self) -> &Postings {
        &self.postings
    }

    fn tally(&self, rows: &RoaringBitmap, counts: &mut [u32]) {
        self.codes.visit(rows, |_, code| {
            if let Some(count) = counts.get_mut(*code as usize) {
                *count += 1;
            }
        });
    }

    fn layer(&self, _: u32) -> Option<&Layer> {
        None
    }

    fn by_layer(&self) -> Option<&ByLayer> {
        None
    }

    fn sets(&self) -> usize {
        0
    }

    fn codes_at(&self, row: u32) -> &[u32] {
        self.codes.get(row).filter(|code| **code != NONE).map_or(&[], std::slice::from_ref)
    }

    fn append_codes(&self, rows: &[u32], codes: &mut Vec<u32>) {
        codes.extend(rows.iter().filter_map(|row| self.code_of(*row)));
    }

    fn values_of(&self, row: u32, visit: &mut dyn FnMut(u32)) {
        self.code_of(row).into_iter().for_each(visit);
    }

    fn visit(&self, rows: &RoaringBitmap, visit: &mut dyn FnMut(u32, u32)) {
        self.codes.visit(rows, |row, code| {
            if *code != NONE {
                visit(row, *code);
            }
        });
    }

    fn name(&self, code: u32) -> String {
        self.value(code).map(V::to_string).unwrap_or_default()
    }
}

impl<V: Hash + Eq + Clone + Display> Countable for SetField<V> {
    fn postings(&self) -> &Postings {
        &self.postings
    }

    fn tally(&self, rows: &RoaringBitmap, counts: &mut [u32]) {
        self.codes.visit(rows, |_, set| {
            for code in self.sets.values.get(*set).into_iter().flat_map(|set| set.iter()) {
                if let Some(count) = counts.get_mut(*code as usize) {
                    *count += 1;
                }
            }
        });
    }

    fn layer(&self, set: u32) -> Option<&Layer> {
        self.layers.get(set)
    }

    fn by_layer(&self) -> Option<&ByLayer> {
        self.by_layer.as_ref()
    }

    fn sets(&self) -> usize {
        self.sets.values.len()
    }

    fn codes_at(&self, row: u32) -> &[u32] {
        self.set_of(row).map_or(&[], |set| set)
    }

    fn append_codes(&self, rows: &[u32], codes: &mut Vec<u32>) {
        rows.iter().for_each(|row| codes.extend_from_slice(self.codes_at(*row)));
    }

    fn values_of(&self, row: u32, visit: &mut dyn FnMut(u32)) {
        self.set_of(row).into_iter().flat_map(|set| set.iter().copied()).for_each(visit);
    }

    fn visit(&self, rows: &RoaringBitmap, visit: &mut dyn FnMut(u32, u32)) {
        self.codes.visit(rows, |row, set| {
            self.sets.values.get(*set).into_iter().flat_map(|set| set.iter()).for_each(|code| visit(row, *code));
        });
    }

    fn name(&self, code: u32) -> String {
        self.dictionary.values.get(code).map(V::to_string).unwrap_or_default()
    }
}
