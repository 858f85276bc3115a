//! Where the values of a grouping come from.

use chrono::{Datelike, NaiveDate};
use domain::query::Grouping;
use domain::time::Timestamp;
use roaring::RoaringBitmap;

use crate::columns::{Columns, Countable, Ordered, key_time, time_key};

/// Microseconds of a day.
const DAY: u64 = 86_400_000_000;

/// A field, or the month of posting.
pub(super) enum Source<'a> {
    Field(&'a dyn Countable),
    Month(&'a Ordered),
    /// One group of all.
    Everything,
}

impl<'a> Source<'a> {
    pub fn of(columns: &'a Columns, grouping: Grouping) -> Source<'a> {
        match grouping {
            Grouping::Family => Source::Field(&columns.family),
            Grouping::Role => Source::Field(&columns.role),
            Grouping::Seniority => Source::Field(&columns.seniority),
            Grouping::Country => Source::Field(&columns.country),
            Grouping::Region => Source::Field(&columns.region),
            Grouping::Skill => Source::Field(&columns.skill),
            Grouping::EmploymentType => Source::Field(&columns.employment_type),
            Grouping::Company => Source::Field(&columns.company),
            Grouping::Month => Source::Month(&columns.posted_at),
        }
    }

    /// The codes of the values of each row; `own` keeps those that stand nowhere else.
    pub fn codes<'b>(&self, rows: &[u32], own: &'b mut Vec<u32>) -> Vec<&'b [u32]>
    where
        'a: 'b,
    {
        match self {
            Source::Field(field) => rows.iter().map(|row| field.codes_at(*row)).collect(),
            Source::Month(field) => {
                *own = months(field, rows);
                own.iter().map(|month| if *month == 0 { &[] } else { std::slice::from_ref(month) }).collect()
            }
            Source::Everything => vec![&[0]; rows.len()],
        }
    }

    /// Those of some rows that have a value.
    pub fn among(&self, code: u32, rows: &RoaringBitmap) -> RoaringBitmap {
        match self {
            Source::Field(field) => field.postings().get(code).map_or_else(RoaringBitmap::new, |with| with.as_ref() & rows),
            Source::Month(field) => match (begin(code), begin(code + 1)) {
                (Some(from), Some(to)) => field.among_many(rows, &(time_key(from)..=time_key(to) - 1)),
                _ => RoaringBitmap::new(),
            },
            Source::Everything => rows.clone(),
        }
    }

    /// How many of some rows have a value.
    pub fn count(&self, code: u32, rows: &RoaringBitmap) -> u64 {
        match self {
            Source::Field(field) => field.postings().get(code).map_or(0, |with| with.intersection_len(rows)),
            Source::Month(_) => self.among(code, rows).len(),
            Source::Everything => rows.len(),
        }
    }

    /// A value as filters take it; `None` where there is nothing to group by.
    pub fn name(&self, code: u32) -> Option<String> {
        match self {
            Source::Field(field) => Some(field.name(code)),
            Source::Month(_) => Some(format!("{:04}-{:02}", code / 12, code % 12 + 1)),
            Source::Everything => None,
        }
    }
}

/// The month in which each row was posted, counted from the year 0; 0 where that is not known.
fn months(field: &Ordered, rows: &[u32]) -> Vec<u32> {
    // By day, because listings are many and days are few; 0 for days that were not looked up.
    let mut by_day: Vec<u32> = Vec::new();
    let mut month = |row: &u32| {
        let key = field.key(*row).checked_sub(1)?;
        let day = usize::try_from(key / DAY).ok()?;
        if by_day.len() <= day {
            by_day.resize(day + 1, 0);
        }
        let known = by_day.get_mut(day)?;
        if *known == 0 {
            let date = key_time(key + 1)?.date();
            *known = u32::try_from(date.year()).ok()? * 12 + date.month0();
        }
        Some(*known)
    };
    rows.iter().map(|row| month(row).unwrap_or(0)).collect()
}

/// The first moment of a month.
fn begin(code: u32) -> Option<Timestamp> {
    let date = NaiveDate::from_ymd_opt(i32::try_from(code / 12).ok()?, code % 12 + 1, 1)?;
    Some(Timestamp::from_chrono(date.and_hms_opt(0, 0, 0)?.and_utc()))
}
