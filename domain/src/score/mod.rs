//! The transparency score, version 1: how much a listing tells a candidate.
//!
//! Five pillars with the weights of the published Real Remote Score; the
//! clauses inside are this project's own. Every clause gives points for
//! something that *is* said, and none takes points away for something said
//! besides, so that adding true information never lowers a score.

mod clarity;
mod compensation;
mod cues;
mod freshness;
pub mod links;
mod location;
mod pasted;
mod source;

use crate::listing::Listing;
use crate::time::Timestamp;
use cues::Cues;
pub use freshness::next_change;
pub use pasted::{Fix, Pasted, fixes};

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
    /// Why, in words; quotes the posting where words decide. `None` where the
    /// posting says nothing that the clause asks for.
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
pub fn score(listing: &Listing, plain_text: &str, now: Timestamp) -> Score {
    let mut sheet = Sheet { total: 0, clauses: Some(Vec::with_capacity(20)), pillar: "" };
    fill(&mut sheet, listing, plain_text, now);
    Score { version: VERSION, total: sheet.total, clauses: sheet.clauses.unwrap_or_default() }
}

/// Only [`Score::total`], without putting the reasons into words.
pub fn total(listing: &Listing, plain_text: &str, now: Timestamp) -> u8 {
    let mut sheet = Sheet { total: 0, clauses: None, pillar: "" };
    fill(&mut sheet, listing, plain_text, now);
    sheet.total
}

fn fill(sheet: &mut Sheet, listing: &Listing, text: &str, now: Timestamp) {
    let cues = Cues::find(text);
    compensation::fill(sheet.pillar("compensation"), listing, &cues);
    location::fill(sheet.pillar("location"), listing, &cues);
    freshness::fill(sheet.pillar("freshness"), listing, now);
    source::fill(sheet.pillar("source"), listing);
    clarity::fill(sheet.pillar("clarity"), listing, &cues);
}

/// Collects points; keeps reasons only when somebody wants to read them.
struct Sheet {
    total: u8,
    clauses: Option<Vec<Clause>>,
    pillar: &'static str,
}

impl Sheet {
    fn pillar(&mut self, pillar: &'static str) -> &mut Sheet {
        self.pillar = pillar;
        self
    }

    /// Gives `points` of `of`, with the reason.
    fn give(&mut self, clause: &'static str, points: u8, of: u8, because: impl FnOnce() -> Option<String>) {
        self.total = self.total.saturating_add(points);
        if let Some(clauses) = &mut self.clauses {
            clauses.push(Clause { pillar: self.pillar, clause, points, of, because: because() });
        }
    }

    /// Gives all points when there are words for it, and quotes them.
    fn quote(&mut self, clause: &'static str, of: u8, words: Option<&str>) {
        self.give(clause, if words.is_some() { of } else { 0 }, of, || words.map(quoted));
    }
}

/// Words in quotation marks.
fn quoted(words: &str) -> String {
    format!("\u{201c}{}\u{201d}", words.trim())
}

#[cfg(test)]
mod stuffing;
#[cfg(test)]
mod tests;
