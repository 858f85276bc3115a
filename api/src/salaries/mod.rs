//! What open listings pay, by any search, together and by group.

pub mod asked;
pub mod chart;
mod drawing;
pub mod figures;
pub mod list;
