//! What the listings that are found pay, together and by group, from columns.

mod groups;
mod pay;
mod timeline;

use std::cmp::Reverse;

use domain::query::{Grouping, SearchQuery};
use domain::time::Timestamp;
use roaring::RoaringBitmap;

use crate::columns::Columns;
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
    let mut summaries = Summaries::new(columns);
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

/// Makes summaries.
struct Summaries<'a> {
    columns: &'a Columns,
    /// For each company, the last summary that counted it.
    counted: Vec<u32>,
    summary: u32,
    pay: Vec<i64>,
}

impl<'a> Summaries<'a> {
    fn new(columns: &'a Columns) -> Summaries<'a> {
        Summaries { columns, counted: Vec::new(), summary: 0, pay: Vec::new() }
    }

    fn paid(&self, rows: &[u32]) -> u64 {
        rows.iter().filter(|row| self.columns.pay_top.key(**row) > 0).count() as u64
    }

    fn of(&mut self, rows: &[u32]) -> Summary {
        self.pay.clear();
        self.summary += 1;
        let mut companies = 0;
        for row in rows {
            let Some(pay) = pay::of(self.columns, *row) else { continue };
            self.pay.push(pay);
            let Some(company) = self.columns.company.code_of(*row) else { continue };
            if self.counted.len() <= company as usize {
                self.counted.resize(company as usize + 1, 0);
            }
            if let Some(counted) = self.counted.get_mut(company as usize).filter(|counted| **counted != self.summary) {
                *counted = self.summary;
                companies += 1;
            }
        }
        let paid = self.pay.len() as u64;
        let enough = paid >= MIN_LISTINGS && companies >= MIN_COMPANIES;
        Summary { listings: rows.len() as u64, paid, companies, band: enough.then(|| Band::of(&mut self.pay)) }
    }
}
