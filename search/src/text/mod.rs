//! The text index: which listings have a word, and where. The only module that uses tantivy.
//!
//! Each document holds the words of one listing and, stored, the [`Record`] of
//! which its columns are made.

mod found;
mod grammar;
mod located;
mod matching;
mod parts;
mod restore;
mod scores;
mod spelling;
mod store;
mod synonyms;
mod terms;
mod words;

pub(crate) use grammar::{Clause, Part, Reading, Wanted, clauses};
pub(crate) use located::{Located, located};
pub(crate) use matching::TextMatch;
pub(crate) use parts::{Occurrence, occurrences};
pub(crate) use scores::Scores;
pub(crate) use spelling::{CORRECTION_FACTOR, edits};
pub(crate) use store::{Snapshot, TextStore};
pub(crate) use synonyms::wholes;
pub(crate) use words::fold;
