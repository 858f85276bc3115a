//! Every module on both databases.

// A test that meets the unexpected fails on the spot.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

mod accounts;
mod alerts;
mod boards;
mod graph;
mod listings;
mod make;
mod merge_keys;
mod opening;
mod postings;
mod schema;
mod searches;
mod sessions;
mod small;
mod webhooks;
