//! Manners towards hosts: one request at a time and one pace over all workers, waits that hosts asked for, and a circuit
//! breaker. All of it stands in the database, so that it holds for every process and after a restart.

use std::sync::atomic::{AtomicU64, Ordering};

use chrono::TimeDelta;
use db::Db;
use db::hosts::{self, Robots, Turn};
use domain::time::Timestamp;

/// Failures in a row after which a host is left alone.
const FAILURES: u32 = 5;
/// How long it is left alone at first; doubled with each failure that follows.
const REST: TimeDelta = TimeDelta::minutes(10);
/// The longest rest.
const LONGEST_REST: TimeDelta = TimeDelta::hours(6);

/// The turns of one process.
pub(super) struct Hosts {
    db: Db,
    owner: String,
    turns: AtomicU64,
}

/// A host that may be asked once.
pub(super) struct Lease {
    owner: String,
    /// Its failures in a row before this turn.
    pub failures: u32,
}

impl Hosts {
    /// `owner` tells this process from others.
    pub fn new(db: Db, owner: u128) -> Hosts {
        Hosts { db, owner: format!("{owner:032x}"), turns: AtomicU64::new(0) }
    }

    /// Asks for a turn that ends at `until` at the latest; the error says when there may be one.
    pub fn take(&self, host: &str, now: Timestamp, until: Timestamp) -> Result<Result<Lease, Turn>, db::Error> {
        let owner = format!("{}-{}", self.owner, self.turns.fetch_add(1, Ordering::Relaxed));
        let turn = self.db.write_blocking(|c| hosts::take(c, host, &owner, now, until))?;
        Ok(match turn {
            Turn::Taken { failures } => Ok(Lease { owner, failures }),
            other => Err(other),
        })
    }

    /// Gives a turn back; the next is at `next_at` at the earliest.
    pub fn give_back(&self, host: &str, lease: &Lease, next_at: Timestamp, failures: u32) -> Result<(), db::Error> {
        self.db.write_blocking(|c| hosts::give_back(c, host, &lease.owner, next_at, failures))
    }

    /// The rules of a host's robots.txt that hold at this time, if they are known.
    pub fn robots(&self, host: &str, now: Timestamp) -> Result<Option<String>, db::Error> {
        let kept = self.db.read_blocking(|c| hosts::robots(c, host))?;
        Ok(kept.filter(|robots| robots.until > now).map(|robots| robots.rules))
    }

    pub fn keep_robots(&self, host: &str, robots: &Robots) -> Result<(), db::Error> {
        self.db.write_blocking(|c| hosts::keep_robots(c, host, robots))
    }
}

/// How long a host rests after so many failures in a row.
pub(super) fn rest(failures: u32) -> TimeDelta {
    match failures.checked_sub(FAILURES) {
        Some(over) => (REST * (1 << over.min(10))).min(LONGEST_REST),
        None => TimeDelta::zero(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_host_that_fails_again_and_again_rests_longer_each_time() {
        assert_eq!(rest(FAILURES - 1), TimeDelta::zero());
        assert_eq!((rest(FAILURES), rest(FAILURES + 1)), (REST, REST * 2));
        assert_eq!(rest(u32::MAX), LONGEST_REST);
    }
}
