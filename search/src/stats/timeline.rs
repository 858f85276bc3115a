//! How many listings were posted on each day.

use chrono::{Days, NaiveDate};
use domain::time::Timestamp;

use crate::columns::{Bits, Columns, time_key};

/// Microseconds of a day.
const DAY: u64 = 86_400_000_000;

/// The counts of the last `days` days, the day of `now` last.
pub(crate) fn opened_by_day(columns: &Columns, rows: &Bits, now: Timestamp, days: u32) -> Vec<(NaiveDate, u64)> {
    // The key of the first moment of 1970 has a day's begin, so keys can be divided into days.
    let day = |key: u64| (key + DAY - epoch() % DAY) / DAY;
    let today = day(time_key(now));
    let mut counts = vec![0; days as usize];
    let mut count = |_, key: &u64| {
        let age = (*key > 0).then(|| today.checked_sub(day(*key))).flatten();
        if let Some(count) = age.and_then(|age| counts.get_mut(age as usize)) {
            *count += 1;
        }
    };
    rows.in_batches(|rows| columns.posted_at.keys().each(rows, &mut count));
    let date = |age: u64| now.date().checked_sub_days(Days::new(age));
    let mut dated: Vec<(NaiveDate, u64)> = counts.into_iter().zip(0..).filter_map(|(count, age)| Some((date(age)?, count))).collect();
    dated.reverse();
    dated
}

fn epoch() -> u64 {
    time_key(Timestamp::from_unix_micros(0))
}
