//! The product from outside, a file an operation.

// A test that meets the unexpected fails on the spot.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

mod apply;
mod caching;
mod companies;
mod cursor_walk;
mod dependency_direction;
mod document;
mod eligibility;
mod exports;
mod feeds;
mod get_listing;
mod methodology;
mod operations;
mod problems;
mod score;
mod search;
mod similar;
mod sources;
mod suggest;
mod taxonomy;
