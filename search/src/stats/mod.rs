//! What the listings that are found pay, together and by group, from columns.

mod bit_set;
mod calendar;
mod distinct;
mod groups;
mod order;
mod pay;
mod skills;
mod source;
mod tally;
mod timeline;

use domain::money::Currency;
use domain::query::{Grouping, SearchQuery};
use domain::time::Timestamp;
use roaring::RoaringBitmap;

use crate::columns::{Columns, each};
use groups::{Counted, Groups};
pub use groups::{GroupKey, GroupPage};
pub(crate) use order::PayOrder;
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
    /// Which groups are shown.
    pub page: GroupPage,
    /// The currency of the figures; there are none in one without an exchange rate.
    pub currency: Currency,
}

impl<'a> StatsRequest<'a> {
    /// All listings of a query together, in US dollars.
    pub fn of_all(query: &'a SearchQuery, now: Timestamp) -> StatsRequest<'a> {
        StatsRequest { query, now, group_by: &[], page: GroupPage::first(0), currency: Currency::USD }
    }
}

/// Statistics of listings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stats {
    /// Of all together.
    pub all: Summary,
    /// By group: those with most listings that state pay first, then by value. Groups in which none does are left out.
    pub groups: Vec<Group>,
    /// Whether there are more groups in the direction of the page.
    pub more: bool,
    /// How many groups there are on all pages, if asked for.
    pub group_count: Option<u64>,
}

/// The listings with the same values.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    /// The values in the order of `group_by`, as filters take them.
    pub values: Vec<String>,
    /// Their statistics.
    pub summary: Summary,
}

impl Group {
    /// Its place in the order.
    pub fn key(&self) -> GroupKey {
        GroupKey { paid: self.summary.paid, values: self.values.clone() }
    }
}

/// Statistics of some listings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Summary {
    /// How many there are.
    pub listings: u64,
    /// Those whose pay is known by the year: n of the band. Listings of one job, which one employer offers in several
    /// places under the same title and for the same pay, count once.
    pub paid: u64,
    /// The companies of the paid ones; those that name none add nothing.
    pub companies: u64,
    /// Their pay; `None` under [`MIN_LISTINGS`] paid listings or [`MIN_COMPANIES`] companies.
    pub band: Option<Band>,
}

impl Summary {
    /// Whether there are enough listings and companies for a band.
    pub fn is_enough(&self) -> bool {
        self.paid >= MIN_LISTINGS && self.companies >= MIN_COMPANIES
    }
}

/// The statistics of some rows.
pub(crate) fn stats(columns: &Columns, order: &PayOrder, rows: &RoaringBitmap, request: &StatsRequest<'_>) -> Stats {
    let paid = rows & columns.paid.rows();
    let mut summaries = Summaries { order, currency: request.currency, counted: vec![0; columns.company.len() as usize], summary: 0 };
    let all = summaries.of(rows.len(), &paid);
    let by = match request.group_by {
        [] => return Stats { all, groups: Vec::new(), more: false, group_count: request.page.total.then_some(0) },
        [first] => (*first, None),
        [first, second, ..] => (*first, Some(*second)),
    };
    let groups = Groups::new(columns, order, by, &paid);
    let (shown, more, group_count) = groups.page(&request.page);
    let summarised = |group: &Counted| {
        let rows = groups.among(group, rows);
        Group { values: groups.values(group), summary: summaries.of(rows.len(), &(&rows & &paid)) }
    };
    Stats { all, groups: shown.iter().map(summarised).collect(), more, group_count }
}

/// Makes summaries of rows that state pay.
struct Summaries<'a> {
    order: &'a PayOrder,
    currency: Currency,
    /// For each company, the last summary that counted it.
    counted: Vec<u32>,
    summary: u32,
}

impl Summaries<'_> {
    /// The summary of so many listings, of which some rows state pay.
    fn of(&mut self, listings: u64, paid: &RoaringBitmap) -> Summary {
        self.summary += 1;
        let (mut companies, mut last) = (0, 0);
        let mut rows: Vec<u32> = Vec::with_capacity(paid.len() as usize);
        each(paid, |row| rows.push(row));
        let mut pay: Vec<i64> = Vec::with_capacity(rows.len());
        for paid in self.order.sorted(&mut rows) {
            // The listings of one job stand next to each other.
            if paid.twin != 0 && std::mem::replace(&mut last, paid.twin) == paid.twin {
                continue;
            }
            pay.push(paid.pay);
            let counted = paid.company().and_then(|company| self.counted.get_mut(company as usize));
            if let Some(counted) = counted.filter(|counted| **counted != self.summary) {
                *counted = self.summary;
                companies += 1;
            }
        }
        let mut summary = Summary { listings, paid: pay.len() as u64, companies, band: None };
        if summary.is_enough() {
            summary.band = Band::of(&pay, self.currency);
        }
        summary
    }
}
