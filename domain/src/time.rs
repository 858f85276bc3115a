//! Points in time: UTC, whole microseconds, so that both databases keep them alike.

use std::fmt;

use chrono::{DateTime, NaiveDate, NaiveDateTime, SecondsFormat, TimeDelta, Utc};

const MICROS_PER_DAY: i64 = 86_400_000_000;

/// A point in time in UTC, in whole microseconds since 1970, between the years 1 and 9999.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub struct Timestamp(i64);

impl Timestamp {
    /// The earliest value, 0001-01-01.
    pub const MIN: Timestamp = Timestamp(-62_135_596_800_000_000);
    /// The latest value, the end of 9999-12-31.
    pub const MAX: Timestamp = Timestamp(253_402_300_799_999_999);

    /// From microseconds since 1970; values outside the range are moved to its end.
    pub fn from_unix_micros(micros: i64) -> Timestamp {
        Timestamp(micros.clamp(Self::MIN.0, Self::MAX.0))
    }

    /// From milliseconds since 1970.
    pub fn from_unix_millis(millis: i64) -> Timestamp {
        Self::from_unix_micros(millis.saturating_mul(1000))
    }

    /// From seconds since 1970.
    pub fn from_unix_seconds(seconds: i64) -> Timestamp {
        Self::from_unix_micros(seconds.saturating_mul(1_000_000))
    }

    /// From chrono's type; nanoseconds are cut off.
    pub fn from_chrono(at: DateTime<Utc>) -> Timestamp {
        Self::from_unix_micros(at.timestamp_micros())
    }

    /// As chrono's type.
    pub fn to_chrono(self) -> DateTime<Utc> {
        DateTime::from_timestamp_micros(self.0).unwrap_or(DateTime::UNIX_EPOCH)
    }

    /// Microseconds since 1970.
    pub fn unix_micros(self) -> i64 {
        self.0
    }

    /// Milliseconds since 1970.
    pub fn unix_millis(self) -> i64 {
        self.0.div_euclid(1000)
    }

    /// Whole seconds since 1970.
    pub fn unix_seconds(self) -> i64 {
        self.0.div_euclid(1_000_000)
    }

    /// Days since 1970-01-01 in UTC.
    pub fn unix_day(self) -> i64 {
        self.0.div_euclid(MICROS_PER_DAY)
    }

    /// The calendar date in UTC.
    pub fn date(self) -> NaiveDate {
        self.to_chrono().date_naive()
    }

    /// This much later.
    pub fn plus(self, delta: TimeDelta) -> Timestamp {
        Self::from_unix_micros(self.0.saturating_add(delta.num_microseconds().unwrap_or(i64::MAX)))
    }

    /// This much earlier.
    pub fn minus(self, delta: TimeDelta) -> Timestamp {
        Self::from_unix_micros(self.0.saturating_sub(delta.num_microseconds().unwrap_or(i64::MAX)))
    }

    /// How long after `earlier` this is; negative when before.
    pub fn since(self, earlier: Timestamp) -> TimeDelta {
        TimeDelta::microseconds(self.0.saturating_sub(earlier.0))
    }

    /// Reads RFC 3339, as `2026-05-04T09:30:00Z` or with an offset.
    pub fn parse_rfc3339(text: &str) -> Option<Timestamp> {
        let at = DateTime::parse_from_rfc3339(text.trim()).ok()?.with_timezone(&Utc);
        // An offset can carry a time a day past either end; it is moved to the end.
        Some(Self::from_chrono(at))
    }

    /// Reads the date formats that job platforms use: RFC 3339, RFC 2822, the
    /// same without a zone (taken as UTC), `… UTC`, or a date alone. Numbers
    /// are epoch seconds, or milliseconds when they are too large for seconds.
    pub fn parse_lenient(text: &str) -> Option<Timestamp> {
        let text = text.trim();
        if let Some(at) = Self::parse_rfc3339(text) {
            return Some(at);
        }
        if let Ok(number) = text.parse::<i64>() {
            return Self::from_epoch_number(number);
        }
        if let Ok(at) = DateTime::parse_from_rfc2822(text) {
            return Some(Self::from_chrono(at.with_timezone(&Utc)));
        }
        let bare = text.trim_end_matches("UTC").trim_end_matches('Z').trim();
        for format in ["%Y-%m-%dT%H:%M:%S%.f", "%Y-%m-%d %H:%M:%S%.f", "%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"] {
            if let Ok(at) = NaiveDateTime::parse_from_str(bare, format) {
                return Some(Self::from_chrono(at.and_utc()));
            }
        }
        for format in ["%Y-%m-%dT%H:%M:%S%.f%z", "%Y-%m-%d %H:%M:%S%.f %z"] {
            if let Ok(at) = DateTime::parse_from_str(text, format) {
                return Some(Self::from_chrono(at.with_timezone(&Utc)));
            }
        }
        let date = NaiveDate::parse_from_str(bare, "%Y-%m-%d").ok()?;
        Some(Self::from_chrono(date.and_hms_opt(0, 0, 0)?.and_utc()))
    }

    /// Epoch seconds, or milliseconds from the year 5138 in seconds on. Zero and negative numbers mean "unknown".
    pub fn from_epoch_number(number: i64) -> Option<Timestamp> {
        match number {
            ..=0 => None,
            1..100_000_000_000 => Some(Self::from_unix_seconds(number)),
            100_000_000_000..=100_000_000_000_000 => Some(Self::from_unix_millis(number)),
            _ => None,
        }
    }
}

/// RFC 3339 in UTC with exactly three decimals.
impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.to_chrono().to_rfc3339_opts(SecondsFormat::Millis, true))
    }
}

impl serde::Serialize for Timestamp {
    fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.collect_str(self)
    }
}

impl<'de> serde::Deserialize<'de> for Timestamp {
    fn deserialize<D: serde::Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        let text = <std::borrow::Cow<'de, str> as serde::Deserialize>::deserialize(d)?;
        Timestamp::parse_rfc3339(&text).ok_or_else(|| serde::de::Error::custom("not an RFC 3339 time"))
    }
}

/// Reads the ISO 8601 durations that the API takes: `P7D`, `P2W`, `PT15M`, `P1DT12H`.
/// Years and months are refused, because their length depends on the calendar.
pub fn parse_duration(text: &str) -> Option<TimeDelta> {
    let rest = text.strip_prefix('P')?;
    let (date, time) = match rest.split_once('T') {
        Some((_, "")) => return None,
        Some((date, time)) => (date, time),
        None => (rest, ""),
    };
    if date.is_empty() && time.is_empty() {
        return None;
    }
    let mut total = TimeDelta::zero();
    for (part, units) in [(date, [('W', 604_800), ('D', 86_400), ('\0', 0)]), (time, [('H', 3600), ('M', 60), ('S', 1)])] {
        let mut digits = String::new();
        let mut units = units.iter();
        for c in part.chars() {
            if c.is_ascii_digit() {
                digits.push(c);
            } else {
                let (_, seconds) = units.by_ref().find(|(unit, _)| *unit == c)?;
                let count: i64 = digits.parse().ok()?;
                total = total.checked_add(&TimeDelta::try_seconds(count.checked_mul(*seconds)?)?)?;
                digits.clear();
            }
        }
        if !digits.is_empty() {
            return None;
        }
    }
    Some(total)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn platform_dates_are_read() {
        let day = Timestamp::parse_rfc3339("2026-08-05T10:10:39Z");
        assert!(day.is_some());
        for text in [
            "2026-08-05 10:10:39 UTC",
            "2026-08-05T10:10:39",
            "2026-08-05T10:10:39.000+00:00",
            "Wed, 05 Aug 2026 10:10:39 +0000",
            "1785924639",
            "1785924639000",
            "2026-08-05T06:10:39-04:00",
        ] {
            assert_eq!(Timestamp::parse_lenient(text), day, "{text}");
        }
        assert_eq!(Timestamp::parse_lenient("0"), None);
        assert_eq!(Timestamp::parse_lenient("yesterday"), None);
    }

    #[test]
    fn durations_are_read_or_refused() {
        assert_eq!(parse_duration("P7D"), Some(TimeDelta::days(7)));
        assert_eq!(parse_duration("P1DT12H"), Some(TimeDelta::hours(36)));
        assert_eq!(parse_duration("PT15M"), Some(TimeDelta::minutes(15)));
        for text in ["", "P", "PT", "7D", "P1M", "P-7D", "P7", "P99999999999999999999D", "PD"] {
            assert_eq!(parse_duration(text), None, "{text}");
        }
    }

    #[test]
    fn text_has_three_decimals() {
        assert_eq!(Timestamp::from_unix_millis(1_777_887_000_000).to_string(), "2026-05-04T09:30:00.000Z");
    }
}
