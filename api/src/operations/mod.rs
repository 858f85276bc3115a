//! Health, the document itself, and pages about problems.

pub mod catalog;
pub mod document;
pub mod livez;
pub mod problems;
pub mod readyz;
