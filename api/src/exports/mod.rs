//! Whole results of searches, streamed.

mod csv;
pub mod listings;
