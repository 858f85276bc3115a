//! What several platforms share: formats, spellings, units.

pub mod countries;
pub mod embedded;
pub mod html;
pub mod json;
pub mod json_ld;
pub mod lenient;
pub mod pay;
pub mod rss;
pub mod text;
pub mod words;
pub mod xml;
