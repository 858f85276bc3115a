//! The platforms that jobs come from, and how it goes with their boards.

pub mod boards;
pub mod get;
pub mod list;
pub mod views;
