//! Guides: what a role is, in words, with figures that are live.

mod content;
pub mod get;
pub mod list;
pub mod live;
