//! Where the values of a grouping come from.

use chrono::{Datelike, Months, NaiveDate, NaiveTime};
use domain::place::{Country, Region};
use domain::query::Grouping;
use domain::skill::Skill;
use domain::time::Timestamp;
use roaring::RoaringBitmap;

use super::order::PayOrder;
use super::skills::Skills;
use crate::columns::{Columns, Countable, Layer, Ordered, SetField, key_time, time_key};

/// The field of a grouping.
pub(super) enum Source<'a> {
    /// One value a listing.
    Field(&'a dyn Countable),
    Regions(&'a SetField<Region>),
    Skills(&'a SetField<Skill>, &'a Skills),
    Countries(&'a SetField<Country>),
    Month(Calendar<'a>),
    /// One group of all.
    Everything,
}

impl<'a> Source<'a> {
    /// The field, for grouping some rows.
    pub fn of(columns: &'a Columns, order: &'a PayOrder, grouping: Grouping, rows: &RoaringBitmap) -> Source<'a> {
        match grouping {
            Grouping::Family => Source::Field(&columns.family),
            Grouping::Role => Source::Field(&columns.role),
            Grouping::Seniority => Source::Field(&columns.seniority),
            Grouping::EmploymentType => Source::Field(&columns.employment_type),
            Grouping::Company => Source::Field(&columns.company),
            Grouping::Region => Source::Regions(&columns.region),
            Grouping::Skill => Source::Skills(&columns.skill, order.skills()),
            Grouping::Country => Source::Countries(&columns.country),
            Grouping::Month => Source::Month(Calendar::new(&columns.posted_at, rows)),
        }
    }

    fn field(&self) -> Option<&dyn Countable> {
        match self {
            Source::Field(field) => Some(*field),
            Source::Regions(field) => Some(*field),
            Source::Skills(field, _) => Some(*field),
            Source::Countries(field) => Some(*field),
            Source::Month(_) | Source::Everything => None,
        }
    }

    /// Of two fields, the one whose rows are fewer and in fewer parts, so that they can be gone through value by value, is
    /// less. Months keep no rows.
    pub fn spread(&self) -> (u8, usize) {
        let kind = match self {
            Source::Everything => 0,
            Source::Field(_) => 1,
            Source::Regions(_) => 2,
            Source::Skills(..) => 3,
            Source::Countries(_) => 4,
            Source::Month(_) => 5,
        };
        (kind, self.codes())
    }

    /// The rows with a value, where they are kept.
    pub fn rows(&self, code: u32) -> Option<&RoaringBitmap> {
        self.field()?.postings().get(code).map(AsRef::as_ref)
    }

    /// How many rows each value has, where they are kept.
    pub fn lens(&self) -> &[u32] {
        self.field().map_or(&[], |field| field.postings().lens())
    }

    /// One more than the greatest code.
    pub fn codes(&self) -> usize {
        match self {
            Source::Month(calendar) => calendar.begins.len(),
            Source::Everything => 1,
            _ => self.lens().len(),
        }
    }

    /// One more than the greatest code of a set of places.
    pub fn sets(&self) -> usize {
        match self {
            Source::Regions(_) | Source::Countries(_) => self.field().map_or(0, Countable::sets),
            _ => 0,
        }
    }

    /// The code of a row's set of places.
    #[inline]
    pub fn set(&self, row: u32) -> Option<u32> {
        match self {
            Source::Regions(field) => field.set_code(row),
            Source::Countries(field) => field.set_code(row),
            _ => None,
        }
    }

    /// What a set is made of.
    pub fn layer(&self, set: u32) -> Option<&Layer> {
        self.field()?.layer(set)
    }

    /// The code of the set without a place, if any row has it.
    pub fn nothing(&self) -> Option<u32> {
        let is_empty = |set: &u32| self.layer(*set).is_some_and(|layer| layer.own.is_empty() && layer.beneath.is_none());
        (0..self.sets() as u32).find(is_empty)
    }

    /// Visits the codes of the values of a row.
    pub fn visit(&self, row: u32, mut visit: impl FnMut(u32)) {
        match self {
            Source::Month(calendar) => calendar.month(row).into_iter().for_each(visit),
            Source::Everything => visit(0),
            _ => self.field().into_iter().flat_map(|field| field.codes_at(row)).for_each(|code| visit(*code)),
        }
    }

    /// Those of some rows that have a value.
    pub fn among(&self, code: u32, rows: &RoaringBitmap) -> RoaringBitmap {
        match self {
            Source::Month(calendar) => calendar.among(code, rows),
            Source::Everything => rows.clone(),
            _ => self.rows(code).map_or_else(RoaringBitmap::new, |with| with & rows),
        }
    }

    /// A value as filters take it; `None` where there is nothing to group by.
    pub fn name(&self, code: u32) -> Option<String> {
        match self {
            Source::Month(calendar) => Some(calendar.name(code)),
            _ => Some(self.field()?.name(code)),
        }
    }
}

/// The months in which listings were posted, each with a code from 0 on.
pub(super) struct Calendar<'a> {
    posted_at: &'a Ordered,
    first: NaiveDate,
    /// The key of the first moment of each month.
    begins: Vec<u64>,
}

impl<'a> Calendar<'a> {
    /// The months of some rows.
    fn new(posted_at: &'a Ordered, rows: &RoaringBitmap) -> Calendar<'a> {
        let (mut least, mut most) = (u64::MAX, 0);
        posted_at.keys().visit(rows, |_, key| {
            if *key > 0 {
                (least, most) = (least.min(*key), most.max(*key));
            }
        });
        let first = key_time(least).and_then(|at| at.date().with_day(1)).unwrap_or_default();
        let begins = (0..).map_while(|n| begin(first, n)).take_while(|begin| *begin <= most).collect();
        Calendar { posted_at, first, begins }
    }

    /// The month of a row; `None` where that is not known.
    fn month(&self, row: u32) -> Option<u32> {
        let key = self.posted_at.key(row);
        u32::try_from(self.begins.partition_point(|begin| *begin <= key)).ok()?.checked_sub(1)
    }

    fn among(&self, code: u32, rows: &RoaringBitmap) -> RoaringBitmap {
        let begin = |code| begin(self.first, code);
        let (Some(from), to) = (begin(code), begin(code + 1).unwrap_or(u64::MAX)) else { return RoaringBitmap::new() };
        self.posted_at.among_many(rows, &(from..=to - 1))
    }

    fn name(&self, code: u32) -> String {
        self.first.checked_add_months(Months::new(code)).unwrap_or_default().format("%Y-%m").to_string()
    }
}

/// The key of the first moment of the month that is so many after another.
fn begin(first: NaiveDate, months: u32) -> Option<u64> {
    let date = first.checked_add_months(Months::new(months)).filter(|date| *date <= Timestamp::MAX.date())?;
    Some(time_key(Timestamp::from_chrono(date.and_time(NaiveTime::MIN).and_utc())))
}
