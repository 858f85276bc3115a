//! Counting the values of one field over some rows, again and again.

use super::order::Paid;
use super::source::Source;

/// The counts of a field's values, all 0 between two uses.
pub(super) struct Tally<'a> {
    source: &'a Source<'a>,
    values: Counts,
    sets: Counts,
    /// The code of the set without values, where rows have sets.
    nothing: Option<u32>,
    /// The codes of rows with one value each, while they are counted.
    codes: Vec<u32>,
    /// For each value the last job of several listings that was counted; 0 for none.
    jobs: Vec<u64>,
}

/// A count for each code, and the codes that have any.
struct Counts {
    counts: Vec<u32>,
    found: Vec<u32>,
}

impl Counts {
    fn of(codes: usize) -> Counts {
        Counts { counts: vec![0; codes], found: Vec::new() }
    }

    #[inline]
    fn add(&mut self, code: u32, n: u32) {
        if let Some(count) = self.counts.get_mut(code as usize) {
            if *count == 0 {
                self.found.push(code);
            }
            *count += n;
        }
    }

    /// The next code with its count, of those from a place on.
    fn take(&mut self, place: usize) -> Option<(u32, u32)> {
        let code = *self.found.get(place)?;
        self.counts.get_mut(code as usize).map(|count| (code, std::mem::take(count)))
    }
}

impl<'a> Tally<'a> {
    pub fn new(source: &'a Source<'a>) -> Tally<'a> {
        Tally {
            source,
            values: Counts::of(source.codes()),
            sets: Counts::of(source.sets()),
            nothing: source.nothing(),
            codes: Vec::new(),
            jobs: Vec::new(),
        }
    }

    /// Whether a row may have a value: most listings name no country, and are then left aside from the beginning.
    pub fn may_count(&self, row: u32) -> bool {
        self.nothing.is_none() || self.source.set(row) != self.nothing
    }

    /// Counts the values of rows.
    pub fn add(&mut self, rows: &[u32]) {
        match self.source {
            Source::Skills(_, skills) => {
                rows.iter().flat_map(|row| skills.of(*row)).for_each(|code| self.values.add(u32::from(*code), 1));
            }
            Source::Regions(_) | Source::Countries(_) => self.add_sets(rows),
            Source::Field(field) => {
                field.append_codes(rows, &mut self.codes);
                self.codes.drain(..).for_each(|code| self.values.add(code, 1));
            }
            source => rows.iter().for_each(|row| source.visit(*row, |code| self.values.add(code, 1))),
        }
    }

    /// Many rows have the same set of countries, and many sets the same region beneath: each is counted first, and its
    /// values are gone through once.
    fn add_sets(&mut self, rows: &[u32]) {
        rows.iter().filter_map(|row| self.source.set(*row)).for_each(|set| self.sets.add(set, 1));
        // Sets beneath come after those they are beneath of.
        let mut place = 0;
        while let Some((set, n)) = self.sets.take(place) {
            place += 1;
            let Some(layer) = self.source.layer(set).filter(|_| n > 0) else { continue };
            layer.own.iter().for_each(|code| self.values.add(*code, n));
            layer.beneath.into_iter().for_each(|set| self.sets.add(set, n));
        }
        self.sets.found.clear();
    }

    /// Counts the values of listings that share jobs, each job once for each value. Those of one job come one after
    /// another.
    pub fn add_shared<'b>(&mut self, listings: impl Iterator<Item = &'b Paid>) {
        self.jobs.resize(self.source.codes(), 0);
        for Paid { twin, row, .. } in listings {
            self.source.visit(*row, |code| {
                let last = self.jobs.get_mut(code as usize);
                if last.is_some_and(|last| std::mem::replace(last, *twin) != *twin) {
                    self.values.add(code, 1);
                }
            });
        }
    }

    /// Takes the counts out.
    pub fn drain(&mut self, mut take: impl FnMut(u32, u32)) {
        let mut place = 0;
        while let Some((code, count)) = self.values.take(place) {
            place += 1;
            take(code, count);
            self.jobs.get_mut(code as usize).into_iter().for_each(|job| *job = 0);
        }
        self.values.found.clear();
    }
}
