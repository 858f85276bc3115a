//! The text index: which listings have a word, and where. The only module that uses tantivy.
//!
//! Each document holds the words of one listing and, stored, the [`Record`] of
//! which its columns are made.

mod grammar;
mod matching;
mod parts;
mod spelling;
mod store;
mod synonyms;
mod words;

pub(crate) use grammar::{Clause, Part, Reading, Wanted, clauses};
pub(crate) use matching::{Scores, TextMatch};
pub(crate) use parts::{Occurrence, occurrences};
pub(crate) use store::{Snapshot, TextStore};
pub(crate) use words::fold;
