//! What every request goes through, outside the handlers: [`edge::edge`] is the one middleware, the others are its parts.

mod accept;
mod client;
mod coding;
mod conditional;
mod cors;
pub mod edge;
mod methods;
mod request_id;

pub use accept::quality;
pub use methods::Methods;
