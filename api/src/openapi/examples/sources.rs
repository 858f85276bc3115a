//! An invented board and the source that it stands on.

use chrono::TimeDelta;
use db::boards::{Board, Counts, Tally, Trouble, Troubled};
use db::runs::{Outcome, RunRecord};
use db::sources::SourceState;
use domain::id::RunId;
use domain::source::{Access, BoardState, Descriptor, Filled, SourceKind};

use crate::listings::example;
use crate::sources::boards::BoardView;
use crate::sources::views::SourceStateView;

const COUNTS: Counts = Counts { seen: 42, accepted: 40, rejected: 2 };
const FILLED: Filled = Filled { company: 40, place: 40, essentials: 40, pay: 18, employment_type: 36, posted_at: 40, description: 40 };

/// A board whose list has shrunk.
pub fn board_view() -> BoardView {
    let at = example::listing().first_seen_at;
    let board = Board {
        next_run_at: at.plus(TimeDelta::hours(6)),
        interval_seconds: 21_600,
        checked_at: Some(at),
        complete_at: Some(at.minus(TimeDelta::hours(6))),
        counts: COUNTS,
        filled: FILLED,
        trouble: Some(trouble()),
        ..Board::new("greenhouse", "acme", "boards-api.greenhouse.io:443", at)
    };
    BoardView::new(board, at.plus(TimeDelta::minutes(5)))
}

fn trouble() -> Trouble {
    Trouble { words: "it lists 3 postings, where 40 are usual".to_owned(), since: example::listing().first_seen_at }
}

/// The source of that board.
pub fn source() -> SourceStateView {
    let at = example::listing().first_seen_at;
    let descriptor = Descriptor {
        slug: "greenhouse".to_owned(),
        name: "Greenhouse".to_owned(),
        kind: SourceKind::Ats,
        url: "https://www.greenhouse.com".to_owned(),
        terms: "Public job board API, made for showing an employer's openings elsewhere; no key.".to_owned(),
        access: Access::Offered,
        attribution: None,
        pace_seconds: 2,
        cadence_seconds: 21_600,
        delay_seconds: 0,
    };
    let last_run = RunRecord {
        id: RunId::new(at, 7),
        source: descriptor.slug.clone(),
        board: "acme".to_owned(),
        started_at: at,
        finished_at: at,
        outcome: Outcome::Partial,
        seen: 3,
        accepted: 3,
        rejected: 0,
        opened: 0,
        changed: 0,
        closed: 0,
        report: String::new(),
    };
    let boards = Tally {
        states: [(BoardState::Healthy, 20), (BoardState::Doubtful, 1), (BoardState::Retired, 1)].into(),
        checked_at: Some(at),
        complete_at: Some(at.minus(TimeDelta::minutes(4))),
        counts: COUNTS,
        filled: FILLED,
        troubles: vec![Troubled { board: "acme".to_owned(), state: BoardState::Doubtful, trouble: trouble() }],
    };
    SourceStateView::new(SourceState { descriptor, last_run: Some(last_run), boards }, 1_530, at.plus(TimeDelta::minutes(5)))
}
