//! For each value of a field, the rows that have it.

use std::sync::Arc;

use roaring::{MultiOps, RoaringBitmap};

/// Rows by value code. Generations share the bitmaps that did not change.
#[derive(Debug, Clone, Default)]
pub(crate) struct Postings {
    rows: Vec<Arc<RoaringBitmap>>,
    lens: Vec<u32>,
}

impl Postings {
    /// How many values there are.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// The rows with a value.
    pub fn get(&self, code: u32) -> Option<&Arc<RoaringBitmap>> {
        self.rows.get(code as usize)
    }

    /// The rows of each value, by code.
    pub fn iter(&self) -> impl Iterator<Item = &RoaringBitmap> {
        self.rows.iter().map(Arc::as_ref)
    }

    /// How many rows each value has, by code.
    pub fn lens(&self) -> &[u32] {
        &self.lens
    }

    /// The rows with any of some values.
    pub fn any(&self, codes: impl IntoIterator<Item = u32>) -> Arc<RoaringBitmap> {
        let mut found = codes.into_iter().filter_map(|code| self.get(code));
        match (found.next(), found.next()) {
            (None, _) => Arc::default(),
            (Some(only), None) => Arc::clone(only),
            (Some(first), Some(second)) => Arc::new([first, second].into_iter().chain(found).map(Arc::as_ref).union()),
        }
    }

    /// Adds a row to a value.
    pub fn insert(&mut self, code: u32, row: u32) {
        let at = code as usize;
        if self.rows.len() <= at {
            self.rows.resize_with(at + 1, Arc::default);
            self.lens.resize(at + 1, 0);
        }
        if let (Some(rows), Some(len)) = (self.rows.get_mut(at), self.lens.get_mut(at)) {
            *len += u32::from(Arc::make_mut(rows).insert(row));
        }
    }

    /// Takes a row from a value.
    pub fn remove(&mut self, code: u32, row: u32) {
        let at = code as usize;
        if let (Some(rows), Some(len)) = (self.rows.get_mut(at), self.lens.get_mut(at)) {
            *len -= u32::from(Arc::make_mut(rows).remove(row));
        }
    }
}
