//! The ways to people.

pub mod smtp;
