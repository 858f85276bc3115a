//! PostgreSQL or SQLite behind two doors: [`Db::read`] and [`Db::write`]. Free query functions, a module a table.
//! The only crate that knows SQL.

pub mod alerts;
pub mod api_keys;
pub mod boards;
pub mod bookmarks;
pub mod clicks;
mod conn;
pub mod counters;
pub mod deliveries;
mod doors;
mod error;
pub mod graph;
pub mod hosts;
pub mod idempotency;
pub mod listings;
pub mod mail_tokens;
pub mod mails;
pub mod market_snapshots;
pub mod matches;
pub mod merge_keys;
pub mod meta;
mod migrations;
pub mod postings;
pub mod purge;
pub mod registrations;
pub mod removals;
pub mod reports;
mod row;
pub mod runs;
pub mod saved_searches;
mod schema;
pub mod sessions;
pub mod signing_keys;
pub mod sources;
#[cfg(feature = "test-support")]
pub mod test;
pub mod throttles;
mod url;
pub mod users;
pub mod webhook_endpoints;

pub use conn::{Backend, Conn};
pub use doors::Db;
pub use error::Error;
pub use url::DatabaseUrl;
