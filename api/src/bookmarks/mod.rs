//! Listings that the caller saved or hid.

pub mod delete;
pub mod get;
pub mod list;
pub mod put;
pub mod views;
