//! How it goes with a source's boards together.

use std::collections::HashMap;

use diesel::dsl::{count_star, max, sum};
use diesel::prelude::*;
use domain::source::BoardState;
use domain::time::Timestamp;

use super::Counts;
use crate::conn::Conn;
use crate::error::Error;
use crate::row::time;
use crate::schema::boards;

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
}

impl Tally {
    /// How many are in a state.
    pub fn of(&self, state: BoardState) -> u64 {
        self.states.get(&state).copied().unwrap_or(0)
    }
}

/// The boards of each source that has some.
pub fn tallies(conn: &mut Conn) -> Result<HashMap<String, Tally>, Error> {
    type Row = (String, Option<i64>, Option<i64>, Option<i64>, Option<i64>, Option<i64>);
    let together: Vec<Row> = boards::table
        .group_by(boards::source)
        .select((
            boards::source,
            max(boards::checked_at),
            max(boards::complete_at),
            sum(boards::seen),
            sum(boards::accepted),
            sum(boards::rejected),
        ))
        .load(conn)?;
    let count = |n: Option<i64>| n.and_then(|n| u32::try_from(n).ok()).unwrap_or(0);
    let mut tallies: HashMap<String, Tally> = together
        .into_iter()
        .map(|(source, checked, complete, seen, accepted, rejected)| {
            let counts = Counts { seen: count(seen), accepted: count(accepted), rejected: count(rejected) };
            (source, Tally { checked_at: time(checked), complete_at: time(complete), counts, ..Tally::default() })
        })
        .collect();
    let counted = boards::table.group_by(boards::source).select((boards::source, count_star()));
    let kept = counted.filter(boards::retired_at.is_null());
    let answering = kept.filter(boards::failures.eq(0));
    let calm = answering.filter(boards::trouble.is_null());
    let states: [(BoardState, Vec<(String, i64)>); 5] = [
        (BoardState::Retired, counted.filter(boards::retired_at.is_not_null()).load(conn)?),
        (BoardState::Failing, kept.filter(boards::failures.gt(0)).load(conn)?),
        (BoardState::Doubtful, answering.filter(boards::trouble.is_not_null()).load(conn)?),
        (BoardState::New, calm.filter(boards::checked_at.is_null()).load(conn)?),
        (BoardState::Healthy, calm.filter(boards::checked_at.is_not_null()).load(conn)?),
    ];
    for (state, counts) in states {
        for (source, count) in counts {
            tallies.entry(source).or_default().states.insert(state, count.unsigned_abs());
        }
    }
    Ok(tallies)
}
