//! How the market of remote listings stands, and how it stood.

mod csv;
pub mod get;
pub mod keep;
pub mod views;
