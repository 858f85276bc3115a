//! The ways to people.

mod guard;
pub mod smtp;
pub mod webhook;

pub use guard::{LookUp, Names};
