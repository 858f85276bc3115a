//! Working hours and time zones: how many minutes two working days overlap.

use chrono::{Datelike, NaiveDate, NaiveDateTime, Offset, TimeZone};
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

/// Minutes of a working day: 09:00 to 17:00.
const DAY_START: i32 = 9 * 60;
const DAY_END: i32 = 17 * 60;
const DAY: i32 = 24 * 60;

/// The time-zone window that a posting states: where the people it wants are, on the clock.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Window {
    /// A range of UTC offsets in minutes, ends included: "UTC-3 to UTC+2".
    Offsets {
        /// The westernmost offset in minutes east of UTC.
        from: i32,
        /// The easternmost offset in minutes east of UTC.
        to: i32,
    },
    /// The working hours of a zone: "Pacific time", or "4 hours overlap with Lisbon".
    Zone {
        /// The IANA name.
        zone: String,
        /// The minutes of overlap that are asked for; `None` for the whole working day.
        overlap: Option<i32>,
    },
    /// Any zone from one to another, each with its own daylight saving: "US time zones".
    Between {
        /// The IANA name of the westernmost zone.
        west: String,
        /// The IANA name of the easternmost zone.
        east: String,
        /// The minutes of overlap that are asked for; `None` for the whole working day.
        overlap: Option<i32>,
    },
    /// The working hours of one of several zones, and nothing says of which: "CST", "IST", "BST".
    OneOf {
        /// The IANA names that the words may mean.
        zones: Vec<String>,
        /// The minutes of overlap that are asked for; `None` for the whole working day.
        overlap: Option<i32>,
    },
}

/// Least and greatest overlap of working hours over a year, in minutes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Overlap {
    /// On the worst day.
    pub least: i32,
    /// On the best day.
    pub most: i32,
}

/// The zone with this IANA name.
pub fn zone(name: &str) -> Option<Tz> {
    name.parse().ok()
}

/// Every IANA name that [`zone`] understands, in order.
pub fn names() -> Vec<&'static str> {
    let mut all: Vec<_> = chrono_tz::TZ_VARIANTS.iter().map(|zone| zone.name()).collect();
    all.sort_unstable();
    all
}

impl Window {
    /// The overlap of the reader's working day (09:00–17:00 in `reader`) with the
    /// window's, over the days of `year`. In a range, the offset nearest to the reader
    /// counts, because the employer takes any of them; of zones between which the
    /// words don't decide, the worst and the best one count.
    ///
    /// `None` where the window names a zone that is not in the IANA database, or the year is not in the calendar.
    pub fn overlap(&self, reader: Tz, year: i32) -> Option<Overlap> {
        match self {
            Window::Offsets { from, to } => over_year(year, |noon| clamped(offset_minutes(reader, noon), *from, *to)),
            Window::Zone { zone: name, .. } => with_zone(reader, zone(name)?, year),
            Window::Between { west, east, .. } => {
                let (west, east) = (zone(west)?, zone(east)?);
                over_year(year, |noon| clamped(offset_minutes(reader, noon), offset_minutes(west, noon), offset_minutes(east, noon)))
            }
            Window::OneOf { zones, .. } => {
                let each: Option<Vec<Overlap>> = zones.iter().map(|name| with_zone(reader, zone(name)?, year)).collect();
                each?.into_iter().reduce(|a, b| Overlap { least: a.least.min(b.least), most: a.most.max(b.most) })
            }
        }
    }
}

fn with_zone(reader: Tz, theirs: Tz, year: i32) -> Option<Overlap> {
    over_year(year, |noon| common_minutes(offset_minutes(reader, noon) - offset_minutes(theirs, noon)))
}

/// The worst and the best day of a year. Each day is looked at by itself, because the
/// clocks of two zones may differ for a few days only (Morocco keeps Ramadan, not weeks).
fn over_year(year: i32, minutes: impl Fn(NaiveDateTime) -> i32) -> Option<Overlap> {
    NaiveDate::from_ymd_opt(year, 1, 1)?
        .iter_days()
        .take_while(|day| day.year() == year)
        .filter_map(|day| Some(minutes(day.and_hms_opt(12, 0, 0)?)))
        .map(|minutes| Overlap { least: minutes, most: minutes })
        .reduce(|a, b| Overlap { least: a.least.min(b.least), most: a.most.max(b.most) })
}

/// Minutes shared with the offset of a range that is nearest to the reader's, also across the date line.
fn clamped(reader: i32, from: i32, to: i32) -> i32 {
    let (from, to) = (from.min(to), from.max(to));
    [-DAY, 0, DAY].iter().map(|shift| reader + shift).map(|reader| common_minutes(reader - reader.clamp(from, to))).max().unwrap_or(0)
}

fn offset_minutes(zone: Tz, noon_utc: NaiveDateTime) -> i32 {
    zone.offset_from_utc_datetime(&noon_utc).fix().local_minus_utc() / 60
}

/// Minutes that two 09:00–17:00 days share when their offsets differ by so many minutes.
fn common_minutes(difference: i32) -> i32 {
    [-DAY, 0, DAY].iter().map(|shift| (DAY_END - DAY_START - (difference + shift).abs()).max(0)).max().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn overlap_follows_daylight_saving() {
        let new_york = Window::Zone { zone: "America/New_York".into(), overlap: None };
        let lisbon = new_york.overlap(Tz::Europe__Lisbon, 2026).unwrap();
        assert_eq!(lisbon, Overlap { least: 180, most: 240 });
        assert_eq!(new_york.overlap(Tz::America__Toronto, 2026), Some(Overlap { least: 480, most: 480 }));
        assert_eq!(new_york.overlap(Tz::Asia__Tokyo, 2026).map(|o| o.most), Some(0));
    }

    #[test]
    fn a_reader_inside_a_range_of_offsets_overlaps_fully() {
        let window = Window::Offsets { from: -180, to: 120 };
        assert_eq!(window.overlap(Tz::Europe__Lisbon, 2026), Some(Overlap { least: 480, most: 480 }));
        assert_eq!(window.overlap(Tz::America__Los_Angeles, 2026), Some(Overlap { least: 180, most: 240 }));
    }

    #[test]
    fn a_range_of_zones_follows_the_daylight_saving_of_both_ends() {
        let states = Window::Between { west: "America/Los_Angeles".into(), east: "America/New_York".into(), overlap: None };
        // New York is five hours behind Lisbon, and four for some weeks of March and of autumn.
        assert_eq!(states.overlap(Tz::Europe__Lisbon, 2026), Some(Overlap { least: 180, most: 240 }));
        assert_eq!(states.overlap(Tz::America__Denver, 2026), Some(Overlap { least: 480, most: 480 }));
        // Phoenix stays while its neighbours turn their clocks, and is inside all the same.
        assert_eq!(states.overlap(Tz::America__Phoenix, 2026), Some(Overlap { least: 480, most: 480 }));
    }

    #[test]
    fn an_ambiguous_abbreviation_gives_the_worst_and_the_best_of_its_zones() {
        let cst = Window::OneOf { zones: vec!["America/Chicago".into(), "Asia/Shanghai".into()], overlap: None };
        assert_eq!(cst.overlap(Tz::America__Chicago, 2026), Some(Overlap { least: 0, most: 480 }));
        assert_eq!(Window::OneOf { zones: Vec::new(), overlap: None }.overlap(Tz::UTC, 2026), None);
    }

    #[test]
    fn clocks_that_differ_for_some_days_only_are_seen() {
        let new_york = Window::Zone { zone: "America/New_York".into(), overlap: None };
        // Six hours in winter; four while Casablanca keeps Ramadan (UTC+0) and New York summer time: two weeks of March 2026.
        assert_eq!(new_york.overlap(Tz::Africa__Casablanca, 2026), Some(Overlap { least: 120, most: 240 }));
        assert_eq!(new_york.overlap(Tz::Europe__Paris, 300_000), None);
        assert_eq!(Window::Zone { zone: "Mars/Base".into(), overlap: None }.overlap(Tz::UTC, 2026), None);
    }

    #[test]
    fn the_date_line_is_no_wall() {
        assert_eq!(common_minutes(23 * 60), 7 * 60);
    }
}
