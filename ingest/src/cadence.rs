//! How often a board is asked: the more often, the more often it changes; the less often, the longer it fails.

use chrono::TimeDelta;
use domain::time::Timestamp;

/// The longest time between two runs, unless the source asks for a longer one: with its jitter still within the day after
/// which a listing counts as unconfirmed.
const LONGEST: TimeDelta = TimeDelta::hours(21);
/// The pause after a first failure; doubled with each failure in a row.
const PAUSE: TimeDelta = TimeDelta::minutes(10);
/// The longest pause after failures.
const LONGEST_PAUSE: TimeDelta = TimeDelta::hours(24);
/// How long a board that does not answer is asked on.
pub const RETIRED_AFTER: TimeDelta = TimeDelta::days(14);

/// The time to the next run of a board whose last two were `before` apart (zero before the first): half of it where the
/// board has changed, half as much again where it has not, never less than the source's cadence. A board that changes with
/// every run is asked at the cadence; one that is left alone settles at [`LONGEST`] within a few runs.
pub fn next(cadence: TimeDelta, before: TimeDelta, changed: bool) -> TimeDelta {
    let next = if changed { before / 2 } else { before + before / 2 };
    next.clamp(cadence, LONGEST.max(cadence))
}

/// Up to a tenth more, by chance: boards that were added together do not stay together.
pub fn jittered(interval: TimeDelta, random: u128) -> TimeDelta {
    let thousandths = i32::try_from(random % 1_000).unwrap_or(0);
    interval + interval / 10_000 * thousandths
}

/// The pause after so many failures in a row.
pub fn pause(failures: u32) -> TimeDelta {
    (PAUSE * (1 << failures.saturating_sub(1).min(10))).min(LONGEST_PAUSE)
}

/// Whether a failing board is given up: nothing has come from it for [`RETIRED_AFTER`], counted from its last answer, or
/// from when it began to be watched.
pub fn is_given_up(checked_at: Option<Timestamp>, watched_since: Timestamp, now: Timestamp) -> bool {
    let heard = checked_at.map_or(watched_since, |at| at.max(watched_since));
    now.since(heard) >= RETIRED_AFTER
}

#[cfg(test)]
mod tests {
    use super::*;

    const CADENCE: TimeDelta = TimeDelta::hours(6);

    #[test]
    fn the_interval_follows_the_changes_between_cadence_and_ceiling() {
        let mut interval = next(CADENCE, TimeDelta::zero(), true);
        assert_eq!(interval, CADENCE);
        let quiet: Vec<i64> = (0..4)
            .map(|_| {
                interval = next(CADENCE, interval, false);
                interval.num_minutes()
            })
            .collect();
        assert_eq!(quiet, [9 * 60, 13 * 60 + 30, 20 * 60 + 15, 21 * 60]);
        assert_eq!(next(CADENCE, interval, true), TimeDelta::minutes(21 * 30));
        assert_eq!(next(CADENCE, CADENCE, true), CADENCE, "never more often than the source wants");
        let slow = TimeDelta::hours(48);
        assert_eq!(next(slow, slow, false), slow, "a source may want less than any ceiling");
    }

    #[test]
    fn jitter_adds_a_tenth_at_most_and_takes_nothing() {
        for random in [0, 1, 999, 1_000, u128::MAX] {
            let jittered = jittered(CADENCE, random);
            assert!(jittered >= CADENCE && jittered <= CADENCE + CADENCE / 10, "{jittered}");
        }
        assert_ne!(jittered(CADENCE, 500), jittered(CADENCE, 501));
        assert!(jittered(LONGEST, 999) < TimeDelta::hours(24));
    }

    #[test]
    fn pauses_grow_until_the_board_is_given_up() {
        let at = |hours: i64| Timestamp::from_unix_seconds(hours * 3600);
        assert_eq!((pause(1), pause(2), pause(40)), (PAUSE, PAUSE * 2, LONGEST_PAUSE));
        assert!(!is_given_up(None, at(0), at(14 * 24 - 1)));
        assert!(is_given_up(None, at(0), at(14 * 24)));
        assert!(!is_given_up(Some(at(100)), at(0), at(14 * 24)));
        assert!(!is_given_up(Some(at(0)), at(400), at(14 * 24)), "taken up again, it has its time again");
    }
}
