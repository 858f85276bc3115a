//! What every request goes through, outside the handlers: [`edge::edge`] is the one middleware, the others are its parts.

mod accept;
pub mod client;
mod coding;
pub mod conditional;
mod cors;
pub mod edge;
mod methods;
mod request_id;

pub use accept::quality;
pub use methods::Methods;
