//! Where the values of a grouping come from.

use domain::place::{Country, Region};
use domain::query::Grouping;
use domain::skill::Skill;
use roaring::RoaringBitmap;

use super::calendar::Calendar;
use super::order::PayOrder;
use super::skills::Skills;
use crate::columns::{Columns, Countable, Layer, SetField, each};

/// The field of a grouping.
pub(super) enum Source<'a> {
    /// One value a listing.
    Field(&'a dyn Countable),
    Regions(&'a SetField<Region>),
    Skills(&'a SetField<Skill>, &'a Skills),
    Countries(&'a SetField<Country>),
    Month(Calendar<'a>),
    /// One group of all rows, with how many they are.
    Everything(&'a RoaringBitmap, [u32; 1]),
}

impl<'a> Source<'a> {
    /// One group of some rows.
    pub fn everything(rows: &'a RoaringBitmap) -> Source<'a> {
        Source::Everything(rows, [u32::try_from(rows.len()).unwrap_or(u32::MAX)])
    }

    /// The field, for grouping some rows that state pay.
    pub fn of(columns: &'a Columns, order: &'a PayOrder, grouping: Grouping, rows: &'a RoaringBitmap) -> Source<'a> {
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
            Source::Month(_) | Source::Everything(..) => None,
        }
    }

    /// Of two fields, the one whose rows are fewer and in fewer parts, so that they can be gone through value by value, is
    /// less.
    pub fn spread(&self) -> (u8, usize) {
        let kind = match self {
            Source::Everything(..) => 0,
            Source::Field(_) => 1,
            Source::Regions(_) => 2,
            Source::Month(_) => 3,
            Source::Skills(..) => 4,
            Source::Countries(_) => 5,
        };
        (kind, self.codes())
    }

    /// The most rows that each value has.
    pub fn lens(&self) -> &[u32] {
        match self {
            Source::Month(calendar) => calendar.lens(),
            Source::Everything(_, len) => len,
            _ => self.field().map_or(&[], |field| field.postings().lens()),
        }
    }

    /// Visits the rows with a value: those that are grouped, and where the field keeps them, others, too.
    pub fn each(&self, code: u32, visit: impl FnMut(u32)) {
        match self {
            Source::Month(calendar) => calendar.rows(code).iter().copied().for_each(visit),
            Source::Everything(rows, _) => each(rows, visit),
            _ => {
                if let Some(rows) = self.rows(code) {
                    each(rows, visit);
                }
            }
        }
    }

    fn rows(&self, code: u32) -> Option<&RoaringBitmap> {
        self.field()?.postings().get(code).map(|with| with.rows())
    }

    /// One more than the greatest code.
    pub fn codes(&self) -> usize {
        match self {
            Source::Month(calendar) => calendar.len(),
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

    /// Visits the codes of the values of a row that states pay.
    pub fn visit(&self, row: u32, mut visit: impl FnMut(u32)) {
        match self {
            Source::Month(calendar) => calendar.month(row).into_iter().for_each(visit),
            Source::Skills(_, skills) => skills.of(row).iter().for_each(|code| visit(u32::from(*code))),
            Source::Everything(..) => visit(0),
            _ => self.field().into_iter().for_each(|field| field.values_of(row, &mut visit)),
        }
    }

    /// Those of some rows that have a value.
    pub fn among(&self, code: u32, rows: &RoaringBitmap) -> RoaringBitmap {
        match self {
            Source::Month(calendar) => calendar.among(code, rows),
            Source::Everything(..) => rows.clone(),
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
