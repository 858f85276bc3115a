//! Rows by the values that they have in one or two fields.

use std::collections::HashMap;

use domain::query::Grouping;
use roaring::RoaringBitmap;

use crate::columns::{Columns, Countable, Ordered, key_time};

/// Up to so many possible groups, numbers are looked up in a table.
const DENSE: usize = 1 << 22;

/// Rows by group. A row with several values of a field is in several groups.
pub(super) struct Groups<'a> {
    fields: (Source<'a>, Option<Source<'a>>),
    /// The codes of each group's values.
    codes: Vec<(u32, u32)>,
    /// Where each group's rows begin, and where the last one's end.
    begins: Vec<usize>,
    rows: Vec<u32>,
}

impl<'a> Groups<'a> {
    pub fn new(columns: &'a Columns, rows: &RoaringBitmap, first: Grouping, second: Option<Grouping>) -> Groups<'a> {
        let fields = (Source::of(columns, first), second.map(|second| Source::of(columns, second)));
        let by_first = fields.0.codes(rows);
        let by_second = fields.1.as_ref().map(|second| second.codes(rows));
        let mut numbers = Numbers::new(&by_first, by_second.as_deref());
        // The group and the row of each entry.
        let mut entries: Vec<(u32, u32)> = Vec::with_capacity(by_first.len());
        match &by_second {
            None => entries.extend(by_first.iter().map(|(row, code)| (numbers.of(*code, 0), *row))),
            Some(second) => {
                let mut rest = second.as_slice();
                for (row, code) in &by_first {
                    while let [(earlier, _), after @ ..] = rest
                        && earlier < row
                    {
                        rest = after;
                    }
                    let same = rest.iter().take_while(|(other, _)| other == row);
                    entries.extend(same.map(|(_, other)| (numbers.of(*code, *other), *row)));
                }
            }
        }
        let mut begins = vec![0; numbers.codes.len() + 1];
        for (group, _) in &entries {
            if let Some(count) = begins.get_mut(*group as usize + 1) {
                *count += 1;
            }
        }
        let mut sum = 0;
        for begin in &mut begins {
            sum += *begin;
            *begin = sum;
        }
        let mut next = begins.clone();
        let mut rows = vec![0; entries.len()];
        for (group, row) in entries {
            if let Some(next) = next.get_mut(group as usize) {
                if let Some(place) = rows.get_mut(*next) {
                    *place = row;
                }
                *next += 1;
            }
        }
        Groups { fields, codes: numbers.codes, begins, rows }
    }

    /// How many groups there are.
    pub fn len(&self) -> usize {
        self.codes.len()
    }

    /// The rows of a group, in order.
    pub fn rows(&self, group: usize) -> &[u32] {
        let ends = self.begins.get(group).zip(self.begins.get(group + 1));
        ends.and_then(|(begin, end)| self.rows.get(*begin..*end)).unwrap_or_default()
    }

    /// The values of a group.
    pub fn values(&self, group: usize) -> Vec<String> {
        let Some((first, second)) = self.codes.get(group) else { return Vec::new() };
        let second = self.fields.1.as_ref().map(|field| field.name(*second));
        std::iter::once(self.fields.0.name(*first)).chain(second).collect()
    }
}

/// Where the values of a grouping come from.
enum Source<'a> {
    Field(&'a dyn Countable),
    Month(&'a Ordered),
}

impl<'a> Source<'a> {
    fn of(columns: &'a Columns, grouping: Grouping) -> Source<'a> {
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

    /// The rows with the codes of their values, by row.
    fn codes(&self, rows: &RoaringBitmap) -> Vec<(u32, u32)> {
        let mut codes = Vec::with_capacity(rows.len() as usize);
        match self {
            Source::Field(field) => field.visit(rows, &mut |row, code| codes.push((row, code))),
            Source::Month(field) => codes.extend(rows.iter().filter_map(|row| Some((row, month(field.key(row))?)))),
        }
        codes
    }

    fn name(&self, code: u32) -> String {
        match self {
            Source::Field(field) => field.name(code),
            Source::Month(_) => format!("{:04}-{:02}", code / 12, code % 12 + 1),
        }
    }
}

/// The months from the year 0 to the time with a key.
fn month(key: u64) -> Option<u32> {
    let date = key_time(key)?.date();
    Some(u32::try_from(chrono::Datelike::year(&date)).ok()? * 12 + chrono::Datelike::month0(&date))
}

/// Numbers for pairs of codes, in the order of first use.
struct Numbers {
    codes: Vec<(u32, u32)>,
    /// By first code and second, 0 for none; empty where that would be too large.
    dense: Vec<u32>,
    seconds: usize,
    sparse: HashMap<(u32, u32), u32>,
}

impl Numbers {
    fn new(first: &[(u32, u32)], second: Option<&[(u32, u32)]>) -> Numbers {
        let values = |codes: &[(u32, u32)]| codes.iter().map(|(_, code)| *code as usize + 1).max().unwrap_or(0);
        let seconds = second.map_or(1, values);
        let possible = values(first).saturating_mul(seconds);
        Numbers { codes: Vec::new(), dense: vec![0; if possible <= DENSE { possible } else { 0 }], seconds, sparse: HashMap::new() }
    }

    fn of(&mut self, first: u32, second: u32) -> u32 {
        let codes = &mut self.codes;
        let mut next = || {
            codes.push((first, second));
            codes.len() as u32
        };
        let number = match self.dense.get_mut(first as usize * self.seconds + second as usize) {
            Some(number) => {
                if *number == 0 {
                    *number = next();
                }
                *number
            }
            None => *self.sparse.entry((first, second)).or_insert_with(next),
        };
        number - 1
    }
}
