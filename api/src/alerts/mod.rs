//! What alerts told, and how alerts stand.

pub mod health;
pub mod told;
pub mod views;
