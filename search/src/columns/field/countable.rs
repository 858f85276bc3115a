//! What facets and statistics need of a field, whatever its values are.

use std::fmt::Display;
use std::hash::Hash;

use roaring::RoaringBitmap;

use super::super::codes::Codes;
use super::super::lists::Lists;
use super::super::postings::Postings;
use super::super::width::NONE;
use super::{ByLayer, Field, Layer, SetField};

/// The columns that the rows of a field are counted by.
#[derive(Debug, Clone, Copy)]
pub(crate) enum ByRow<'a> {
    /// One value a row.
    Codes(&'a Codes),
    /// Any number, without those of the set beneath in [`ByLayer`].
    Lists(&'a Lists),
}

/// What is asked of a field.
pub(crate) trait Countable {
    /// The rows of each value, by code.
    fn postings(&self) -> &Postings;
    /// The columns that rows are counted by.
    fn by_row(&self) -> ByRow<'_>;
    /// What a set is made of, where the field has sets.
    fn layer(&self, set: u32) -> Option<&Layer>;
    /// The rows by what sets are made of, where some lie over others.
    fn by_layer(&self) -> Option<&ByLayer>;
    /// How many sets there are.
    fn sets(&self) -> usize;
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

    fn by_row(&self) -> ByRow<'_> {
        ByRow::Codes(&self.codes)
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

    fn append_codes(&self, rows: &[u32], codes: &mut Vec<u32>) {
        codes.extend(rows.iter().filter_map(|row| self.code_of(*row)));
    }

    fn values_of(&self, row: u32, visit: &mut dyn FnMut(u32)) {
        self.code_of(row).into_iter().for_each(visit);
    }

    fn visit(&self, rows: &RoaringBitmap, visit: &mut dyn FnMut(u32, u32)) {
        self.codes.visit(rows, |row, code| {
            if code != NONE {
                visit(row, code);
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

    fn by_row(&self) -> ByRow<'_> {
        ByRow::Lists(&self.lists)
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

    fn append_codes(&self, rows: &[u32], codes: &mut Vec<u32>) {
        rows.iter().filter_map(|row| self.set_of(*row)).for_each(|set| codes.extend_from_slice(set));
    }

    fn values_of(&self, row: u32, visit: &mut dyn FnMut(u32)) {
        self.set_of(row).into_iter().flat_map(|set| set.iter().copied()).for_each(visit);
    }

    fn visit(&self, rows: &RoaringBitmap, visit: &mut dyn FnMut(u32, u32)) {
        self.codes.visit(rows, |row, set| {
            self.sets.values.get(set).into_iter().flat_map(|set| set.iter()).for_each(|code| visit(row, *code));
        });
    }

    fn name(&self, code: u32) -> String {
        self.dictionary.values.get(code).map(V::to_string).unwrap_or_default()
    }
}
