//! Who asks, and what they may: tokens, keys, passwords, limits.

pub mod caller;
pub mod cookie;
mod ed25519;
pub mod passwords;
pub mod throttle;
pub mod tokens;

pub use caller::{Caller, Member};
