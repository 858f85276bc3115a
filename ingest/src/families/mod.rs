//! What several platforms share: formats, spellings, units.

pub mod json;
pub mod lenient;
pub mod pay;
pub mod rss;
pub mod text;
pub mod words;
