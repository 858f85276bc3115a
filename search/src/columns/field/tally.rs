//! Counting the values of a field row by row.

use super::super::bits::Bits;
use super::super::lists::LANES;
use super::countable::{ByRow, Countable};

/// The counts of a field's values while rows are visited.
pub(crate) struct Tally<'a> {
    field: &'a dyn Countable,
    values: Values,
    /// How many rows lie over each set, by its place.
    beneath: Vec<u32>,
}

enum Values {
    /// By code; the last [`LANES`] are no code's.
    Counts(Vec<u32>),
    /// The codes themselves, where there are more values than rows.
    Codes(Vec<u32>),
}

impl<'a> Tally<'a> {
    /// Of so many rows, none of which was visited.
    pub fn new(field: &'a dyn Countable, rows: u64) -> Tally<'a> {
        let many = field.postings().len();
        let values = match (field.by_row(), field.by_layer()) {
            (ByRow::Codes(_), _) | (_, None) if rows < many as u64 / 8 => Values::Codes(Vec::new()),
            _ => Values::Counts(vec![0; many + LANES]),
        };
        Tally { field, values, beneath: vec![0; field.by_layer().map_or(0, |layers| layers.beneath().len())] }
    }

    /// Adds one to the count of each value for each of the rows that has it. The rows are in order.
    pub fn add(&mut self, rows: &[u32]) {
        match (self.field.by_row(), &mut self.values) {
            (ByRow::Codes(codes), Values::Counts(counts)) => codes.count(rows, counts),
            (ByRow::Codes(codes), Values::Codes(met)) => codes.each(rows, |_, code| met.push(code)),
            (ByRow::Lists(lists), Values::Counts(counts)) => lists.count(rows, counts),
            (ByRow::Lists(lists), Values::Codes(met)) => lists.each(rows, |code| met.push(code)),
        }
        if let Some(layers) = self.field.by_layer() {
            layers.places().count(rows, &mut self.beneath);
        }
    }

    /// Counts all of some rows.
    pub fn of(field: &'a dyn Countable, rows: &Bits) -> Tally<'a> {
        let mut tally = Tally::new(field, rows.len());
        rows.in_batches(|rows| tally.add(rows));
        tally
    }

    /// Each value that counts anything: its count and its code.
    pub fn found(self) -> Vec<(u32, u32)> {
        let mut counts = match self.values {
            Values::Counts(mut counts) => {
                counts.truncate(self.field.postings().len());
                counts
            }
            Values::Codes(mut met) => {
                met.sort_unstable();
                let known = |code: u32| (code as usize) < self.field.postings().len();
                return met
                    .chunk_by(|a, b| a == b)
                    .filter_map(|same| Some((same.len() as u32, *same.first()?)))
                    .filter(|(_, code)| known(*code))
                    .collect();
            }
        };
        if let Some(layers) = self.field.by_layer() {
            layers.add_beneath(self.field, |place| self.beneath.get(place as usize).copied().unwrap_or(0), &mut counts);
        }
        counts.into_iter().zip(0..).filter(|(count, _)| *count > 0).collect()
    }
}
