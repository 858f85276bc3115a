//! The text index: which listings have a word, and where. The only module that uses tantivy.
//!
//! Each document holds the words of one listing and, stored, the [`Record`] of
//! which its columns are made.

mod grammar;
mod matching;
mod spelling;
mod store;
mod words;

pub(crate) use matching::{Scores, TextMatch};
pub(crate) use store::{Snapshot, TextStore};
pub(crate) use words::fold;
