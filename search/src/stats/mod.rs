//! What the listings that are found pay, together and by group, from columns.

mod groups;
mod order;
mod pay;
mod source;
mod timeline;

use domain::money::Currency;
use domain::query::{Grouping, SearchQuery};
use domain::time::Timestamp;
use roaring::RoaringBitmap;

use crate::columns::Columns;
use groups::Fields;
pub use groups::{GroupKey, GroupPage};
pub(crate) use order::PayOrder;
use order::Picked;
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
    /// How many groups there are on all pages.
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
    let picked = order.pick(columns, rows);
    let mut summaries = Summaries::new(columns, &picked, request.currency);
    let all = summaries.of(rows.len(), &picked.once());
    let by = match request.group_by {
        [] => return Stats { all, groups: Vec::new(), more: false, group_count: 0 },
        [first] => (*first, None),
        [first, second, ..] => (*first, Some(*second)),
    };
    Fields::new(columns, by.0, by.1).grouped(&picked, |groups| {
        let counted = groups.counted();
        let group_count = counted.len() as u64;
        let (shown, more) = groups.page(counted, &request.page);
        let listings = groups.listings(&shown, rows);
        let members = groups.members(&shown);
        let shown = shown.iter().zip(listings).zip(members);
        let groups = shown
            .map(|((group, listings), members)| Group { values: groups.values(group), summary: summaries.of(listings, &members) })
            .collect();
        Stats { all, groups, more, group_count }
    })
}

/// Makes summaries of picked rows.
struct Summaries<'a> {
    picked: &'a Picked,
    currency: Currency,
    /// The code of the company, by place.
    company: Vec<Option<u32>>,
    /// For each company, the last summary that counted it.
    counted: Vec<u32>,
    summary: u32,
}

impl<'a> Summaries<'a> {
    fn new(columns: &Columns, picked: &'a Picked, currency: Currency) -> Summaries<'a> {
        let company: Vec<Option<u32>> = picked.rows.iter().map(|row| columns.company.code_of(*row)).collect();
        Summaries { picked, currency, company, counted: vec![0; columns.company.len() as usize], summary: 0 }
    }

    /// The summary of the listings at some places, in their order.
    fn of(&mut self, listings: u64, places: &[u32]) -> Summary {
        self.summary += 1;
        let mut companies = 0;
        let mut pay: Vec<i64> = Vec::with_capacity(places.len());
        for place in places {
            pay.extend(self.picked.pay.get(*place as usize));
            let company = self.company.get(*place as usize).copied().flatten();
            let counted = company.and_then(|company| self.counted.get_mut(company as usize));
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
