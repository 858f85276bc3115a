//! How many open listings have each value: kept up with every change, because it is asked everywhere.

use domain::query::Facet;

/// A number for each value of each facet, by code.
#[derive(Debug, Clone, Default)]
pub(crate) struct OpenCounts {
    by_facet: [Vec<u32>; Facet::ALL.len()],
}

impl OpenCounts {
    /// The counts of a facet's values; values without any may be missing at the end.
    pub fn of(&self, facet: Facet) -> &[u32] {
        self.by_facet.get(facet as usize).map_or(&[], Vec::as_slice)
    }

    /// The count of one value.
    pub fn get(&self, facet: Facet, code: u32) -> u32 {
        self.of(facet).get(code as usize).copied().unwrap_or(0)
    }

    /// Sets the counts of a facet's values.
    pub fn put(&mut self, facet: Facet, counts: Vec<u32>) {
        if let Some(slot) = self.by_facet.get_mut(facet as usize) {
            *slot = counts;
        }
    }

    /// A listing with a value opened.
    pub fn add(&mut self, facet: Facet, code: u32) {
        let Some(counts) = self.by_facet.get_mut(facet as usize) else { return };
        if counts.len() <= code as usize {
            counts.resize(code as usize + 1, 0);
        }
        if let Some(count) = counts.get_mut(code as usize) {
            *count += 1;
        }
    }

    /// A listing with a value closed, or has it no longer.
    pub fn take(&mut self, facet: Facet, code: u32) {
        let counts = self.by_facet.get_mut(facet as usize);
        if let Some(count) = counts.and_then(|counts| counts.get_mut(code as usize)) {
            *count = count.saturating_sub(1);
        }
    }
}
