//! What is known of every listing, a column a field: what filters, facets, sorts
//! and statistics read. A row belongs to one listing for good.
//!
//! A copy of [`Columns`] shares everything with its original until it is changed,
//! so that a batch copies only what it touches.

mod bits;
mod codes;
mod column;
mod counts;
mod field;
mod lists;
mod lookup;
mod ordered;
mod packed;
mod postings;
mod record;
mod remembered;
mod row_set;
mod rows;
mod saved;
mod width;

use std::sync::Arc;

use domain::employment::EmploymentType;
use domain::id::ListingId;
use domain::language::Language;
use domain::place::{Country, Region, Subdivision};
use domain::query::Facet;
use domain::read::Sponsorship;
use domain::role::Role;
use domain::seniority::Seniority;
use domain::skill::Skill;
use domain::time::Timestamp;
use domain::time_zone::Window;
use domain::work_mode::WorkMode;

pub(crate) use bits::{Bits, CHUNK_BITS, Chunk, WORDS, each_of_word, word};
pub(crate) use column::Column;
use counts::OpenCounts;
pub(crate) use field::{ByLayer, ByRow, Countable, Field, Layer, SetField, Tally};
use lookup::Lookup;
pub(crate) use ordered::{InRange, Ordered};
pub(crate) use postings::Postings;
pub(crate) use record::{Record, Shape};
pub(crate) use remembered::Remembered;
pub(crate) use row_set::RowSet;
pub(crate) use rows::{each, in_batches};

/// Times are bucketed by six hours, in microseconds.
const TIME_WIDTH: u64 = 6 * 3_600_000_000;
/// Amounts are bucketed by 2,500 dollars, in cents: what people ask for are round figures.
const PAY_WIDTH: u64 = 250_000;

/// Every listing, column by column.
#[derive(Debug, Clone)]
pub(crate) struct Columns {
    rows: Lookup,
    ids: Column<ListingId>,
    numbers: Column<i64>,
    /// No row was posted or first seen later.
    newest: Timestamp,
    /// When each was posted, or else first seen, in seconds: relevance asks for it of many rows, and this is small.
    fresh: Column<u32>,
    open_counts: OpenCounts,
    /// The rows of open listings.
    pub open: Arc<RowSet>,
    /// The rows of listings that state pay.
    pub paid: Arc<RowSet>,
    pub family: Field<&'static str>,
    pub role: Field<Role>,
    pub seniority: Field<Seniority>,
    pub work_mode: Field<WorkMode>,
    pub employment_type: Field<EmploymentType>,
    pub visa: Field<Sponsorship>,
    pub language: Field<Language>,
    pub company: Field<Arc<str>>,
    /// Agencies that show a listing: found like companies, not counted as such.
    pub agency: SetField<Arc<str>>,
    /// The names of companies, by the codes of their slugs.
    company_names: Column<Arc<str>>,
    names_version: u64,
    pub skill: SetField<Skill>,
    pub source: SetField<Arc<str>>,
    pub country: SetField<Country>,
    pub region: SetField<Region>,
    pub subdivision: SetField<Subdivision>,
    /// Eligibilities that decide alike.
    pub shape: Field<Arc<Shape>>,
    /// The time-zone windows of rows that state any.
    pub windows: Field<Arc<[Window]>>,
    pub posted_at: Ordered,
    pub updated_at: Ordered,
    pub score: Ordered,
    pub pay_top: Ordered,
    pub pay_bottom: Ordered,
    /// What the listings of one job share; 0 for none.
    twins: Column<u64>,
    /// The keys of the times at which rows closed; 0 for those that are open.
    pub closed_at: Column<u64>,
}

impl Default for Columns {
    fn default() -> Self {
        Columns {
            rows: Lookup::default(),
            ids: Column::default(),
            numbers: Column::default(),
            newest: Timestamp::MIN,
            fresh: Column::default(),
            open_counts: OpenCounts::default(),
            open: Arc::default(),
            paid: Arc::default(),
            family: Field::default(),
            role: Field::default(),
            seniority: Field::default(),
            work_mode: Field::default(),
            employment_type: Field::default(),
            visa: Field::default(),
            language: Field::default(),
            company: Field::default(),
            agency: SetField::default(),
            company_names: Column::default(),
            names_version: 0,
            skill: SetField::default(),
            source: SetField::default(),
            country: SetField::default(),
            region: SetField::default(),
            subdivision: SetField::default(),
            shape: Field::default(),
            windows: Field::default(),
            posted_at: Ordered::new(TIME_WIDTH),
            updated_at: Ordered::new(TIME_WIDTH),
            score: Ordered::new(1),
            pay_top: Ordered::new(PAY_WIDTH),
            pay_bottom: Ordered::new(PAY_WIDTH),
            twins: Column::default(),
            closed_at: Column::default(),
        }
    }
}

impl Columns {
    /// How many rows there are: listings, open and closed.
    pub fn len(&self) -> u32 {
        self.ids.len() as u32
    }

    /// The row of a listing.
    pub fn row(&self, id: ListingId) -> Option<u32> {
        self.rows.get(&self.ids, &id)
    }

    /// The listings of all rows.
    pub fn ids(&self) -> &Column<ListingId> {
        &self.ids
    }

    /// The listing of a row.
    pub fn id(&self, row: u32) -> ListingId {
        self.ids.get(row).copied().unwrap_or(ListingId::from_bits(0))
    }

    /// The change number of a row.
    pub fn number(&self, row: u32) -> i64 {
        self.numbers.get(row).copied().unwrap_or(0)
    }

    /// A time after which no row was posted or first seen.
    pub fn newest(&self) -> Timestamp {
        self.newest
    }

    /// When a row was posted, or first seen where it has no date, in seconds since 1970.
    pub fn fresh(&self, row: u32) -> u32 {
        self.fresh.get(row).copied().unwrap_or(0)
    }

    /// What the row shares with the other listings of one job; 0 for nothing.
    pub fn twin(&self, row: u32) -> u64 {
        self.twins.get(row).copied().unwrap_or(0)
    }

    /// The annual pay of a row in cents of a US dollar: the middle of its range, or the one end that it states.
    pub fn annual_pay(&self, row: u32) -> Option<i64> {
        let end = |key: u64| i64::try_from(key.checked_sub(1)?).ok();
        let (bottom, top) = (end(self.pay_bottom.key(row))?, end(self.pay_top.key(row))?);
        Some(bottom.midpoint(top))
    }

    /// The name of a company, by the code of its slug.
    pub fn company_name(&self, code: u32) -> Option<&Arc<str>> {
        self.company_names.get(code)
    }

    /// Changes whenever a company gets a name.
    pub fn names_version(&self) -> u64 {
        self.names_version
    }

    /// Sets a row to what is known of a listing; rows are added one after another.
    pub fn set(&mut self, row: u32, record: &Record) {
        if self.row(record.id).is_none() {
            self.ids.set(row, record.id);
            self.rows.insert(&self.ids, row);
        }
        self.numbers.set(row, record.number);
        self.newest = record.posted_at.unwrap_or(Timestamp::MIN).max(record.id.made_at()).max(self.newest);
        self.fresh.set(row, seconds(record.posted_at.unwrap_or_else(|| record.id.made_at())));
        self.count_open(row, OpenCounts::take);
        flag(&mut self.open, row, record.closed_at.is_none());
        flag(&mut self.paid, row, record.paid);
        self.family.set(row, Some(record.role.family()));
        self.role.set(row, Some(record.role));
        self.seniority.set(row, Some(record.seniority));
        self.work_mode.set(row, Some(record.work_mode));
        self.employment_type.set(row, Some(record.employment_type));
        self.visa.set(row, Some(record.visa));
        self.language.set(row, record.language);
        self.company.set(row, record.company.as_ref().map(|company| Arc::from(company.slug.as_str())));
        if let (Some(code), Some(company)) = (self.company.code_of(row), &record.company)
            && self.company_name(code).is_none_or(|name| **name != *company.name)
        {
            self.company_names.set(code, Arc::from(company.name.as_str()));
            self.names_version += 1;
        }
        self.agency.set(row, record.agencies.iter().map(|agency| Arc::from(agency.as_str())));
        self.skill.set(row, record.skills.iter().copied());
        self.source.set(row, record.sources.iter().map(|source| Arc::from(source.as_str())));
        let places = record.shape.places();
        self.country.set_over(row, places.of_regions.iter(), places.countries.iter());
        self.region.set(row, places.regions);
        self.subdivision.set(row, places.subdivisions);
        self.shape.set(row, Some(Arc::clone(&record.shape)));
        self.windows.set(row, (!record.windows.is_empty()).then(|| Arc::from(record.windows.as_slice())));
        self.posted_at.set(row, record.posted_at.map_or(0, time_key));
        self.updated_at.set(row, time_key(record.updated_at));
        self.score.set(row, u64::from(record.score) + 1);
        self.pay_top.set(row, record.annual_usd.top().map_or(0, pay_key));
        self.pay_bottom.set(row, record.annual_usd.bottom().map_or(0, pay_key));
        self.closed_at.set(row, record.closed_at.map_or(0, time_key));
        self.twins.set(row, record.twin.unwrap_or(0));
        self.count_open(row, OpenCounts::add);
    }

    /// Counts the values of a row, if it is open.
    fn count_open(&mut self, row: u32, count: fn(&mut OpenCounts, Facet, u32)) {
        if !self.open.contains(row) {
            return;
        }
        let mut counts = std::mem::take(&mut self.open_counts);
        for facet in Facet::ALL {
            self.facet(*facet).values_of(row, &mut |code| count(&mut counts, *facet, code));
        }
        self.open_counts = counts;
    }

    /// How many open listings have each value.
    pub fn open_counts(&self) -> &OpenCounts {
        &self.open_counts
    }

    /// The field that a facet counts.
    pub fn facet(&self, facet: Facet) -> &dyn Countable {
        match facet {
            Facet::Family => &self.family,
            Facet::Role => &self.role,
            Facet::Seniority => &self.seniority,
            Facet::Skill => &self.skill,
            Facet::Company => &self.company,
            Facet::Source => &self.source,
            Facet::EmploymentType => &self.employment_type,
            Facet::WorkMode => &self.work_mode,
            Facet::Country => &self.country,
            Facet::Region => &self.region,
            Facet::Language => &self.language,
        }
    }
}

/// The key of a time; later times have greater keys, none has 0.
pub(crate) fn time_key(at: Timestamp) -> u64 {
    at.unix_micros().abs_diff(Timestamp::MIN.unix_micros()) + 1
}

/// The time with a key of [`time_key`].
pub(crate) fn key_time(key: u64) -> Option<Timestamp> {
    let micros = i64::try_from(key.checked_sub(1)?).ok()?;
    Some(Timestamp::from_unix_micros(Timestamp::MIN.unix_micros().saturating_add(micros)))
}

/// The seconds of a time since 1970: 0 for an earlier one, the last there are for one after 2106.
pub(crate) fn seconds(time: Timestamp) -> u32 {
    time.unix_seconds().clamp(0, i64::from(u32::MAX)) as u32
}

/// The key of an amount; none has 0.
pub(crate) fn pay_key(amount: domain::money::Cents) -> u64 {
    amount.get().max(0).unsigned_abs() + 1
}

fn flag(rows: &mut Arc<RowSet>, row: u32, on: bool) {
    if rows.contains(row) != on {
        Arc::make_mut(rows).put(row, on);
    }
}
