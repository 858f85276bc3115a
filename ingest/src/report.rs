//! What came of a reading: how much was seen and taken, and why the rest was not.

use std::collections::BTreeMap;

pub use domain::source::Filled;
use serde::{Deserialize, Serialize};

use crate::connector::ParsedPage;

/// Examples of rejected items kept for each source.
const MAX_EXAMPLES: usize = 20;

/// A rejected item, shown as an example.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Example {
    /// The reason's slug.
    pub reason: String,
    /// The reason in words.
    pub detail: String,
    /// The item's id or position.
    pub item: String,
}

/// An unknown value of a field.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct UnknownValue {
    /// The source's name of the field.
    pub field: String,
    /// The value, cut to a readable length.
    pub value: String,
}

/// One source.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SourceReport {
    /// The source's slug.
    pub source: String,
    /// Answers read: files of a recording, or pages.
    pub files: usize,
    /// Items that claimed to be jobs.
    pub seen: usize,
    /// Items taken.
    pub accepted: usize,
    /// Items not taken.
    pub rejected: usize,
    /// How many of those taken said what.
    pub filled: Filled,
    /// How many were not taken for each reason.
    pub reasons: BTreeMap<String, usize>,
    /// Values that the connector does not know.
    pub unknown: Vec<UnknownValue>,
    /// The first rejected items.
    pub examples: Vec<Example>,
    /// Answers that could not be read at all, each with its reason.
    pub errors: Vec<String>,
}

impl SourceReport {
    /// A report on nothing yet.
    pub fn new(source: &str) -> SourceReport {
        SourceReport { source: source.to_owned(), ..SourceReport::default() }
    }

    /// Adds what one answer held.
    pub fn add(&mut self, page: &ParsedPage) {
        self.files += 1;
        self.seen += page.seen();
        self.accepted += page.postings.len();
        self.rejected += page.rejected.len();
        page.postings.iter().for_each(|posting| self.filled.add(posting));
        for rejected in &page.rejected {
            *self.reasons.entry(rejected.reason.slug().to_owned()).or_default() += 1;
            if self.examples.len() < MAX_EXAMPLES {
                self.examples.push(Example {
                    reason: rejected.reason.slug().to_owned(),
                    detail: rejected.detail.clone(),
                    item: rejected.item.clone(),
                });
            }
        }
        for (field, value) in &page.unknown {
            let value = UnknownValue { field: field.clone(), value: value.clone() };
            if let Err(at) = self.unknown.binary_search(&value) {
                self.unknown.insert(at, value);
            }
        }
    }

    /// Adds an answer that could not be read.
    pub fn add_error(&mut self, what: String) {
        self.files += 1;
        self.errors.push(what);
    }
}

/// All sources.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Report {
    /// Each source that has a connector.
    pub sources: Vec<SourceReport>,
    /// Recorded platforms that have none.
    pub skipped: Vec<String>,
}

impl Report {
    /// Items seen over all sources.
    pub fn seen(&self) -> usize {
        self.sources.iter().map(|s| s.seen).sum()
    }

    /// How many of the items taken said what, over all sources.
    pub fn filled(&self) -> Filled {
        self.sources.iter().fold(Filled::default(), |sum, source| sum.and(source.filled))
    }

    /// Items taken over all sources.
    pub fn accepted(&self) -> usize {
        self.sources.iter().map(|s| s.accepted).sum()
    }
}
