//! The product from outside: the real server on a loopback port, asked over HTTP. Every answer that a test gets
//! is checked against the OpenAPI document on the way.

// A test that meets the unexpected fails on the spot.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

pub mod alerting;
pub mod app;
pub mod contract;
pub mod exposition;
mod loopback;
pub mod mail_server;
pub mod people;
pub mod postings;
pub mod receiver;
