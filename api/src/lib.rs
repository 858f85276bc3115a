//! HTTP, and nothing else: a folder a resource, a file an operation. The only crate that knows actix and utoipa.

mod access;
mod api_keys;
mod auth;
mod body;
mod bookmarks;
mod companies;
mod cursor;
mod exports;
mod extract;
mod feeds;
mod guides;
mod idempotency;
mod limits;
mod listings;
mod me;
mod metrics;
mod middleware;
mod openapi;
mod operations;
mod page;
mod problem;
mod removal;
mod reply;
mod routes;
mod saved_searches;
mod score;
mod server;
mod sources;
mod state;
mod suggest;
mod taxonomy;

pub use access::tokens::new_key;
pub use openapi::openapi_json;
pub use server::serve;
pub use state::{Clock, Random, Ready, Settings, State};
