//! Platforms that publish jobs, and the terms they ask to be respected.

use serde::{Deserialize, Serialize};

use crate::posting::Posting;
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

slug_enum! {
    /// How it goes with a source, by its boards.
    SourceHealth {
        /// None of its boards has been asked, or it has none.
        Idle = "idle",
        /// Nine of ten boards that are asked are healthy.
        Healthy = "healthy",
        /// Some boards fail or are doubted.
        Doubtful = "doubtful",
        /// No board can be read.
        Failing = "failing",
    }
}

impl SourceHealth {
    /// From how many of a source's boards are in which state. Boards that were given up say nothing any more, and new ones nothing yet.
    pub fn of(count: impl Fn(BoardState) -> u64) -> SourceHealth {
        let (healthy, doubtful, failing) = (count(BoardState::Healthy), count(BoardState::Doubtful), count(BoardState::Failing));
        match healthy + doubtful + failing {
            0 => SourceHealth::Idle,
            all if healthy * 10 >= all * 9 => SourceHealth::Healthy,
            _ if healthy + doubtful == 0 => SourceHealth::Failing,
            _ => SourceHealth::Doubtful,
        }
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

/// How many postings said what.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Filled {
    /// Who employs.
    pub company: usize,
    /// A place, or whether the work is remote.
    pub place: usize,
    /// Employer and place, beside the title and address that every posting has.
    pub essentials: usize,
    /// The pay, as fields or in words of its own.
    pub pay: usize,
    /// The kind of employment.
    pub employment_type: usize,
    /// When it was published.
    pub posted_at: usize,
    /// What the work is, in words.
    pub description: usize,
}

impl Filled {
    /// Adds a posting.
    pub fn add(&mut self, posting: &Posting) {
        let has_place = posting.location.is_some() || posting.remote_flag.is_some() || posting.known.work_mode.is_some();
        self.company += usize::from(posting.company.is_some());
        self.place += usize::from(has_place);
        self.essentials += usize::from(has_place && posting.company.is_some());
        self.pay += usize::from(posting.known.salary.is_some() || posting.salary_text.is_some());
        self.employment_type += usize::from(posting.known.employment_type.is_some() || posting.employment_type.is_some());
        self.posted_at += usize::from(posting.posted_at.is_some());
        self.description += usize::from(!posting.description_text.is_empty());
    }

    /// Adds others.
    pub fn and(self, other: Filled) -> Filled {
        Filled {
            company: self.company + other.company,
            place: self.place + other.place,
            essentials: self.essentials + other.essentials,
            pay: self.pay + other.pay,
            employment_type: self.employment_type + other.employment_type,
            posted_at: self.posted_at + other.posted_at,
            description: self.description + other.description,
        }
    }

    /// Each count with its name.
    pub fn named(&self) -> [(&'static str, usize); 6] {
        [
            ("company", self.company),
            ("place", self.place),
            ("pay", self.pay),
            ("employment_type", self.employment_type),
            ("posted_at", self.posted_at),
            ("description", self.description),
        ]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_health_of_a_source_is_that_of_its_boards() {
        let of = |new, healthy, doubtful, failing| {
            SourceHealth::of(|state| match state {
                BoardState::New => new,
                BoardState::Healthy => healthy,
                BoardState::Doubtful => doubtful,
                BoardState::Failing => failing,
                BoardState::Retired => 1_000,
            })
        };
        assert_eq!(of(0, 0, 0, 0), SourceHealth::Idle);
        assert_eq!(of(5, 0, 0, 0), SourceHealth::Idle);
        assert_eq!(of(0, 9, 0, 1), SourceHealth::Healthy);
        assert_eq!(of(0, 8, 1, 1), SourceHealth::Doubtful);
        assert_eq!(of(0, 0, 1, 1), SourceHealth::Doubtful);
        assert_eq!(of(9, 0, 0, 1), SourceHealth::Failing);
    }
}
