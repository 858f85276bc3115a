//! The caller's account.

pub mod delete;
pub mod end_session;
pub mod end_sessions;
pub mod export;
pub mod exported;
pub mod get;
pub mod sessions;
pub mod update;
pub mod views;
