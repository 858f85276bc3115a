//! What is shown of a saved search.

use std::sync::Arc;

use db::saved_searches::SavedSearch;
use domain::saved_search::Channel;
use domain::time::Timestamp;
use serde::Serialize;
use serde_json::value::RawValue;
use utoipa::ToSchema;

use crate::listings::views::ListingSummary;
use crate::page::{Page, Total};
use crate::state::State;

/// A saved search.
#[derive(Debug, Serialize, ToSchema)]
pub struct SavedSearchView {
    /// The identifier.
    #[schema(max_length = 32)]
    pub id: String,
    /// What its owner calls it.
    #[schema(max_length = 100)]
    pub name: String,
    /// The query string of the search, in its canonical form, defaults included.
    #[schema(max_length = 8192)]
    pub query: String,
    /// The search that it keeps.
    #[schema(format = "uri", max_length = 10000)]
    pub search_url: String,
    /// How often it tells: `off`, `instant`, `daily` or `weekly`.
    #[schema(max_length = 20)]
    pub cadence: &'static str,
    /// The hour at which it tells, on the clock of `time_zone`.
    #[schema(minimum = 0, maximum = 23)]
    pub hour: u8,
    /// An IANA time zone.
    #[schema(max_length = 50)]
    pub time_zone: &'static str,
    /// How it tells: `email`, `webhook`, `feed`.
    #[schema(max_items = 3)]
    pub channels: Vec<&'static str>,
    /// The most listings of one company in one message; null for any number.
    #[schema(minimum = 1, maximum = 100, required)]
    pub per_company: Option<u8>,
    /// When it was made.
    #[schema(value_type = String, format = DateTime)]
    pub created_at: Timestamp,
    /// When it last changed.
    #[schema(value_type = String, format = DateTime)]
    pub updated_at: Timestamp,
}

impl SavedSearchView {
    /// A saved search with its address at this server.
    pub fn new(search: &SavedSearch, state: &State) -> SavedSearchView {
        SavedSearchView::at(search, |path| state.url(path))
    }

    /// A saved search with its address made by `url`.
    pub fn at(search: &SavedSearch, url: impl Fn(&str) -> String) -> SavedSearchView {
        SavedSearchView {
            id: search.id.to_string(),
            name: search.name.to_string(),
            search_url: url(&format!("/v1/listings?{}", search.query)),
            query: search.query.clone(),
            cadence: search.schedule.cadence.slug(),
            hour: search.schedule.hour,
            time_zone: search.schedule.zone.name(),
            channels: search.channels.iter().copied().map(Channel::slug).collect(),
            per_company: search.per_company,
            created_at: search.created_at,
            updated_at: search.updated_at,
        }
    }
}

/// One page of saved searches.
#[derive(Debug, Serialize, ToSchema)]
pub struct SavedSearchPage {
    /// The saved searches, the newest first.
    #[schema(max_items = 100)]
    pub items: Vec<SavedSearchView>,
    /// Where the page stands.
    pub page: Page,
    /// How many there are; null unless `include=total`.
    #[schema(required)]
    pub total: Option<Total>,
}

/// A listing that met a saved search.
#[derive(Debug, Serialize, ToSchema)]
pub struct MatchView {
    /// When it did.
    #[schema(value_type = String, format = DateTime)]
    pub matched_at: Timestamp,
    /// The listing as it is now, also when it has closed.
    #[schema(value_type = ListingSummary)]
    pub listing: Arc<RawValue>,
}

/// One page of matches.
#[derive(Debug, Serialize, ToSchema)]
pub struct MatchPage {
    /// The matches, the newest first.
    #[schema(max_items = 100)]
    pub items: Vec<MatchView>,
    /// Where the page stands.
    pub page: Page,
    /// How many there are; null unless `include=total`.
    #[schema(required)]
    pub total: Option<Total>,
}
