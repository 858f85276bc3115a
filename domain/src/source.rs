//! Platforms that publish jobs, and the terms they ask to be respected.

use serde::{Deserialize, Serialize};

use crate::slug_enum::slug_enum;

slug_enum! {
    /// What a source is.
    SourceKind {
        /// An applicant tracking system: one board an employer.
        Ats = "ats",
        /// A job board of many employers.
        Board = "board",
        /// A discussion thread.
        Thread = "thread",
        /// A feed in the product's own or a general format.
        Feed = "feed",
    }
}

/// What is known of a source before anything is fetched from it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Descriptor {
    /// The slug, as in `source=`.
    pub slug: String,
    /// The name for people.
    pub name: String,
    /// ATS, board, thread or feed.
    pub kind: SourceKind,
    /// The home page.
    pub url: String,
    /// Its terms in one sentence.
    pub terms: String,
    /// The words and link that must be shown with its jobs; `None` where nothing is asked.
    pub attribution: Option<String>,
    /// Seconds between two requests to one host.
    pub pace_seconds: u32,
    /// Seconds between two runs over one board.
    pub cadence_seconds: u32,
    /// Seconds that its jobs are held back before they are shown.
    pub delay_seconds: u32,
}
