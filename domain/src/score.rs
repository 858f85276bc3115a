//! The transparency score, version 1: how much a listing tells a candidate.

use crate::listing::Listing;
use crate::time::Timestamp;

/// The version of the rules below. An old version's rules are never changed.
pub const VERSION: u16 = 1;

/// One clause and the points it gave.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Clause {
    /// The pillar: compensation, location, freshness, source, clarity.
    pub pillar: &'static str,
    /// The clause's name.
    pub clause: &'static str,
    /// Points given.
    pub points: u8,
    /// Points that can be had.
    pub of: u8,
    /// Why, in words; quotes the posting where words decide.
    pub because: Option<String>,
}

/// A score with its clauses.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Score {
    /// The version of the rules.
    pub version: u16,
    /// 0 to 100: the sum of the clauses' points.
    pub total: u8,
    /// Every clause, in the order of the rules.
    pub clauses: Vec<Clause>,
}

/// Scores a listing with its plain text, as seen at `now`.
pub fn score(_listing: &Listing, _plain_text: &str, _now: Timestamp) -> Score {
    Score { version: VERSION, total: 0, clauses: Vec::new() }
}
