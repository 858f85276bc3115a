//! What the listings that are found pay, together and by group, from columns.

mod groups;
mod pay;
mod timeline;

use std::cmp::Reverse;

use domain::query::{Grouping, SearchQuery};
use domain::time::Timestamp;
use roaring::RoaringBitmap;

use crate::columns::{Columns, Countable};
use groups::Groups;
pub use pay::{Band, Bin};
pub(crate) use timeline::opened_by_day;

/// Fewer listings with pay than these make no band.
pub const MIN_LISTINGS: u64 = 8;
/// Listings of fewer companies than these make no band.
pub const MIN_COMPANIES: u64 = 3;

/// What statistics are asked for.
#[derive(Debug, Clone)]
pub struct StatsRequest<'a> {
    /// The listings that count.
    pub query: &'a SearchQuery,
    /// The moment from which relative times are seen.
    pub now: Timestamp,
    /// What they are grouped by: nothing, one thing, or two. Others are passed over.
    pub group_by: &'a [Grouping],
    /// The most groups, those with most listings that state pay first.
    pub limit: usize,
}

/// Statistics of listings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stats {
    /// Of all together.
    pub all: Summary,
    /// By group: those with most listings that state pay first, then with most listings, then by value.
    pub groups: Vec<Group>,
    /// How many groups there are, beyond the limit, too.
    pub group_count: u64,
}

/// The listings with the same values.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    /// The values in the order of `group_by`, as filters take them.
    pub values: Vec<String>,
    /// Their statistics.
    pub summary: Summary,
}

/// Statistics of some listings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Summary {
    /// How many there are.
    pub listings: u64,
    /// Of them, those whose pay is known by the year in US dollars: n of the band.
    pub paid: u64,
    /// The companies of the paid ones; those that name none add nothing.
    pub companies: u64,
    /// Their pay; `None` under [`MIN_LISTINGS`] paid listings or [`MIN_COMPANIES`] companies.
    pub band: Option<Band>,
}

/// The statistics of some rows.
pub(crate) fn stats(columns: &Columns, rows: &RoaringBitmap, request: &StatsRequest<'_>) -> Stats {
    let mut summaries = Summaries::new(columns, rows);
    let every: Vec<u32> = rows.iter().collect();
    let all = summaries.of(&every);
    let by = match request.group_by {
        [] => return Stats { all, groups: Vec::new(), group_count: 0 },
        [first] => (*first, None),
        [first, second, ..] => (*first, Some(*second)),
    };
    let groups = Groups::new(columns, rows, by.0, by.1);
    let mut order: Vec<usize> = (0..groups.len()).collect();
    order.sort_by_cached_key(|group| {
        let rows = groups.rows(*group);
        (Reverse(summaries.paid(rows)), Reverse(rows.len()), groups.values(*group))
    });
    let group_count = order.len() as u64;
    let shown = order.into_iter().take(request.limit);
    let groups = shown.map(|group| Group { values: groups.values(group), summary: summaries.of(groups.rows(group)) }).collect();
    Stats { all, groups, group_count }
}

/// Makes summaries. What they need of the rows stands flat, because groups take them in any order.
struct Summaries {
    /// The pay of each row in cents.
    pay: Vec<Option<i64>>,
    /// The code of each row's company.
    company: Vec<Option<u32>>,
    /// For each company, the last summary that counted it.
    counted: Vec<u32>,
    summary: u32,
    /// The pay of the rows of one summary.
    some: Vec<i64>,
}

impl Summaries {
    fn new(columns: &Columns, rows: &RoaringBitmap) -> Summaries {
        let rows_up_to = rows.max().map_or(0, |last| last as usize + 1);
        let (mut pay, mut company) = (vec![None; rows_up_to], vec![None; rows_up_to]);
        for row in rows {
            if let Some(pay) = pay.get_mut(row as usize) {
                *pay = pay::of(columns, row);
            }
        }
        let mut companies = 0;
        columns.company.visit(rows, &mut |row, code| {
            if let Some(company) = company.get_mut(row as usize) {
                *company = Some(code);
            }
            companies = companies.max(code as usize + 1);
        });
        Summaries { pay, company, counted: vec![0; companies], summary: 0, some: Vec::new() }
    }

    fn paid(&self, rows: &[u32]) -> u64 {
        rows.iter().filter(|row| self.pay.get(**row as usize).is_some_and(Option::is_some)).count() as u64
    }

    fn of(&mut self, rows: &[u32]) -> Summary {
        self.some.clear();
        self.summary += 1;
        let mut companies = 0;
        for row in rows {
            let Some(Some(pay)) = self.pay.get(*row as usize) else { continue };
            self.some.push(*pay);
            let company = self.company.get(*row as usize).copied().flatten();
            let counted = company.and_then(|company| self.counted.get_mut(company as usize));
            if let Some(counted) = counted.filter(|counted| **counted != self.summary) {
                *counted = self.summary;
                companies += 1;
            }
        }
        let paid = self.some.len() as u64;
        let enough = paid >= MIN_LISTINGS && companies >= MIN_COMPANIES;
        Summary { listings: rows.len() as u64, paid, companies, band: enough.then(|| Band::of(&mut self.some)) }
    }
}
