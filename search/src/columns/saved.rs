//! Columns in a file, so that a process that starts need not read the record of every listing.
//!
//! The file has what records say, column by column, each part with a check sum. What follows from that is
//! worked out again: rows of values, counts, and the countries of regions.

use std::io::{self, Read, Write};
use std::sync::Arc;
use std::thread::{Scope, ScopedJoinHandle, scope};

use domain::id::ListingId;
use domain::place::{Country, Region, Subdivision};
use domain::query::Facet;
use domain::role::Role;
use domain::time::Timestamp;
use roaring::RoaringBitmap;

use super::packed::{Saved, put_values, take_values};
use super::{
    Bits, Column, Columns, Field, Lookup, OpenCounts, Ordered, PAY_WIDTH, RowSet, SetField, Shape, TIME_WIDTH, Tally, key_time, seconds,
};

/// What a file begins with; ends with the number of its format.
const MAGIC: [u8; 8] = *b"columns1";

impl Columns {
    /// Writes the columns with the checkpoint that they are of.
    pub fn save(&self, checkpoint: i64, out: &mut impl Write) -> io::Result<()> {
        out.write_all(&MAGIC)?;
        put(out, &Column::from_iter([checkpoint]))?;
        put(out, &self.ids)?;
        put(out, &self.numbers)?;
        put(out, &**self.paid)?;
        put(out, &self.role)?;
        put(out, &self.seniority)?;
        put(out, &self.work_mode)?;
        put(out, &self.employment_type)?;
        put(out, &self.visa)?;
        put(out, &self.language)?;
        put(out, &self.company)?;
        put(out, &self.company_names)?;
        put(out, &self.agency)?;
        put(out, &self.skill)?;
        put(out, &self.source)?;
        put(out, &self.shape)?;
        put(out, &self.windows)?;
        for ordered in [&self.posted_at, &self.updated_at, &self.score, &self.pay_top, &self.pay_bottom] {
            put(out, ordered.keys())?;
        }
        put(out, &self.twins)?;
        put(out, &self.closed_at)
    }

    /// Reads what [`Self::save`] wrote, with the checkpoint; `None` when anything about it is not as it was written.
    pub fn load(file: &mut impl Read) -> Option<(i64, Columns)> {
        let mut magic = [0; MAGIC.len()];
        file.read_exact(&mut magic).ok().filter(|()| magic == MAGIC)?;
        let checkpoint = *Part::read(file)?.load::<Column<i64>>()?.get(0)?;
        // Each part is read by a thread of its own: some take long.
        let columns = scope(|scope| {
            let mut part = || Part::read(file);
            let ids = part()?.then(scope, |ids: Column<ListingId>| (Lookup::of(&ids), ids));
            let numbers = part()?.later(scope);
            let paid = part()?.later(scope);
            let role = part()?.then(scope, |role: Field<Role>| (families(&role), role));
            let seniority = part()?.later(scope);
            let work_mode = part()?.later(scope);
            let employment_type = part()?.later(scope);
            let visa = part()?.later(scope);
            let language = part()?.later(scope);
            let company = part()?.later(scope);
            let company_names = part()?.later(scope);
            let agency = part()?.later(scope);
            let skill = part()?.later(scope);
            let source = part()?.later(scope);
            let shape = part()?.then(scope, |shape: Field<Arc<Shape>>| (Places::of(&shape), shape));
            let windows = part()?.later(scope);
            let mut ordered = |width| Some(part()?.then(scope, move |keys| Ordered::of(width, keys)));
            let posted_at = ordered(TIME_WIDTH)?;
            let updated_at = ordered(TIME_WIDTH)?;
            let score = ordered(1)?;
            let pay_top = ordered(PAY_WIDTH)?;
            let pay_bottom = ordered(PAY_WIDTH)?;
            let twins = part()?.later(scope);
            let closed_at = part()?.later(scope);

            let (rows, ids) = done(ids)?;
            let (family, role) = done(role)?;
            let (Places { country, region, subdivision }, shape) = done(shape)?;
            Some(Columns {
                rows,
                ids,
                numbers: done(numbers)?,
                newest: Timestamp::MIN,
                fresh: Column::default(),
                open_counts: OpenCounts::default(),
                open: Arc::default(),
                paid: Arc::new(RowSet::from(done::<RoaringBitmap>(paid)?)),
                family,
                role,
                seniority: done(seniority)?,
                work_mode: done(work_mode)?,
                employment_type: done(employment_type)?,
                visa: done(visa)?,
                language: done(language)?,
                company: done(company)?,
                agency: done(agency)?,
                company_names: done(company_names)?,
                names_version: 0,
                skill: done(skill)?,
                source: done(source)?,
                country,
                region,
                subdivision,
                shape,
                windows: done(windows)?,
                posted_at: done(posted_at)?,
                updated_at: done(updated_at)?,
                score: done(score)?,
                pay_top: done(pay_top)?,
                pay_bottom: done(pay_bottom)?,
                twins: done(twins)?,
                closed_at: done(closed_at)?,
            })
        })?;
        columns.fits_together().then(|| (checkpoint, columns.finished()))
    }

    /// Whether there are as many rows of everything.
    fn fits_together(&self) -> bool {
        let lens = [
            self.numbers.len(),
            self.role.rows_len(),
            self.seniority.rows_len(),
            self.work_mode.rows_len(),
            self.employment_type.rows_len(),
            self.visa.rows_len(),
            self.language.rows_len(),
            self.company.rows_len(),
            self.agency.rows_len(),
            self.skill.rows_len(),
            self.source.rows_len(),
            self.shape.rows_len(),
            self.windows.rows_len(),
            self.posted_at.keys().len(),
            self.updated_at.keys().len(),
            self.score.keys().len(),
            self.pay_top.keys().len(),
            self.pay_bottom.keys().len(),
            self.twins.len(),
            self.closed_at.len(),
        ];
        lens.iter().all(|len| *len == self.ids.len())
            && self.paid.max().is_none_or(|row| row < self.len())
            && self.company_names.len() == self.company.len() as usize
    }

    /// Adds what follows from the columns together.
    fn finished(mut self) -> Columns {
        let open = self.closed_at.iter().zip(0..).filter(|(closed_at, _)| **closed_at == 0).map(|(_, row)| row);
        self.open = Arc::new(RoaringBitmap::from_sorted_iter(open).unwrap_or_default().into());
        let made = self.ids.iter().map(|id| id.made_at()).max();
        let posted = self.posted_at.keys().iter().copied().max().and_then(key_time);
        self.newest = made.max(posted).unwrap_or(Timestamp::MIN);
        let fresh = self.posted_at.keys().iter().zip(self.ids.iter());
        self.fresh = fresh.map(|(key, id)| seconds(key_time(*key).unwrap_or_else(|| id.made_at()))).collect();
        let open = Bits::of(&self.open);
        for facet in Facet::ALL {
            let field = self.facet(*facet);
            let mut counts = vec![0; field.postings().len()];
            for (count, code) in Tally::of(field, &open).found() {
                counts.get_mut(code as usize).into_iter().for_each(|slot| *slot = count);
            }
            self.open_counts.put(*facet, counts);
        }
        self
    }
}

/// The families of roles.
fn families(role: &Field<Role>) -> Field<&'static str> {
    let mut families = Field::default();
    (0..role.rows_len() as u32).for_each(|row| families.set(row, role.get(row).map(|role| role.family())));
    families
}

/// The places of eligibilities.
struct Places {
    country: SetField<Country>,
    region: SetField<Region>,
    subdivision: SetField<Subdivision>,
}

impl Places {
    fn of(shape: &Field<Arc<Shape>>) -> Places {
        let (mut country, mut region, mut subdivision) = (SetField::default(), SetField::default(), SetField::default());
        let codes: Vec<[u32; 3]> = shape
            .values()
            .map(|(shape, _)| {
                let places = shape.places();
                let country = country.set_with(places.of_regions.iter(), places.countries.iter());
                [country, region.set_with([], places.regions), subdivision.set_with([], places.subdivisions)]
            })
            .collect();
        let nowhere = [country.set_with([], []), region.set_with([], []), subdivision.set_with([], [])];
        let of_row = |row: u32| shape.code_of(row).and_then(|code| codes.get(code as usize)).unwrap_or(&nowhere);
        let by_row = |field: usize| (0..shape.rows_len() as u32).map(|row| of_row(row).get(field).copied().unwrap_or(0)).collect();
        Places { country: country.filled(by_row(0)), region: region.filled(by_row(1)), subdivision: subdivision.filled(by_row(2)) }
    }
}

impl Saved for Column<Arc<str>> {
    fn save(&self, out: &mut Vec<u8>) -> io::Result<()> {
        put_values(out, &self.iter().collect::<Vec<_>>())
    }

    fn load(bytes: &mut &[u8]) -> Option<Self> {
        Some(take_values::<Arc<str>>(bytes)?.into_iter().collect())
    }
}

/// Writes a part: its length, its check sum, itself.
fn put(out: &mut impl Write, part: &impl Saved) -> io::Result<()> {
    let mut bytes = Vec::new();
    part.save(&mut bytes)?;
    out.write_all(&(bytes.len() as u64).to_le_bytes())?;
    out.write_all(&crc32fast::hash(&bytes).to_le_bytes())?;
    out.write_all(&bytes)
}

/// A part that was read, but not yet looked at.
struct Part {
    sum: u32,
    bytes: Vec<u8>,
}

impl Part {
    fn read(file: &mut impl Read) -> Option<Part> {
        let (mut length, mut sum) = ([0; 8], [0; 4]);
        file.read_exact(&mut length).ok()?;
        file.read_exact(&mut sum).ok()?;
        let (length, mut bytes) = (u64::from_le_bytes(length), Vec::new());
        // A length that is damaged may be any: there is no more to read than there is.
        file.take(length).read_to_end(&mut bytes).ok()?;
        (bytes.len() as u64 == length).then_some(Part { sum: u32::from_le_bytes(sum), bytes })
    }

    fn load<T: Saved>(self) -> Option<T> {
        let mut bytes = self.bytes.as_slice();
        let loaded = (crc32fast::hash(bytes) == self.sum).then(|| T::load(&mut bytes))?;
        loaded.filter(|_| bytes.is_empty())
    }

    /// Loads it beside others.
    fn later<'s, T: Saved + Send + 's>(self, on: &'s Scope<'s, '_>) -> Later<'s, T> {
        self.then(on, |loaded| loaded)
    }

    /// The same, with something made of it.
    fn then<'s, T: Saved, U: Send + 's>(self, on: &'s Scope<'s, '_>, make: impl FnOnce(T) -> U + Send + 's) -> Later<'s, U> {
        on.spawn(move || self.load().map(make))
    }
}

type Later<'s, T> = ScopedJoinHandle<'s, Option<T>>;

fn done<T>(later: Later<'_, T>) -> Option<T> {
    later.join().ok()?
}
