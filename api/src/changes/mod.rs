//! What changed, for those who keep a copy.

pub mod list;
