//! Manners towards hosts: one pace each, waits that they asked for, and a circuit breaker.

use std::collections::HashMap;

use chrono::TimeDelta;
use domain::time::Timestamp;

/// Failures in a row after which a host is left alone.
const FAILURES: u32 = 5;
/// How long it is left alone at first; doubled with each failure that follows.
const REST: TimeDelta = TimeDelta::minutes(10);
/// The longest rest.
const LONGEST_REST: TimeDelta = TimeDelta::hours(6);

#[derive(Debug, Default)]
pub struct Hosts(HashMap<String, Host>);

#[derive(Debug, Default)]
struct Host {
    /// Not before this.
    next: Option<Timestamp>,
    failures: u32,
}

impl Hosts {
    /// The moment, from `now` on, that is free for a request to a host; the one after it is `pace` later.
    /// If that is further off than `patience`, nothing is taken, and the moment is the error.
    pub fn book(&mut self, host: &str, now: Timestamp, pace: TimeDelta, patience: TimeDelta) -> Result<Timestamp, Timestamp> {
        let host = self.0.entry(host.to_owned()).or_default();
        let at = host.next.map_or(now, |next| next.max(now));
        if at.since(now) > patience {
            return Err(at);
        }
        host.next = Some(at.plus(pace));
        Ok(at)
    }

    /// Leaves a host alone until a time, if it is not longer already.
    pub fn hold(&mut self, host: &str, until: Timestamp) {
        let host = self.0.entry(host.to_owned()).or_default();
        host.next = Some(host.next.map_or(until, |next| next.max(until)));
    }

    /// Closes the breaker again.
    pub fn succeeded(&mut self, host: &str) {
        self.0.entry(host.to_owned()).or_default().failures = 0;
    }

    /// Counts a failure; after [`FAILURES`] in a row the host rests.
    pub fn failed(&mut self, host: &str, now: Timestamp) {
        let failures = &mut self.0.entry(host.to_owned()).or_default().failures;
        *failures = failures.saturating_add(1);
        if let Some(over) = failures.checked_sub(FAILURES) {
            let rest = (REST * (1 << over.min(10))).min(LONGEST_REST);
            self.hold(host, now.plus(rest));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(seconds: i64) -> Timestamp {
        Timestamp::from_unix_seconds(seconds)
    }

    const PACE: TimeDelta = TimeDelta::seconds(10);
    const PATIENCE: TimeDelta = TimeDelta::seconds(60);

    #[test]
    fn each_host_has_its_own_pace() {
        let mut hosts = Hosts::default();
        assert_eq!(hosts.book("a", at(0), PACE, PATIENCE), Ok(at(0)));
        assert_eq!(hosts.book("a", at(3), PACE, PATIENCE), Ok(at(10)));
        assert_eq!(hosts.book("b", at(3), PACE, PATIENCE), Ok(at(3)));
        assert_eq!(hosts.book("a", at(40), PACE, PATIENCE), Ok(at(40)));
    }

    #[test]
    fn a_wait_that_is_too_long_takes_no_turn() {
        let mut hosts = Hosts::default();
        hosts.hold("a", at(100));
        assert_eq!(hosts.book("a", at(0), PACE, PATIENCE), Err(at(100)));
        assert_eq!(hosts.book("a", at(50), PACE, PATIENCE), Ok(at(100)));
    }

    #[test]
    fn a_host_that_fails_again_and_again_rests_longer_each_time() {
        let mut hosts = Hosts::default();
        (1..FAILURES).for_each(|_| hosts.failed("a", at(0)));
        assert!(hosts.book("a", at(0), PACE, PATIENCE).is_ok());
        hosts.failed("a", at(0));
        assert_eq!(hosts.book("a", at(0), PACE, PATIENCE), Err(at(600)));
        hosts.failed("a", at(600));
        assert_eq!(hosts.book("a", at(600), PACE, PATIENCE), Err(at(1800)));
        (0..40).for_each(|_| hosts.failed("a", at(1800)));
        assert_eq!(hosts.book("a", at(1800), PACE, PATIENCE), Err(at(1800 + 6 * 3600)));
        hosts.succeeded("a");
        hosts.failed("a", at(30_000));
        assert_eq!(hosts.book("a", at(30_000), PACE, PATIENCE), Ok(at(30_000)));
    }
}
