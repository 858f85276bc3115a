//! The rows that have something: as a bitmap, and frequent ones as plain bits, too.

use std::ops::Deref;
use std::sync::OnceLock;

use roaring::RoaringBitmap;

use super::bits::Bits;

/// What one row in so many has is kept as plain bits, too, once it is asked for: more rarely, a bitmap is read faster.
const FREQUENT: u32 = 128;

/// Some rows.
#[derive(Debug, Clone, Default)]
pub(crate) struct RowSet {
    rows: RoaringBitmap,
    bits: OnceLock<Bits>,
}

impl Deref for RowSet {
    type Target = RoaringBitmap;

    fn deref(&self) -> &RoaringBitmap {
        &self.rows
    }
}

impl From<RoaringBitmap> for RowSet {
    fn from(rows: RoaringBitmap) -> RowSet {
        RowSet { rows, bits: OnceLock::new() }
    }
}

impl RowSet {
    /// The rows as a bitmap.
    pub fn rows(&self) -> &RoaringBitmap {
        &self.rows
    }

    /// Whether so many rows are counted and selected faster as bits.
    pub fn is_frequent(len: u64, all: u32) -> bool {
        len * u64::from(FREQUENT) >= u64::from(all)
    }

    /// The rows as bits, if they are frequent among so many.
    pub fn bits(&self, all: u32) -> Option<&Bits> {
        RowSet::is_frequent(self.rows.len(), all).then(|| self.bits.get_or_init(|| Bits::of(&self.rows)))
    }

    /// How many bytes the rows take among so many, once they are also asked for as bits.
    pub fn bytes(&self, all: u32) -> u64 {
        let bits = if RowSet::is_frequent(self.rows.len(), all) { u64::from(all) / 8 } else { 0 };
        self.rows.serialized_size() as u64 + bits
    }

    /// Adds a row or takes it away; says whether that changed anything.
    pub fn put(&mut self, row: u32, on: bool) -> bool {
        if let Some(bits) = self.bits.get_mut() {
            bits.set(row, on);
        }
        match on {
            true => self.rows.insert(row),
            false => self.rows.remove(row),
        }
    }
}
