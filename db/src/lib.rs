//! PostgreSQL or SQLite behind two doors: [`Db::read`] and [`Db::write`]. Free query functions, a module a table.
//! The only crate that knows SQL.

pub mod boards;
pub mod clicks;
mod conn;
mod doors;
mod error;
pub mod listings;
pub mod meta;
mod migrations;
pub mod postings;
mod row;
pub mod runs;
mod schema;
pub mod sources;
#[cfg(feature = "test-support")]
pub mod test;
mod url;

pub use conn::{Backend, Conn};
pub use doors::Db;
pub use error::Error;
pub use url::DatabaseUrl;
