//! How it goes with a source's boards together.

use std::collections::HashMap;

use domain::source::{BoardState, Filled};
use domain::time::Timestamp;

use super::{Board, Counts, Trouble, all};
use crate::conn::Conn;
use crate::error::Error;

/// Boards with trouble that are named.
const NAMED: usize = 5;

/// The boards of a source together.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Tally {
    /// How many are in which state.
    pub states: HashMap<BoardState, u64>,
    /// When one of them last answered.
    pub checked_at: Option<Timestamp>,
    /// When one of them last gave its whole list.
    pub complete_at: Option<Timestamp>,
    /// What their last answers held together.
    pub counts: Counts,
    /// How many of their postings said what.
    pub filled: Filled,
    /// Some of those that something is wrong with, the latest first.
    pub troubles: Vec<Troubled>,
}

/// A board that something is wrong with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Troubled {
    /// The board, or empty.
    pub board: String,
    /// How it goes with it.
    pub state: BoardState,
    /// What is wrong.
    pub trouble: Trouble,
}

impl Tally {
    /// How many are in a state.
    pub fn of(&self, state: BoardState) -> u64 {
        self.states.get(&state).copied().unwrap_or(0)
    }

    fn add(&mut self, board: Board) {
        let state = board.state();
        *self.states.entry(state).or_default() += 1;
        if let Some(trouble) = board.trouble {
            let latest = self.troubles.partition_point(|other| other.trouble.since >= trouble.since);
            self.troubles.insert(latest, Troubled { board: board.slug, state, trouble });
            self.troubles.truncate(NAMED);
        }
        // What a board that was given up last said is long past.
        if state == BoardState::Retired {
            return;
        }
        self.checked_at = self.checked_at.max(board.checked_at);
        self.complete_at = self.complete_at.max(board.complete_at);
        self.counts.seen = self.counts.seen.saturating_add(board.counts.seen);
        self.counts.accepted = self.counts.accepted.saturating_add(board.counts.accepted);
        self.counts.rejected = self.counts.rejected.saturating_add(board.counts.rejected);
        self.filled = self.filled.and(board.filled);
    }
}

/// The boards of each source that has some, or of one source.
pub fn tallies(conn: &mut Conn, source: Option<&str>) -> Result<HashMap<String, Tally>, Error> {
    let mut tallies: HashMap<String, Tally> = HashMap::new();
    for board in all(conn, source)? {
        tallies.entry(board.source.clone()).or_default().add(board);
    }
    Ok(tallies)
}
