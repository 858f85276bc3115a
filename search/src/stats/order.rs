//! The rows that state pay, from the least to the most: what is picked from it is sorted by numbers.

use roaring::RoaringBitmap;

use super::bit_set::BitSet;
use super::skills::Skills;
use crate::columns::Columns;

/// The place of rows that state no pay, and the code of the company of those that name none.
const NONE: u32 = u32::MAX;

/// A row with its pay.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Paid {
    /// Cents of a US dollar a year.
    pub pay: i64,
    /// What it shares with the other listings of one job, which stand next to it; 0 for nothing.
    pub twin: u64,
    pub row: u32,
    company: u32,
}

/// Every row that states pay, open or closed, in ascending order of pay.
#[derive(Debug, Clone, Default)]
pub(crate) struct PayOrder {
    paid: Vec<Paid>,
    /// The place of each row in the order.
    places: Vec<u32>,
    /// The rows that are not the only listing of their job.
    shared: BitSet,
    skills: Skills,
}

impl PayOrder {
    /// The order of every row.
    pub fn new(columns: &Columns) -> PayOrder {
        let mut paid: Vec<Paid> = (0..columns.len()).filter_map(|row| Paid::of(columns, row)).collect();
        paid.sort_unstable();
        let skills = Skills::default().moved(columns, &RoaringBitmap::new());
        PayOrder::of(paid, skills, columns.len())
    }

    /// The order after some rows were changed or added.
    pub fn moved(&self, columns: &Columns, changed: &RoaringBitmap) -> PayOrder {
        let mut paid: Vec<Paid> = Vec::with_capacity(self.paid.len() + changed.len() as usize);
        paid.extend(self.paid.iter().filter(|paid| !changed.contains(paid.row)));
        let kept = paid.len();
        paid.extend(changed.iter().filter_map(|row| Paid::of(columns, row)));
        if let Some(new) = paid.get_mut(kept..) {
            new.sort_unstable();
        }
        // Two runs that are in order are merged in one pass.
        paid.sort();
        PayOrder::of(paid, self.skills.moved(columns, changed), columns.len())
    }

    fn of(paid: Vec<Paid>, skills: Skills, rows: u32) -> PayOrder {
        let mut places = vec![NONE; rows as usize];
        for (paid, place) in paid.iter().zip(0..) {
            places.get_mut(paid.row as usize).into_iter().for_each(|at| *at = place);
        }
        let jobs = paid.chunk_by(|a, b| a.twin != 0 && a.twin == b.twin).filter(|job| job.len() > 1);
        let shared = BitSet::of(rows as usize, jobs.flatten().map(|paid| paid.row));
        PayOrder { paid, places, shared, skills }
    }

    /// How many rows there are, whether they state pay or not.
    pub(super) fn rows(&self) -> usize {
        self.places.len()
    }

    /// Whether a row may be one of several listings of a job.
    pub(super) fn is_shared(&self, row: u32) -> bool {
        self.shared.contains(row)
    }

    pub(super) fn skills(&self) -> &Skills {
        &self.skills
    }

    /// Puts rows that state pay in the order.
    pub(super) fn sorted<'a>(&'a self, rows: &'a mut Vec<u32>) -> impl Iterator<Item = &'a Paid> {
        rows.iter_mut().for_each(|row| *row = self.places.get(*row as usize).copied().unwrap_or(NONE));
        // A bit for each place there is sorts many places faster than comparing them.
        if rows.len() < self.paid.len() / 64 {
            rows.sort_unstable();
        } else {
            let bits = BitSet::of(self.paid.len(), rows.drain(..));
            bits.each(|place| rows.push(place));
        }
        rows.iter().filter_map(|place| self.paid.get(*place as usize))
    }
}

impl Paid {
    fn of(columns: &Columns, row: u32) -> Option<Paid> {
        let company = columns.company.code_of(row).unwrap_or(NONE);
        Some(Paid { pay: columns.annual_pay(row)?, twin: columns.twin(row), row, company })
    }

    /// The code of the company.
    pub fn company(&self) -> Option<u32> {
        (self.company != NONE).then_some(self.company)
    }
}
