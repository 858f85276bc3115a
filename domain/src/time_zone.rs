//! Working hours and time zones: how many minutes two working days overlap.

use chrono::{NaiveDate, Offset, TimeZone};
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
}

/// Least and greatest overlap of working hours over a year, in minutes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Overlap {
    /// In the worst week.
    pub least: i32,
    /// In the best week.
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
    /// window's, over the days of `year`. For a range of offsets, the best
    /// offset of the range counts, because the employer takes any of them.
    pub fn overlap(&self, reader: Tz, year: i32) -> Option<Overlap> {
        let mut overlap: Option<Overlap> = None;
        // Every zone's rules change on week boundaries at most a few times a year: weekly samples see each.
        let start = NaiveDate::from_ymd_opt(year, 1, 1)?;
        for week in 0..52 {
            let noon = start.checked_add_days(chrono::Days::new(week * 7))?.and_hms_opt(12, 0, 0)?;
            let theirs = offset_minutes(reader, noon);
            let minutes = match self {
                Window::Offsets { from, to } => common_minutes(theirs - theirs.clamp(*from, *to)),
                Window::Zone { zone: name, .. } => common_minutes(theirs - offset_minutes(zone(name)?, noon)),
            };
            overlap = Some(match overlap {
                None => Overlap { least: minutes, most: minutes },
                Some(o) => Overlap { least: o.least.min(minutes), most: o.most.max(minutes) },
            });
        }
        overlap
    }
}

fn offset_minutes(zone: Tz, noon_utc: chrono::NaiveDateTime) -> i32 {
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
    fn the_date_line_is_no_wall() {
        assert_eq!(common_minutes(23 * 60), 7 * 60);
    }
}
