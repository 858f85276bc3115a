//! How sources and boards are shown.

use db::boards::{Tally, Trouble, Troubled};
use db::runs::RunRecord;
use db::sources::SourceState;
use domain::source::{BoardState, Filled, SourceHealth};
use domain::time::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;

/// The longest reason that is shown, in characters.
const MAX_REASON: usize = 2_000;

/// A platform that publishes jobs.
#[derive(Debug, Serialize, ToSchema)]
pub struct SourceStateView {
    /// The slug, as in `source=`.
    #[schema(max_length = 100)]
    pub slug: String,
    /// The name.
    #[schema(max_length = 200)]
    pub name: String,
    /// `ats`, `board`, `thread` or `feed`.
    #[schema(max_length = 20)]
    pub kind: &'static str,
    /// Its home page; empty where there is none.
    #[schema(max_length = 2000)]
    pub url: String,
    /// Its terms in one sentence.
    #[schema(max_length = 2000)]
    pub terms: String,
    /// What of it is asked for: `offered`, an API or a feed that it offers for that; `pages`, web pages or the calls that they make, where
    /// robots.txt allows it.
    #[schema(max_length = 20)]
    pub access: &'static str,
    /// Words that must be shown with its jobs.
    #[schema(max_length = 500, required)]
    pub attribution: Option<String>,
    /// Seconds between two runs over one board, at least.
    #[schema(minimum = 0, maximum = 100_000_000)]
    pub cadence_seconds: u32,
    /// Seconds that its jobs are held back before they are shown.
    #[schema(minimum = 0, maximum = 100_000_000)]
    pub delay_seconds: u32,
    /// Open listings that it carries, of every work mode.
    #[schema(minimum = 0, maximum = 1_000_000_000)]
    pub listings: u64,
    /// Its last run that brought something or failed; null before the first. A run that found nothing changed only moves
    /// `health.checked_at`.
    #[schema(required)]
    pub last_run: Option<RunView>,
    /// How it goes with its boards.
    pub health: HealthView,
}

/// How it goes with a source's boards together. A source with a single list has one board.
#[derive(Debug, Serialize, ToSchema)]
pub struct HealthView {
    /// `idle`, none has been asked; `healthy`, nine of ten answer as usual; `doubtful`, some fail or are doubted; `failing`, none can be read.
    #[schema(max_length = 20)]
    pub state: &'static str,
    /// How many boards are in which state.
    pub boards: BoardCounts,
    /// When one of them last answered, with something new or not.
    #[schema(value_type = Option<String>, format = DateTime, required)]
    pub checked_at: Option<Timestamp>,
    /// When one of them last gave its whole list.
    #[schema(value_type = Option<String>, format = DateTime, required)]
    pub complete_at: Option<Timestamp>,
    /// Whole hours since the last whole list.
    #[schema(minimum = 0, maximum = 10_000_000, required)]
    pub age_hours: Option<i64>,
    /// Items that claimed to be jobs, in the last answers together.
    #[schema(minimum = 0, maximum = 1_000_000_000)]
    pub seen: u32,
    /// Items taken.
    #[schema(minimum = 0, maximum = 1_000_000_000)]
    pub accepted: u32,
    /// Items not taken.
    #[schema(minimum = 0, maximum = 1_000_000_000)]
    pub rejected: u32,
    /// How many of the items taken said what; null where none was taken.
    #[schema(required)]
    pub filled: Option<FilledView>,
    /// What is wrong, in words: the latest of it.
    #[schema(max_items = 5)]
    pub troubles: Vec<TroubleView>,
}

/// How many boards are in which state.
#[derive(Debug, Serialize, ToSchema)]
pub struct BoardCounts {
    /// They have not answered yet.
    #[schema(minimum = 0, maximum = 1_000_000_000)]
    pub new: u64,
    /// Their last answer was read.
    #[schema(minimum = 0, maximum = 1_000_000_000)]
    pub healthy: u64,
    /// They answer, but not as they used to: nothing closes because of such an answer.
    #[schema(minimum = 0, maximum = 1_000_000_000)]
    pub doubtful: u64,
    /// They cannot be read, and are asked less and less often.
    #[schema(minimum = 0, maximum = 1_000_000_000)]
    pub failing: u64,
    /// They could not be read for 14 days, and are not asked any more.
    #[schema(minimum = 0, maximum = 1_000_000_000)]
    pub retired: u64,
}

/// How many postings of a hundred said what. Each has a title and an address.
#[derive(Debug, Serialize, ToSchema)]
pub struct FilledView {
    /// Who employs.
    #[schema(minimum = 0, maximum = 100)]
    pub company: u64,
    /// A place, or whether the work is remote.
    #[schema(minimum = 0, maximum = 100)]
    pub place: u64,
    /// The pay, as fields or in words of its own.
    #[schema(minimum = 0, maximum = 100)]
    pub pay: u64,
    /// The kind of employment.
    #[schema(minimum = 0, maximum = 100)]
    pub employment_type: u64,
    /// When it was published.
    #[schema(minimum = 0, maximum = 100)]
    pub posted_at: u64,
    /// What the work is, in words. Where a platform tells it apart from its list, only what the list says counts.
    #[schema(minimum = 0, maximum = 100)]
    pub description: u64,
}

/// What is wrong with a board.
#[derive(Debug, Serialize, ToSchema)]
pub struct TroubleView {
    /// The board; empty where the source has a single list.
    #[schema(max_length = 2000)]
    pub board: String,
    /// `doubtful`, `failing` or `retired`.
    #[schema(max_length = 20)]
    pub state: &'static str,
    /// In words.
    #[schema(max_length = 2000)]
    pub reason: String,
    /// Since when something has been wrong.
    #[schema(value_type = String, format = DateTime)]
    pub since: Timestamp,
}

/// A run over a source.
#[derive(Debug, Serialize, ToSchema)]
pub struct RunView {
    /// When it ended.
    #[schema(value_type = String, format = DateTime)]
    pub finished_at: Timestamp,
    /// `complete`, `partial`, `unchanged` or `failed`.
    #[schema(max_length = 20)]
    pub outcome: &'static str,
    /// Items that claimed to be jobs.
    #[schema(minimum = 0, maximum = 1_000_000_000)]
    pub seen: u64,
    /// Items taken.
    #[schema(minimum = 0, maximum = 1_000_000_000)]
    pub accepted: u64,
    /// Items not taken.
    #[schema(minimum = 0, maximum = 1_000_000_000)]
    pub rejected: u64,
}

impl From<RunRecord> for RunView {
    fn from(run: RunRecord) -> RunView {
        RunView {
            finished_at: run.finished_at,
            outcome: run.outcome.slug(),
            seen: run.seen,
            accepted: run.accepted,
            rejected: run.rejected,
        }
    }
}

impl SourceStateView {
    /// A source with so many open listings.
    pub fn new(source: SourceState, listings: u64, now: Timestamp) -> SourceStateView {
        let descriptor = source.descriptor;
        SourceStateView {
            kind: descriptor.kind.slug(),
            url: descriptor.url,
            terms: descriptor.terms,
            access: descriptor.access.slug(),
            attribution: descriptor.attribution,
            cadence_seconds: descriptor.cadence_seconds,
            delay_seconds: descriptor.delay_seconds,
            listings,
            last_run: source.last_run.map(RunView::from),
            health: HealthView::new(source.boards, now),
            name: descriptor.name,
            slug: descriptor.slug,
        }
    }
}

impl HealthView {
    fn new(boards: Tally, now: Timestamp) -> HealthView {
        HealthView {
            state: SourceHealth::of(|state| boards.of(state)).slug(),
            boards: BoardCounts {
                new: boards.of(BoardState::New),
                healthy: boards.of(BoardState::Healthy),
                doubtful: boards.of(BoardState::Doubtful),
                failing: boards.of(BoardState::Failing),
                retired: boards.of(BoardState::Retired),
            },
            checked_at: boards.checked_at,
            complete_at: boards.complete_at,
            age_hours: age_hours(boards.complete_at, now),
            seen: boards.counts.seen,
            accepted: boards.counts.accepted,
            rejected: boards.counts.rejected,
            filled: FilledView::new(boards.filled, boards.counts.accepted),
            troubles: boards.troubles.into_iter().map(TroubleView::from).collect(),
        }
    }
}

/// Whole hours since a time.
pub fn age_hours(since: Option<Timestamp>, now: Timestamp) -> Option<i64> {
    since.map(|at| now.since(at).num_hours().max(0))
}

impl FilledView {
    /// The shares of so many postings; `None` of none.
    pub fn new(filled: Filled, of: u32) -> Option<FilledView> {
        let share = |count: usize| (count as u64).saturating_mul(100).checked_div(of.into()).map(|share| share.min(100));
        Some(FilledView {
            company: share(filled.company)?,
            place: share(filled.place)?,
            pay: share(filled.pay)?,
            employment_type: share(filled.employment_type)?,
            posted_at: share(filled.posted_at)?,
            description: share(filled.description)?,
        })
    }
}

/// A reason that is not too long to show.
pub fn reason(trouble: &Trouble) -> String {
    trouble.words.chars().take(MAX_REASON).collect()
}

impl From<Troubled> for TroubleView {
    fn from(one: Troubled) -> TroubleView {
        TroubleView { reason: reason(&one.trouble), since: one.trouble.since, board: one.board, state: one.state.slug() }
    }
}
