//! For each value of a field, the rows that have it.

use std::sync::Arc;

use roaring::{MultiOps, RoaringBitmap};

use super::row_set::RowSet;

/// Rows by value code. Generations share the bitmaps that did not change.
#[derive(Debug, Clone, Default)]
pub(crate) struct Postings {
    rows: Vec<Arc<RowSet>>,
    lens: Vec<u32>,
}

impl Postings {
    /// Those of so many values; the rows of each value come in their order.
    pub fn of(values: usize, with_rows: impl Iterator<Item = (u32, u32)>) -> Postings {
        let mut rows = vec![RoaringBitmap::new(); values];
        for (code, row) in with_rows {
            // What is not beyond the last row is the last row again.
            let _ = rows.get_mut(code as usize).map(|rows| rows.try_push(row));
        }
        let lens = rows.iter().map(|rows| rows.len() as u32).collect();
        Postings { lens, rows: rows.into_iter().map(|rows| Arc::new(rows.into())).collect() }
    }

    /// How many values there are.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// The rows with a value.
    pub fn get(&self, code: u32) -> Option<&Arc<RowSet>> {
        self.rows.get(code as usize)
    }

    /// The rows of each value, by code.
    pub fn iter(&self) -> impl Iterator<Item = &RoaringBitmap> {
        self.rows.iter().map(|rows| &***rows)
    }

    /// How many rows each value has, by code.
    pub fn lens(&self) -> &[u32] {
        &self.lens
    }

    /// The rows with any of some values.
    pub fn any(&self, codes: impl IntoIterator<Item = u32>) -> Arc<RowSet> {
        let mut found = codes.into_iter().filter_map(|code| self.get(code));
        match (found.next(), found.next()) {
            (None, _) => Arc::default(),
            (Some(only), None) => Arc::clone(only),
            (Some(first), Some(second)) => Arc::new([first, second].into_iter().chain(found).map(|rows| &***rows).union().into()),
        }
    }

    /// Adds a row to a value.
    pub fn insert(&mut self, code: u32, row: u32) {
        self.put(code, row, true);
    }

    /// Takes a row from a value.
    pub fn remove(&mut self, code: u32, row: u32) {
        self.put(code, row, false);
    }

    /// Adds a row to a value, or takes it away.
    pub fn put(&mut self, code: u32, row: u32, on: bool) {
        let at = code as usize;
        if self.rows.len() <= at {
            self.rows.resize_with(at + 1, Arc::default);
            self.lens.resize(at + 1, 0);
        }
        let (Some(rows), Some(len)) = (self.rows.get_mut(at), self.lens.get_mut(at)) else { return };
        if Arc::make_mut(rows).put(row, on) {
            *len = if on { *len + 1 } else { *len - 1 };
        }
    }
}
