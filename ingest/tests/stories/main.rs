//! Postings into the database, told on both databases.

// A test that meets the unexpected fails on the spot.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

mod closing;
mod filters;
mod importing;
#[allow(dead_code, reason = "only the adverts are of use here")]
#[path = "../../../domain/tests/invented/mod.rs"]
mod invented;
mod make;
mod merging;
mod storing;
