//! Listings: searching them, and everything about one.

pub mod apply;
pub mod detail;
pub mod eligibility;
pub mod example;
pub mod fields;
pub mod find;
pub mod get;
pub mod highlights;
pub mod json_ld;
pub mod link;
pub mod parameters;
pub mod relaxations;
pub mod render;
pub mod report;
pub mod search;
pub mod similar;
pub mod views;
pub mod why_not;
