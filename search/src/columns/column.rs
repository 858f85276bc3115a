//! A vector that generations share: cut into chunks, of which only those that change are copied.

use std::sync::Arc;

use roaring::RoaringBitmap;

use super::rows::{TOGETHER, in_batches, runs};

const BITS: u32 = 10;
const CHUNK: usize = 1 << BITS;

/// One value a row.
#[derive(Debug, Clone)]
pub(crate) struct Column<T> {
    chunks: Vec<Arc<Vec<T>>>,
}

impl<T> Default for Column<T> {
    fn default() -> Self {
        Column { chunks: Vec::new() }
    }
}

impl<T> FromIterator<T> for Column<T> {
    fn from_iter<I: IntoIterator<Item = T>>(values: I) -> Self {
        let mut values = values.into_iter();
        let chunks = std::iter::from_fn(|| Some(values.by_ref().take(CHUNK).collect()).filter(|chunk: &Vec<T>| !chunk.is_empty()));
        Column { chunks: chunks.map(Arc::new).collect() }
    }
}

impl<T> Column<T> {
    /// How many rows there are.
    pub fn len(&self) -> usize {
        self.chunks.last().map_or(0, |last| (self.chunks.len() - 1) * CHUNK + last.len())
    }

    /// The value of a row.
    pub fn get(&self, row: u32) -> Option<&T> {
        self.chunks.get((row >> BITS) as usize)?.get(row as usize % CHUNK)
    }

    /// Sets the value of a row; rows are added one after another. What has the value already is not copied for it.
    pub fn set(&mut self, row: u32, value: T)
    where
        T: Clone + PartialEq,
    {
        if self.get(row) == Some(&value) {
            return;
        }
        let at = (row >> BITS) as usize;
        if at == self.chunks.len() {
            self.chunks.push(Arc::default());
        }
        if let Some(chunk) = self.chunks.get_mut(at) {
            let chunk = Arc::make_mut(chunk);
            match chunk.get_mut(row as usize % CHUNK) {
                Some(slot) => *slot = value,
                None => chunk.push(value),
            }
        }
    }

    /// Visits the values of some rows, in order.
    pub fn visit<'a>(&'a self, rows: &RoaringBitmap, mut visit: impl FnMut(u32, &'a T)) {
        in_batches(rows, |rows| self.each(rows, &mut visit));
    }

    /// The same of rows in a list.
    pub fn each<'a>(&'a self, rows: &[u32], mut visit: impl FnMut(u32, &'a T)) {
        for (at, rows) in runs(rows, BITS) {
            let chunk: &'a [T] = self.chunks.get(at).map_or(&[], |chunk| chunk.as_slice());
            for row in rows {
                if let Some(value) = chunk.get(*row as usize % CHUNK) {
                    visit(*row, value);
                }
            }
        }
    }

    /// The same, with values that are read of many rows before anything depends on them: so the processor waits for all
    /// of them at once.
    pub fn each_copied(&self, rows: &[u32], mut visit: impl FnMut(u32, T))
    where
        T: Copy + Default,
    {
        let mut some = [(0, T::default()); TOGETHER];
        for rows in rows.chunks(TOGETHER) {
            let mut len = 0;
            self.each(rows, |row, value| {
                some.get_mut(len).into_iter().for_each(|slot| *slot = (row, *value));
                len += 1;
            });
            some.iter().take(len).for_each(|(row, value)| visit(*row, *value));
        }
    }

    /// Every value, in order.
    pub fn iter(&self) -> impl Iterator<Item = &T> + Clone {
        self.chunks.iter().flat_map(|chunk| chunk.iter())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_copy_does_not_see_later_changes() {
        let mut column = Column::default();
        for row in 0..10_000 {
            column.set(row, row * 2);
        }
        let before = column.clone();
        column.set(5_000, 7);
        column.set(10_000, 8);
        assert_eq!((before.get(5_000), before.get(10_000), before.len()), (Some(&10_000), None, 10_000));
        assert_eq!((column.get(5_000), column.get(10_000), column.len()), (Some(&7), Some(&8), 10_001));
        let mut seen = Vec::new();
        column.visit(&RoaringBitmap::from_iter([3, 5_000, 10_000, 20_000]), |row, value| seen.push((row, *value)));
        assert_eq!(seen, [(3, 6), (5_000, 7), (10_000, 8)]);
    }
}
