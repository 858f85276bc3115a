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

slug_enum! {
    /// What of a source is asked for, and so whether robots.txt speaks to it.
    Access {
        /// An API or a feed that the platform offers for showing its jobs elsewhere: asked as its terms say.
        Offered = "offered",
        /// Web pages, or the calls that such pages make: asked where robots.txt (RFC 9309) allows it.
        Pages = "pages",
    }
}

slug_enum! {
    /// How it goes with a board.
    BoardState {
        /// It has not answered yet.
        New = "new",
        /// Its last answer was read.
        Healthy = "healthy",
        /// It answers, but not as it used to: nothing closes because of such an answer.
        Doubtful = "doubtful",
        /// It cannot be read, and is asked less and less often.
        Failing = "failing",
        /// It could not be read for so long that it is not asked any more.
        Retired = "retired",
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
    /// What of it is asked for.
    pub access: Access,
    /// The words and link that must be shown with its jobs; `None` where nothing is asked.
    pub attribution: Option<String>,
    /// Seconds between two requests to one host.
    pub pace_seconds: u32,
    /// Seconds between two runs over one board, at least.
    pub cadence_seconds: u32,
    /// Seconds that its jobs are held back before they are shown.
    pub delay_seconds: u32,
}
