//! One published state of the index.

use std::sync::{Arc, OnceLock};

use chrono::NaiveDate;
use domain::id::ListingId;
use domain::query::{Facet, SearchQuery, Sort};
use domain::time::Timestamp;
use roaring::RoaringBitmap;

use crate::columns::{Bits, Columns};
use crate::error::Error;
use crate::market::{self, Market};
use crate::page::Order;
use crate::plan::{Plan, Selection};
use crate::relax::{self, Relaxation};
use crate::request::{Answer, CompanyPage, CompanyStats, FacetCount, Hit, PageKey, Request, Suggestion};
use crate::resolve::{self, Resolved};
use crate::stats::{self, PayOrder, Stats, StatsRequest};
use crate::suggest::CompanyNames;
use crate::text::{Reading, Snapshot, TextMatch};
use crate::verdicts::Verdicts;
use crate::{companies, facets, similar, suggest};

/// One whole, unchanging state of the index: what is asked of one generation fits together.
#[derive(Debug)]
pub struct Generation {
    checkpoint: i64,
    columns: Columns,
    text: Snapshot,
    verdicts: Verdicts,
    company_order: OnceLock<Vec<(u64, u32)>>,
    company_names: OnceLock<Arc<CompanyNames>>,
    pay_order: OnceLock<PayOrder>,
}

impl Generation {
    /// The first state, of columns and text of the same checkpoint.
    pub(crate) fn new(checkpoint: i64, columns: Columns, text: Snapshot) -> Generation {
        Generation {
            checkpoint,
            columns,
            text,
            verdicts: Verdicts::default(),
            company_order: OnceLock::new(),
            company_names: OnceLock::new(),
            pay_order: OnceLock::new(),
        }
    }

    /// The state after this one, in which some rows were changed or added. What readers asked of this one is
    /// worked out for the next before they see it.
    pub(crate) fn next(&self, checkpoint: i64, columns: Columns, text: Snapshot, changed: &RoaringBitmap) -> Generation {
        let renamed = self.columns.names_version() != columns.names_version();
        let names = self.company_names.get().map(|names| if renamed { names.moved(&columns).into() } else { Arc::clone(names) });
        let order = self.company_order.get().map(|order| {
            let of = |columns: &Columns| changed.iter().filter_map(|row| columns.company.code_of(row)).collect::<Vec<_>>();
            companies::reordered(&columns, order, of(&self.columns).into_iter().chain(of(&columns)))
        });
        let pay_order = self.pay_order.get().map(|order| order.moved(&columns, changed));
        Generation {
            pay_order: pay_order.map_or_else(OnceLock::new, OnceLock::from),
            company_order: order.map_or_else(OnceLock::new, OnceLock::from),
            verdicts: self.verdicts.moved(&columns, changed),
            company_names: names.map_or_else(OnceLock::new, OnceLock::from),
            ..Generation::new(checkpoint, columns, text)
        }
    }

    /// Works out what the first who asks for pay, companies or completions would otherwise wait for, and what is then moved
    /// on from state to state. Costs nothing where it is there. Blocks.
    pub fn prepare(&self) {
        self.pay_order();
        self.company_order();
        self.company_names();
    }

    /// The highest change number that is part of it; 0 for an empty index.
    pub fn checkpoint(&self) -> i64 {
        self.checkpoint
    }

    /// How many open listings it holds.
    pub fn len(&self) -> usize {
        self.columns.open.len() as usize
    }

    /// Whether it holds no open listing.
    pub fn is_empty(&self) -> bool {
        self.columns.open.is_empty()
    }

    pub(crate) fn columns(&self) -> &Columns {
        &self.columns
    }

    pub(crate) fn text(&self) -> &Snapshot {
        &self.text
    }

    /// One page of the listings that match, with total and facets if asked for.
    ///
    /// A facet is counted without the values that the query asks for in the same
    /// field; what the query excludes stays excluded. The count of a value is the
    /// total of the search that asks for that value instead.
    ///
    /// With `per_company`, the first so many listings of each company in the
    /// query's order are found and the others are not: hits, total and facet
    /// counts all say so. Listings that name no company are all kept.
    pub fn search(&self, request: &Request<'_>) -> Result<Answer, Error> {
        self.search_reading(request, &[], Reading::Forgiving)
    }

    /// [`Self::search`] as if these listings were not there.
    pub fn search_without(&self, request: &Request<'_>, hidden: &[ListingId]) -> Result<Answer, Error> {
        self.search_reading(request, hidden, Reading::Forgiving)
    }

    /// As [`Self::search`], with `q` read as a saved search reads it: the words as they are and their synonyms, no
    /// unfinished last word, no misspelling. [`Percolator`](crate::Percolator) matches what this finds.
    pub fn search_saved(&self, request: &Request<'_>) -> Result<Answer, Error> {
        self.search_reading(request, &[], Reading::Exact)
    }

    fn search_reading(&self, request: &Request<'_>, hidden: &[ListingId], reading: Reading) -> Result<Answer, Error> {
        let (columns, query) = (&self.columns, request.query);
        let (mut plan, text) = self.plan(query, request.now, reading)?;
        if !hidden.is_empty() {
            plan.leave_out(hidden.iter().filter_map(|id| columns.row(*id)).collect());
        }
        let Selection { found, without } = plan.select(request.facets);
        let facets = self.facets(request, &found, &without);
        let scores = text.as_ref().filter(|_| query.sort == Sort::Relevance).map(|text| text.scores(&found, columns.len()));
        let order = Order::of(columns, query.sort, scores.as_ref());
        let found = match query.per_company {
            Some(most) => Bits::of(&order.best_of_each_company(columns, found.to_bitmap(), most)),
            None => found,
        };
        let (page, more) = order.page(columns, &found, request.after, request.direction, request.limit);
        Ok(Answer {
            hits: page.into_iter().map(|(key, row)| Hit { id: key.id, number: columns.number(row), key }).collect(),
            more,
            total: request.total.then_some(found.len()),
            facets,
            interpreted: text.as_ref().map(|text| text.interpreted.clone()),
            corrections: text.as_ref().map(|text| text.corrections.clone()).unwrap_or_default(),
            highlighter: text.map(|text| text.highlighter),
        })
    }

    /// Counts each facet over its own rows where it has some, and all others together.
    fn facets(&self, request: &Request<'_>, found: &Bits, without: &[(Facet, Bits)]) -> Vec<(Facet, Vec<FacetCount>)> {
        let (columns, limit) = (&self.columns, request.facet_limit);
        let own = |facet: &Facet| without.iter().find(|(own, _)| own == facet).map(|(_, rows)| rows);
        if let Some(most) = request.query.per_company {
            let count = |facet: &Facet| {
                (*facet, facets::count_capped(columns, columns.facet(*facet), &own(facet).unwrap_or(found).to_bitmap(), most, limit))
            };
            return request.facets.iter().map(count).collect();
        }
        let shared: Vec<Facet> = request.facets.iter().copied().filter(|facet| own(facet).is_none()).collect();
        let mut counted = facets::count(columns, &shared, found, limit);
        counted.extend(without.iter().flat_map(|(facet, rows)| facets::count(columns, &[*facet], rows, limit)));
        counted.sort_by_key(|(facet, _)| request.facets.iter().position(|asked| asked == facet));
        counted
    }

    /// Whether a query finds a listing at `now`, whatever `per_company` then chooses.
    pub fn finds(&self, query: &SearchQuery, id: ListingId, now: Timestamp) -> Result<bool, Error> {
        let Some(row) = self.columns.row(id) else { return Ok(false) };
        Ok(self.found(query, now, Reading::Forgiving)?.contains(row))
    }

    /// The queries nearest to one that find more, those that find most first: as few conditions as possible are
    /// changed, and a single one only as far as needed. `per_company` is passed over.
    pub fn relaxations(&self, query: &SearchQuery, now: Timestamp, limit: usize) -> Result<Vec<Relaxation>, Error> {
        relax::relaxations(self, query, now, limit)
    }

    /// What a free text asks for.
    pub fn resolve(&self, q: &str) -> Resolved {
        resolve::resolve(&self.text, q)
    }

    /// Statistics of the listings that a query finds, all together and by group. Blocks while text is looked up.
    pub fn stats(&self, request: &StatsRequest<'_>) -> Result<Stats, Error> {
        Ok(stats::stats(&self.columns, self.pay_order(), &self.searched(request.query, request.now)?, request))
    }

    /// How many of the listings that a query finds were posted on each of the last `days` days (UTC), the oldest
    /// day first and the day of `now` last.
    pub fn opened_by_day(&self, query: &SearchQuery, now: Timestamp, days: u32) -> Result<Vec<(NaiveDate, u64)>, Error> {
        Ok(stats::opened_by_day(&self.columns, &self.found(query, now, Reading::Forgiving)?, now, days))
    }

    /// How the market of remote listings stands, or stood at an earlier moment, as far as the times at which listings were
    /// first seen and closed tell: what listings say is what they say now, and one that closed and opened again was open
    /// in between. Rows are counted whole: nothing is remembered.
    pub fn market(&self, at: Timestamp, days: u32, values: usize) -> Market {
        market::market(&self.columns, at, days, values)
    }

    /// The rows that a search finds on all its pages.
    fn searched(&self, query: &SearchQuery, now: Timestamp) -> Result<RoaringBitmap, Error> {
        let (plan, text) = self.plan(query, now, Reading::Forgiving)?;
        let found = plan.select(&[]).found;
        let Some(most) = query.per_company else { return Ok(found.to_bitmap()) };
        let scores = text.as_ref().filter(|_| query.sort == Sort::Relevance).map(|text| text.scores(&found, self.columns.len()));
        Ok(Order::of(&self.columns, query.sort, scores.as_ref()).best_of_each_company(&self.columns, found.to_bitmap(), most))
    }

    /// The rows that a query finds, whatever their order.
    pub(crate) fn found(&self, query: &SearchQuery, now: Timestamp, reading: Reading) -> Result<Bits, Error> {
        Ok(self.plan(query, now, reading)?.0.select(&[]).found)
    }

    /// The conditions of a query, and how its text was read.
    fn plan(&self, query: &SearchQuery, now: Timestamp, reading: Reading) -> Result<(Plan<'_>, Option<TextMatch>), Error> {
        let mut plan = Plan::new(&self.columns, &self.verdicts, query, now);
        let text = query.q.as_deref().map(|q| TextMatch::find(&self.text, q, reading)).transpose()?;
        text.iter().for_each(|text| plan.text(text));
        Ok((plan, text))
    }

    /// Open listings like this one, most alike first; the keys' sort values are points of likeness.
    /// Empty for a listing that is not known; a closed listing has similar ones, too.
    pub fn similar(&self, id: ListingId, limit: usize) -> Vec<Hit> {
        let Some(row) = self.columns.row(id) else { return Vec::new() };
        similar::similar(&self.columns, row, limit)
            .into_iter()
            .map(|(points, row)| {
                let id = self.columns.id(row);
                Hit { id, number: self.columns.number(row), key: PageKey { sort: points, id } }
            })
            .collect()
    }

    /// Completions of `q`: the best fit first, then those with most open listings. A single
    /// typing error is forgiven where nothing is spelt so.
    pub fn suggest(&self, q: &str, limit: usize) -> Vec<Suggestion> {
        suggest::suggest(&self.columns, self.company_names(), self.company_order(), q, limit)
    }

    /// Open listings of every work mode by the values of a facet; most first, then by value.
    pub fn count_by(&self, facet: Facet) -> Vec<FacetCount> {
        facets::count_open(&self.columns, facet)
    }

    /// Companies with open listings, most listings first, then by slug. `after` is the count and the slug of
    /// the last one seen.
    pub fn companies(&self, after: Option<(u64, String)>, limit: usize) -> CompanyPage {
        companies::page(&self.columns, self.company_order(), after, limit)
    }

    fn pay_order(&self) -> &PayOrder {
        self.pay_order.get_or_init(|| PayOrder::new(&self.columns))
    }

    fn company_names(&self) -> &CompanyNames {
        self.company_names.get_or_init(|| CompanyNames::of(&self.columns).into())
    }

    fn company_order(&self) -> &[(u64, u32)] {
        self.company_order.get_or_init(|| companies::in_order(&self.columns))
    }

    /// The name of a company that any listing names, open or closed.
    pub fn company_name(&self, slug: &str) -> Option<String> {
        self.columns.company_name(self.columns.company.code(slug)?).map(|name| name.to_string())
    }

    /// One company, if it has open listings.
    pub fn company(&self, slug: &str) -> Option<CompanyStats> {
        companies::stats(&self.columns, self.columns.company.code(slug)?)
    }
}
