//! Whole results of searches, streamed.

pub mod csv;
pub mod listings;
