//! The rows that state pay, from the least to the most: whatever is picked from it in order needs no sorting.

use roaring::RoaringBitmap;

use crate::columns::Columns;

/// A row with its pay.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Paid {
    /// Cents of a US dollar a year.
    pay: i64,
    /// What it shares with the other listings of one job, which stand next to it; 0 for nothing.
    twin: u64,
    row: u32,
}

/// Every row that states pay, open or closed, in ascending order of pay.
#[derive(Debug, Clone, Default)]
pub(crate) struct PayOrder(Vec<Paid>);

impl PayOrder {
    /// The order of every row.
    pub fn new(columns: &Columns) -> PayOrder {
        let mut paid: Vec<Paid> = (0..columns.len()).filter_map(|row| Paid::of(columns, row)).collect();
        paid.sort_unstable();
        PayOrder(paid)
    }

    /// The order after some rows were changed or added.
    pub fn moved(&self, columns: &Columns, changed: &RoaringBitmap) -> PayOrder {
        let mut paid: Vec<Paid> = Vec::with_capacity(self.0.len() + changed.len() as usize);
        paid.extend(self.0.iter().filter(|paid| !changed.contains(paid.row)));
        let kept = paid.len();
        paid.extend(changed.iter().filter_map(|row| Paid::of(columns, row)));
        if let Some(new) = paid.get_mut(kept..) {
            new.sort_unstable();
        }
        // Two runs that are in order are merged in one pass.
        paid.sort();
        PayOrder(paid)
    }

    /// Those of some rows that state pay.
    pub(super) fn pick(&self, columns: &Columns, rows: &RoaringBitmap) -> Picked {
        let mut wanted = vec![0u64; columns.len().div_ceil(64) as usize];
        for row in rows {
            if let Some(bits) = wanted.get_mut(row as usize / 64) {
                *bits |= 1 << (row % 64);
            }
        }
        let is_wanted = |row: u32| wanted.get(row as usize / 64).is_some_and(|bits| bits >> (row % 64) & 1 == 1);
        let most = self.0.len().min(rows.len() as usize);
        let mut picked = Picked { pay: Vec::with_capacity(most), rows: Vec::with_capacity(most), runs: Vec::with_capacity(most) };
        let (mut before, mut run) = (0, 0);
        for Paid { pay, twin, row } in self.0.iter().filter(|paid| is_wanted(paid.row)) {
            let is_copy = *twin != 0 && *twin == before;
            match picked.runs.last_mut().filter(|_| is_copy) {
                Some(first) => {
                    if *first == 0 {
                        run += 1;
                        *first = run;
                    }
                    picked.runs.push(run);
                }
                None => picked.runs.push(0),
            }
            picked.pay.push(*pay);
            picked.rows.push(*row);
            before = *twin;
        }
        picked
    }
}

impl Paid {
    fn of(columns: &Columns, row: u32) -> Option<Paid> {
        Some(Paid { pay: columns.annual_pay(row)?, twin: columns.twin(row), row })
    }
}

/// Rows that state pay, in ascending order of pay.
pub(super) struct Picked {
    pub pay: Vec<i64>,
    pub rows: Vec<u32>,
    /// For listings of one job, which stand side by side, a number that they share; 0 for those that stand alone.
    pub runs: Vec<u32>,
}

impl Picked {
    /// Each job once: the places of the listings that stand alone, and of the first of each run.
    pub fn once(&self) -> Vec<u32> {
        let mut last = 0;
        let mut first = |run: u32| run == 0 || std::mem::replace(&mut last, run) != run;
        self.runs.iter().zip(0u32..).filter(|(run, _)| first(**run)).map(|(_, place)| place).collect()
    }

    /// The run of a place.
    pub fn run(&self, place: u32) -> u32 {
        self.runs.get(place as usize).copied().unwrap_or(0)
    }
}
