//! What makes two postings the same job: pages, requisitions, titles, words and places, and the graph that they make.

mod address;
mod agency;
mod content;
mod graph;
mod places;
mod rules;
mod sketch;
mod title;
mod traits;
mod twins;

pub(crate) use content::content_hash;
pub use graph::{Edge, Graph, Member};
pub use rules::MergeRule;
pub use title::normalised as normalised_title;
pub use traits::Traits;
pub use twins::twin_key;

/// The version of what is compared: postings with older traits are read again when they are seen.
pub const VERSION: u16 = 1;
