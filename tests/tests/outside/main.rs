//! The product from outside, a file an operation.

// A test that meets the unexpected fails on the spot.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

mod alert_mails;
mod alerts;
mod api_keys;
mod apply;
mod bodies;
mod bookmarks;
mod caching;
mod changes;
mod companies;
mod cursor_walk;
mod dependency_direction;
mod document;
mod eligibility;
mod exports;
mod feeds;
mod get_listing;
mod guides;
mod idempotency;
mod kills;
mod login;
mod logout;
mod mails;
mod market;
mod me;
mod methodology;
mod metrics;
mod operations;
mod password_reset;
mod problems;
mod rate_limits;
mod refresh;
mod register;
mod report_listing;
mod resolve;
mod salaries;
mod saved_search_feeds;
mod saved_search_matches;
mod saved_search_preview;
mod saved_searches;
mod score;
mod search;
mod sessions;
mod similar;
mod sources;
mod suggest;
mod taxonomy;
mod tokens;
mod two_years;
mod webhook_endpoints;
mod webhooks;
mod why_not;
