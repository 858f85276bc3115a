//! Job platforms in, postings out. Connectors are sans-I/O: they plan a request
//! and parse an answer, so that each is tested from recorded bytes; politeness
//! towards hosts lives in one place.

pub mod connector;
pub mod connectors;
pub mod families;
pub mod recorded;
pub mod report;
