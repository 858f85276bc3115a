//! Scoring a job text that somebody pastes, and the rules in words.

pub mod create;
pub mod get_methodology;
pub mod list_methodology;
