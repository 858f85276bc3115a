//! What RemNavi tells people by itself. Each step is a function that does one unit of work and says so; the loops are the program's.

pub mod channel;
pub mod digest;
pub mod error;
pub mod letters;
pub mod mails;
pub mod matching;
pub mod message;
pub mod render;
pub mod skips;
pub mod webhooks;

pub use error::Error;
