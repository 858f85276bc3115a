//! HTTP, and nothing else: a folder a resource, a file an operation. The only crate that knows actix and utoipa.

mod companies;
mod cursor;
mod exports;
mod extract;
mod feeds;
mod limits;
mod listings;
mod metrics;
mod middleware;
mod openapi;
mod operations;
mod page;
mod problem;
mod reply;
mod routes;
mod score;
mod server;
mod sources;
mod state;
mod suggest;
mod taxonomy;

pub use openapi::openapi_json;
pub use server::serve;
pub use state::{Clock, Random, Ready, Settings, State};
