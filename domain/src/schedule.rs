//! From a schedule to the moments at which it tells.
//!
//! A day has one moment, also where clocks are changed: an hour that is left out is told when the clock has passed it, one that
//! comes twice the first time it comes.

use chrono::{Datelike, Days, Duration, MappedLocalTime, NaiveDate, Offset, TimeZone, Utc};
use chrono_tz::Tz;

use crate::saved_search::{Cadence, Schedule};
use crate::time::Timestamp;

impl Schedule {
    /// When something that came at `at` is told: the first moment of the schedule after it, at once, or never.
    pub fn next(&self, at: Timestamp) -> Option<Timestamp> {
        let step = match self.cadence {
            Cadence::Off => return None,
            Cadence::Instant => return Some(at),
            Cadence::Daily => 1,
            Cadence::Weekly => 7,
        };
        // A day back, because the clock may have been turned since.
        let mut day = at.to_chrono().with_timezone(&self.zone).date_naive().checked_sub_days(Days::new(1))?;
        if self.cadence == Cadence::Weekly {
            day = day.checked_sub_days(Days::new(day.weekday().num_days_from_monday().into()))?;
        }
        // The day before, this one and the next, and one more where a day was left out.
        for _ in 0..4 {
            let moment = moment(self.zone, day, self.hour)?;
            if moment > at {
                return Some(moment);
            }
            day = day.checked_add_days(Days::new(step))?;
        }
        None
    }
}

/// The moment at which the clock of a zone shows a full hour of a day; `None` outside the calendar.
fn moment(zone: Tz, day: NaiveDate, hour: u8) -> Option<Timestamp> {
    let local = day.and_hms_opt(hour.into(), 0, 0)?;
    let at = match zone.from_local_datetime(&local) {
        MappedLocalTime::Single(at) | MappedLocalTime::Ambiguous(at, _) => at.with_timezone(&Utc),
        MappedLocalTime::None => {
            // By the clock of the day before, which goes on as if nobody had turned it.
            let before = zone.offset_from_utc_datetime(&local.checked_sub_signed(Duration::days(1))?).fix();
            local.checked_sub_signed(Duration::seconds(before.local_minus_utc().into()))?.and_utc()
        }
    };
    Some(Timestamp::from_chrono(at))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeMap;

    fn at(text: &str) -> Timestamp {
        Timestamp::parse_rfc3339(text).unwrap()
    }

    fn schedule(cadence: Cadence, hour: u8, zone: &str) -> Schedule {
        Schedule { cadence, hour, zone: zone.parse().unwrap() }
    }

    #[test]
    fn what_came_is_told_at_the_next_moment_of_the_readers_clock() {
        let daily = schedule(Cadence::Daily, 8, "Europe/Lisbon");
        assert_eq!(daily.next(at("2026-06-01T06:59:59Z")), Some(at("2026-06-01T07:00:00Z")));
        assert_eq!(daily.next(at("2026-06-01T07:00:00Z")), Some(at("2026-06-02T07:00:00Z")), "what comes at the moment is for the next");
        let weekly = schedule(Cadence::Weekly, 8, "Asia/Tokyo");
        assert_eq!(weekly.next(at("2026-06-01T12:00:00Z")), Some(at("2026-06-07T23:00:00Z")), "Monday there");
        let instant = schedule(Cadence::Instant, 8, "UTC");
        assert_eq!(instant.next(at("2026-06-01T12:00:00Z")), Some(at("2026-06-01T12:00:00Z")));
        assert_eq!(schedule(Cadence::Off, 8, "UTC").next(at("2026-06-01T12:00:00Z")), None);
    }

    #[test]
    fn an_hour_that_is_left_out_or_comes_twice_is_told_once() {
        // 2026-03-29: Berlin goes from 02:00 to 03:00.
        let daily = schedule(Cadence::Daily, 2, "Europe/Berlin");
        assert_eq!(daily.next(at("2026-03-28T12:00:00Z")), Some(at("2026-03-29T01:00:00Z")), "03:00 there");
        assert_eq!(daily.next(at("2026-03-29T01:00:00Z")), Some(at("2026-03-30T00:00:00Z")));
        // 2026-10-25: it goes from 03:00 back to 02:00.
        assert_eq!(daily.next(at("2026-10-24T12:00:00Z")), Some(at("2026-10-25T00:00:00Z")), "the first 02:00");
        assert_eq!(daily.next(at("2026-10-25T00:30:00Z")), Some(at("2026-10-26T01:00:00Z")), "not the second");
        // 2011-12-30 did not exist in Apia: its listings are told on the 31st, once.
        let apia = schedule(Cadence::Daily, 8, "Pacific/Apia");
        assert_eq!(apia.next(at("2011-12-29T18:00:00Z")), Some(at("2011-12-30T18:00:00Z")));
        assert_eq!(apia.next(at("2011-12-30T18:00:00Z")), Some(at("2011-12-31T18:00:00Z")));
        assert_eq!(Schedule { hour: 24, ..daily }.next(at("2026-10-24T12:00:00Z")), None);
        assert_eq!(daily.next(Timestamp::MAX), None);
    }

    /// Zones of every kind: whole, half and quarter offsets, both hemispheres, half-hour changes, changes at midnight, both ends of the day.
    const ZONES: [&str; 30] = [
        "UTC",
        "Europe/Lisbon",
        "Europe/London",
        "Europe/Berlin",
        "Europe/Athens",
        "Europe/Moscow",
        "Europe/Dublin",
        "Africa/Cairo",
        "Africa/Casablanca",
        "Africa/Lagos",
        "America/New_York",
        "America/Chicago",
        "America/Denver",
        "America/Los_Angeles",
        "America/Sao_Paulo",
        "America/Santiago",
        "America/St_Johns",
        "America/Havana",
        "America/Asuncion",
        "Asia/Beirut",
        "Asia/Kolkata",
        "Asia/Kathmandu",
        "Asia/Tokyo",
        "Asia/Tehran",
        "Asia/Gaza",
        "Australia/Lord_Howe",
        "Australia/Sydney",
        "Pacific/Chatham",
        "Pacific/Kiritimati",
        "Pacific/Pago_Pago",
    ];

    #[test]
    fn two_years_in_thirty_zones_have_one_digest_a_period_and_each_listing_in_one() {
        let (start, end) = (at("2025-12-15T00:00:00Z"), at("2027-12-20T00:00:00Z"));
        for (zone, n) in ZONES.iter().zip(0u8..) {
            for (cadence, hour) in [(Cadence::Daily, 0), (Cadence::Daily, 2), (Cadence::Daily, 3 + n % 21), (Cadence::Weekly, n % 4)] {
                let schedule = schedule(cadence, hour, zone);
                let moments: Vec<Timestamp> =
                    std::iter::successors(schedule.next(start), |at| schedule.next(*at).filter(|at| *at < end)).collect();
                let days: Vec<NaiveDate> = moments.iter().map(|at| at.to_chrono().with_timezone(&schedule.zone).date_naive()).collect();
                let apart = if cadence == Cadence::Daily { 1 } else { 7 };
                for pair in days.windows(2) {
                    assert_eq!((pair[1] - pair[0]).num_days(), apart, "{zone} {cadence} at {hour}: {pair:?}");
                }
                assert!(cadence == Cadence::Daily || days.iter().all(|day| day.weekday() == chrono::Weekday::Mon));
                // Listings come every 5 hours and 7 minutes; each is told at exactly one of the moments, the first after it came.
                let mut told: BTreeMap<Timestamp, usize> = BTreeMap::new();
                let mut came = start;
                let mut count = 0;
                while came < end.minus(Duration::days(8)) {
                    let due = schedule.next(came).unwrap();
                    assert!(came < due && due.since(came) <= Duration::days(apart) + Duration::hours(1), "{zone} {cadence}");
                    *told.entry(due).or_default() += 1;
                    count += 1;
                    came = came.plus(Duration::minutes(307));
                }
                assert!(told.keys().all(|due| moments.binary_search(due).is_ok()), "{zone} {cadence} at {hour}");
                assert_eq!(told.values().sum::<usize>(), count);
            }
        }
    }
}
