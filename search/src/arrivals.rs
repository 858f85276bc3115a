//! What a query would have brought, listing by listing as they came: what a saved search is promised to bring.

use domain::id::ListingId;
use domain::query::{SearchQuery, When};
use domain::time::Timestamp;

use crate::columns::{Columns, time_key};
use crate::error::Error;
use crate::generation::Generation;
use crate::text::Reading;

/// A listing that a query would have brought.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Arrival {
    /// The listing.
    pub id: ListingId,
    /// Its change number: the version of it that was looked at.
    pub number: i64,
    /// When it was first seen.
    pub at: Timestamp,
}

impl Generation {
    /// Every listing that came from `since` until `now` and meets a query, the newest first; those that have closed meanwhile, too,
    /// because they were open when they came. Spans like `posted_after=P7D` are counted back from when each listing came.
    /// `per_company` and the order are ignored. Blocks while text is looked up.
    pub fn arrivals(&self, query: &SearchQuery, since: Timestamp, now: Timestamp) -> Result<Vec<Arrival>, Error> {
        let columns = self.columns();
        let (lasting, spans) = split(query);
        let found = self.found(&lasting, now, Reading::Exact)?;
        let arrival = |row| {
            let id = columns.id(row);
            let at = id.made_at();
            let came = (since..=now).contains(&at) && spans.met(columns, row, at);
            came.then(|| Arrival { id, number: columns.number(row), at })
        };
        let mut arrivals: Vec<Arrival> = Vec::new();
        found.each(|row| arrivals.extend(arrival(row)));
        arrivals.sort_unstable_by_key(|arrival| std::cmp::Reverse(arrival.id));
        Ok(arrivals)
    }
}

/// The conditions whose meaning moves with time.
struct Spans {
    posted_after: Option<When>,
    posted_before: Option<When>,
    updated_after: Option<When>,
}

/// A query without the conditions that move with time, and these.
fn split(query: &SearchQuery) -> (SearchQuery, Spans) {
    let span = |when: Option<When>| when.filter(|when| matches!(when, When::Ago(_)));
    let fixed = |when: Option<When>| when.filter(|when| matches!(when, When::At(_)));
    let lasting = SearchQuery {
        posted_after: fixed(query.posted_after),
        posted_before: fixed(query.posted_before),
        updated_after: fixed(query.updated_after),
        per_company: None,
        open_only: false,
        ..query.clone()
    };
    let spans = Spans {
        posted_after: span(query.posted_after),
        posted_before: span(query.posted_before),
        updated_after: span(query.updated_after),
    };
    (lasting, spans)
}

impl Spans {
    /// Whether a row met them when it came. What was just seen has just changed.
    fn met(&self, columns: &Columns, row: u32, came: Timestamp) -> bool {
        let posted = columns.posted_at.key(row);
        let key = |when: When| time_key(when.resolve(came));
        self.posted_after.is_none_or(|when| posted >= key(when))
            && self.posted_before.is_none_or(|when| posted != 0 && posted <= key(when))
            && self.updated_after.is_none_or(|when| time_key(came) >= key(when))
    }
}
