//! The search index: which listings match a query, in which order, with which
//! counts. Filters, facets, sorts and statistics come from columns and bitmaps
//! in memory; words are looked up with tantivy.
//!
//! [`Index`] follows the changes of the database and publishes [`Generation`]s,
//! each a whole and unchanging view. The crate knows the domain only.

mod arrivals;
mod columns;
mod companies;
mod error;
mod facets;
mod generation;
mod highlight;
mod index;
mod market;
mod page;
mod percolate;
mod plan;
mod relax;
mod request;
mod resolve;
mod similar;
mod stats;
mod suggest;
mod text;
mod verdicts;

pub use arrivals::Arrival;
pub use error::Error;
pub use generation::Generation;
pub use highlight::{Highlighter, Snippet};
pub use index::Index;
pub use market::{Cut, Market, MarketDay, ScoreSpread, TIERS};
pub use percolate::Percolator;
pub use relax::Relaxation;
pub use request::{
    Answer, CompanyPage, CompanyStats, Correction, Direction, FacetCount, Hit, PageKey, Request, Suggestion, SuggestionKind,
};
pub use resolve::{Piece, Resolved};
pub use stats::{Band, Bin, Group, GroupKey, GroupPage, MIN_COMPANIES, MIN_LISTINGS, Stats, StatsRequest, Summary};
