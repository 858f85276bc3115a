//! What a search asks and what it answers.

use domain::id::ListingId;
use domain::query::{Facet, SearchQuery};
use domain::time::Timestamp;
use serde::{Deserialize, Serialize};

use crate::highlight::Highlighter;

/// Which way a page goes from its key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// To what comes after the key in the order.
    Forward,
    /// To what comes before the key; the hits still stand in the order of the query.
    Backward,
}

/// One page of a search, with facets if asked for.
#[derive(Debug, Clone)]
pub struct Request<'a> {
    /// Which listings, in which order.
    pub query: &'a SearchQuery,
    /// The moment from which relative times are seen.
    pub now: Timestamp,
    /// The facets to count.
    pub facets: &'a [Facet],
    /// The most values of one facet, those with most listings first.
    pub facet_limit: usize,
    /// The most hits.
    pub limit: usize,
    /// Where the page starts, exclusive: the key of a hit of another page. `None` starts at the
    /// first hit, or with [`Direction::Backward`] at the last.
    pub after: Option<PageKey>,
    /// Which way the page goes.
    pub direction: Direction,
    /// Whether to count all hits.
    pub total: bool,
}

/// A position in the order of a query: greater keys come first. Opaque to clients.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PageKey {
    /// The value that is sorted by, as a number that sorts alike.
    pub sort: u64,
    /// The listing, which ends every order.
    pub id: ListingId,
}

impl PageKey {
    /// The key as 24 bytes.
    pub fn to_bytes(self) -> [u8; 24] {
        let mut bytes = [0; 24];
        let (sort, id) = bytes.split_at_mut(8);
        sort.copy_from_slice(&self.sort.to_be_bytes());
        id.copy_from_slice(&self.id.bits().to_be_bytes());
        bytes
    }

    /// From the bytes of [`Self::to_bytes`].
    pub fn from_bytes(bytes: [u8; 24]) -> PageKey {
        let number = |bytes: &[u8]| bytes.iter().fold(0u128, |number, byte| (number << 8) | u128::from(*byte));
        let (sort, id) = bytes.split_at(8);
        PageKey { sort: number(sort) as u64, id: ListingId::from_bits(number(id)) }
    }
}

/// One listing that was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Hit {
    /// The listing.
    pub id: ListingId,
    /// Its change number: the version of it that was found.
    pub number: i64,
    /// Its place in the order.
    pub key: PageKey,
}

/// A value of a facet and how many listings have it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FacetCount {
    /// The value as a filter takes it.
    pub value: String,
    /// How many listings the filter would find.
    pub count: u64,
}

/// What a search found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// The hits of the page, in the order of the query.
    pub hits: Vec<Hit>,
    /// Whether there are more in the direction of the page.
    pub more: bool,
    /// How many listings match, exactly, if asked for.
    pub total: Option<u64>,
    /// The facets in the order of the request; values with most listings first, then by value.
    pub facets: Vec<(Facet, Vec<FacetCount>)>,
    /// How `q` was read; `None` without `q`.
    pub interpreted: Option<String>,
    /// The words of `q` that may be misspelt, in their order.
    pub corrections: Vec<Correction>,
    /// Shows what the hits were found by; `None` without `q`.
    pub highlighter: Option<Highlighter>,
}

/// A word of `q` that may be misspelt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Correction {
    /// The word as typed, in lower case.
    pub typed: String,
    /// The words that it was also read as, at least one.
    pub read: Vec<String>,
}

/// What a suggestion stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SuggestionKind {
    /// A role; the value is its slug.
    Role,
    /// A skill; the value is its slug.
    Skill,
    /// A company; the value is its slug.
    Company,
    /// A country, subdivision or region; the value is its code.
    Place,
}

/// A completion of what somebody types.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suggestion {
    /// What it stands for.
    pub kind: SuggestionKind,
    /// The value as a filter takes it.
    pub value: String,
    /// The name for people.
    pub label: String,
    /// Open listings with it; for a place, those that name it.
    pub listings: u64,
}

/// What the open listings of a company say about it.
#[derive(Debug, Clone, PartialEq)]
pub struct CompanyStats {
    /// The slug.
    pub slug: String,
    /// The name.
    pub name: String,
    /// Open listings, at least 1.
    pub listings: u64,
    /// Of them, those that are remote.
    pub remote: u64,
    /// Of them, those that state pay.
    pub with_salary: u64,
    /// The mean transparency score, 0 to 100.
    pub average_score: f64,
    /// The median transparency score, 0 to 100.
    pub median_score: f64,
    /// When the newest was posted.
    pub newest_posted_at: Option<Timestamp>,
}

/// Companies in order: most open listings first, then by slug.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct CompanyPage {
    /// The companies of the page.
    pub items: Vec<CompanyStats>,
    /// Whether more follow.
    pub more: bool,
}
