//! Job platforms in, postings out. Connectors are sans-I/O: they plan a request
//! and parse an answer, so that each is tested from recorded bytes; politeness
//! towards hosts lives in one place.

pub mod cadence;
pub mod close;
pub mod confirm;
pub mod connector;
pub mod connectors;
mod details;
pub mod discover;
pub mod doubt;
mod error;
pub mod families;
pub mod fetch;
mod gone;
pub mod import;
pub mod merge;
mod pipeline;
pub mod recorded;
pub mod report;
pub mod rescore;
pub mod run;
pub mod starter;
pub mod store;
pub mod unmerge;

pub use error::Error;
