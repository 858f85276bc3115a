//! Where the values of a grouping come from.

use chrono::{Datelike, NaiveDate};
use domain::query::Grouping;
use domain::time::Timestamp;
use roaring::RoaringBitmap;

use crate::columns::{Columns, Countable, Ordered, key_time, time_key};

/// Microseconds of a day.
const DAY: u64 = 86_400_000_000;

/// The codes of some rows, side by side.
pub(super) struct Codes {
    /// Where each row's begin, and where the last one's end.
    begins: Vec<u32>,
    codes: Vec<u32>,
}

impl Codes {
    fn for_rows(rows: usize) -> Codes {
        let mut begins = Vec::with_capacity(rows + 1);
        begins.push(0);
        Codes { begins, codes: Vec::with_capacity(rows) }
    }

    /// Adds the codes of the next row.
    fn push(&mut self, codes: impl Iterator<Item = u32>) {
        self.codes.extend(codes);
        self.begins.push(self.codes.len() as u32);
    }

    /// How many codes there are.
    pub fn len(&self) -> usize {
        self.codes.len()
    }

    /// One more than the greatest code.
    pub fn values(&self) -> usize {
        self.codes.iter().max().map_or(0, |most| *most as usize + 1)
    }

    /// Every code.
    pub fn all(&self) -> &[u32] {
        &self.codes
    }

    /// The codes of the row at a place.
    pub fn at(&self, place: u32) -> &[u32] {
        let ends = self.begins.get(place as usize).zip(self.begins.get(place as usize + 1));
        ends.and_then(|(begin, end)| self.codes.get(*begin as usize..*end as usize)).unwrap_or_default()
    }

    /// The codes of each row.
    pub fn by_place(&self) -> impl Iterator<Item = &[u32]> {
        let ends = self.begins.iter().zip(self.begins.iter().skip(1));
        ends.map(|(begin, end)| self.codes.get(*begin as usize..*end as usize).unwrap_or_default())
    }
}

/// A field, or the month of posting.
pub(super) enum Source<'a> {
    Field(&'a dyn Countable),
    Skills(&'a Columns),
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
            Grouping::Skill => Source::Skills(columns),
            Grouping::EmploymentType => Source::Field(&columns.employment_type),
            Grouping::Company => Source::Field(&columns.company),
            Grouping::Month => Source::Month(&columns.posted_at),
        }
    }

    /// The codes of the values of each row.
    pub fn codes(&self, rows: &[u32]) -> Codes {
        let mut codes = Codes::for_rows(rows.len());
        match self {
            Source::Field(field) => field.append_codes(rows, &mut codes.codes, &mut codes.begins),
            // A line is one cache line, and a set of skills is three away.
            Source::Skills(columns) => {
                for row in rows {
                    match columns.lines().get(*row).and_then(|line| line.skills()) {
                        Some(skills) => codes.push(skills.map(|code| code as u32)),
                        None => codes.push(columns.skill.codes_at(*row).iter().copied()),
                    }
                }
            }
            Source::Month(field) => months(field, rows, &mut codes),
            Source::Everything => rows.iter().for_each(|_| codes.push(std::iter::once(0))),
        }
        codes
    }

    /// Those of some rows that have a value.
    pub fn among(&self, code: u32, rows: &RoaringBitmap) -> RoaringBitmap {
        match self {
            Source::Field(field) => field.postings().get(code).map_or_else(RoaringBitmap::new, |with| with.as_ref() & rows),
            Source::Skills(columns) => Source::Field(&columns.skill).among(code, rows),
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
            Source::Skills(columns) => Source::Field(&columns.skill).count(code, rows),
            Source::Month(_) => self.among(code, rows).len(),
            Source::Everything => rows.len(),
        }
    }

    /// A value as filters take it; `None` where there is nothing to group by.
    pub fn name(&self, code: u32) -> Option<String> {
        match self {
            Source::Field(field) => Some(field.name(code)),
            Source::Skills(columns) => Some(columns.skill.name(code)),
            Source::Month(_) => Some(format!("{:04}-{:02}", code / 12, code % 12 + 1)),
            Source::Everything => None,
        }
    }
}

/// The month in which each row was posted, counted from the year 0; none where that is not known.
fn months(field: &Ordered, rows: &[u32], codes: &mut Codes) {
    let keys: Vec<u64> = rows.iter().map(|row| field.key(*row)).collect();
    let day = |key: u64| (key - 1) / DAY;
    let first = keys.iter().filter(|key| **key > 0).min().map_or(0, |key| day(*key));
    // By day, because listings are many and days are few; 0 for days that were not looked up.
    let mut by_day: Vec<u32> = Vec::new();
    let mut month = |key: u64| {
        let age = usize::try_from(day(key) - first).ok()?;
        if by_day.len() <= age {
            by_day.resize(age + 1, 0);
        }
        let known = by_day.get_mut(age)?;
        if *known == 0 {
            let date = key_time(key)?.date();
            *known = u32::try_from(date.year()).ok()? * 12 + date.month0();
        }
        Some(*known)
    };
    for key in keys {
        codes.push(if key > 0 { month(key) } else { None }.into_iter());
    }
}

/// The first moment of a month.
fn begin(code: u32) -> Option<Timestamp> {
    let date = NaiveDate::from_ymd_opt(i32::try_from(code / 12).ok()?, code % 12 + 1, 1)?;
    Some(Timestamp::from_chrono(date.and_hms_opt(0, 0, 0)?.and_utc()))
}
