//! The months in which rows were posted, which no field keeps.

use std::cell::OnceCell;

use chrono::{Datelike, Months, NaiveDate, NaiveTime};
use domain::time::Timestamp;
use roaring::RoaringBitmap;

use crate::columns::{Ordered, each, key_time, time_key};

/// The months in which some rows were posted, each with a code from 0 on.
pub(super) struct Calendar<'a> {
    posted_at: &'a Ordered,
    rows: &'a RoaringBitmap,
    first: NaiveDate,
    /// The key of the first moment of each month.
    begins: Vec<u64>,
    sorted: OnceCell<Sorted>,
}

/// The rows of each month, and how many they are.
struct Sorted {
    rows: Vec<Vec<u32>>,
    lens: Vec<u32>,
}

impl<'a> Calendar<'a> {
    /// The months of some rows.
    pub fn new(posted_at: &'a Ordered, rows: &'a RoaringBitmap) -> Calendar<'a> {
        let (mut least, mut most) = (u64::MAX, 0);
        posted_at.keys().visit(rows, |_, key| {
            if *key > 0 {
                (least, most) = (least.min(*key), most.max(*key));
            }
        });
        let first = key_time(least).and_then(|at| at.date().with_day(1)).unwrap_or_default();
        let begins = (0..).map_while(|n| begin(first, n)).take_while(|begin| *begin <= most).collect();
        Calendar { posted_at, rows, first, begins, sorted: OnceCell::new() }
    }

    /// How many months there are.
    pub fn len(&self) -> usize {
        self.begins.len()
    }

    /// The month of a row; `None` where that is not known.
    pub fn month(&self, row: u32) -> Option<u32> {
        let key = self.posted_at.key(row);
        u32::try_from(self.begins.partition_point(|begin| *begin <= key)).ok()?.checked_sub(1)
    }

    /// How many of the rows were posted in each month.
    pub fn lens(&self) -> &[u32] {
        &self.sorted().lens
    }

    /// Those of the rows that were posted in a month.
    pub fn rows(&self, code: u32) -> &[u32] {
        self.sorted().rows.get(code as usize).map_or(&[], Vec::as_slice)
    }

    /// Those of any rows that were posted in a month.
    pub fn among(&self, code: u32, rows: &RoaringBitmap) -> RoaringBitmap {
        let begin = |code| begin(self.first, code);
        let (Some(from), to) = (begin(code), begin(code + 1).unwrap_or(u64::MAX)) else { return RoaringBitmap::new() };
        self.posted_at.within(&(from..=to - 1)).among(rows)
    }

    /// The month as in `2026-05`.
    pub fn name(&self, code: u32) -> String {
        self.first.checked_add_months(Months::new(code)).unwrap_or_default().format("%Y-%m").to_string()
    }

    fn sorted(&self) -> &Sorted {
        self.sorted.get_or_init(|| {
            let mut rows = vec![Vec::new(); self.len()];
            each(self.rows, |row| {
                let month = self.month(row).and_then(|month| rows.get_mut(month as usize));
                month.into_iter().for_each(|month| month.push(row));
            });
            let lens = rows.iter().map(|rows| rows.len() as u32).collect();
            Sorted { rows, lens }
        })
    }
}

/// The key of the first moment of the month that is so many after another.
fn begin(first: NaiveDate, months: u32) -> Option<u64> {
    let date = first.checked_add_months(Months::new(months)).filter(|date| *date <= Timestamp::MAX.date())?;
    Some(time_key(Timestamp::from_chrono(date.and_time(NaiveTime::MIN).and_utc())))
}
