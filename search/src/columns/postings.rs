//! For each value of a field, the rows that have it.

use std::sync::{Arc, OnceLock};

use roaring::{MultiOps, RoaringBitmap};

use super::bits::Bits;

/// Values that one row in so many has are kept as plain bits, too, once they are counted: more rarely, a bitmap is read faster.
const FREQUENT: u32 = 128;

/// Rows by value code. Generations share the bitmaps that did not change.
#[derive(Debug, Clone, Default)]
pub(crate) struct Postings {
    rows: Vec<Arc<RoaringBitmap>>,
    lens: Vec<u32>,
    /// The rows of frequent values again, where they were asked for.
    bits: Vec<OnceLock<Bits>>,
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
        Postings { bits: vec![OnceLock::new(); values], lens, rows: rows.into_iter().map(Arc::new).collect() }
    }

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

    /// Whether a value with so many rows is counted faster as bits.
    pub fn is_frequent(len: u32, all: u32) -> bool {
        len.saturating_mul(FREQUENT) >= all
    }

    /// The rows of a frequent value as bits.
    pub fn bits(&self, code: u32, all: u32) -> Option<&Bits> {
        let (at, rows) = (code as usize, self.get(code)?);
        let frequent = Postings::is_frequent(*self.lens.get(at)?, all);
        self.bits.get(at).filter(|_| frequent).map(|bits| bits.get_or_init(|| Bits::of(rows)))
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
            self.bits.resize_with(at + 1, OnceLock::new);
            self.lens.resize(at + 1, 0);
        }
        let (Some(rows), Some(len)) = (self.rows.get_mut(at), self.lens.get_mut(at)) else { return };
        let rows = Arc::make_mut(rows);
        match on {
            true => *len += u32::from(rows.insert(row)),
            false => *len -= u32::from(rows.remove(row)),
        }
        if let Some(bits) = self.bits.get_mut(at).and_then(OnceLock::get_mut) {
            bits.set(row, on);
        }
    }
}
