//! Employers, by what their open listings say.

pub mod get;
pub mod list;
