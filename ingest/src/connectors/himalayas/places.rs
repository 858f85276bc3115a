//! Himalayas' lists of countries and time zones as an eligibility.

use domain::eligibility::Eligibility;
use domain::time_zone::Window;

use crate::families::countries;

/// The eligibility that the lists state, where every country is known. An empty list of countries says nothing.
pub(super) fn eligibility(names: &[&str], offsets: &[f64]) -> Option<Eligibility> {
    countries::eligibility(names).map(|known| Eligibility { time_zones: windows(offsets), ..known })
}

/// Countries whose names are not known.
pub(super) fn unknown<'a>(names: &[&'a str]) -> Vec<&'a str> {
    names.iter().copied().filter(|name| countries::by_name(name).is_none()).collect()
}

/// Offsets as ranges: neighbours at most an hour apart are one range. Offsets around the whole globe limit nothing.
pub(super) fn windows(offsets: &[f64]) -> Vec<Window> {
    let mut minutes: Vec<i32> = offsets.iter().filter(|hours| hours.abs() <= 14.0).map(|hours| (hours * 60.0).round() as i32).collect();
    minutes.sort_unstable();
    minutes.dedup();
    let mut ranges: Vec<(i32, i32)> = Vec::new();
    for offset in minutes {
        match ranges.last_mut() {
            Some((_, to)) if offset - *to <= 60 => *to = offset,
            _ => ranges.push((offset, offset)),
        }
    }
    ranges.retain(|(from, to)| to - from < 22 * 60);
    ranges.into_iter().map(|(from, to)| Window::Offsets { from, to }).collect()
}

/// The windows in words: `UTC-10:00 to UTC-8:00`.
pub(super) fn in_words(windows: &[Window]) -> Option<String> {
    let offset = |minutes: i32| format!("UTC{}{}:{:02}", if minutes < 0 { '-' } else { '+' }, minutes.abs() / 60, minutes.abs() % 60);
    let words: Vec<String> = windows
        .iter()
        .filter_map(|window| match window {
            Window::Offsets { from, to } if from == to => Some(offset(*from)),
            Window::Offsets { from, to } => Some(format!("{} to {}", offset(*from), offset(*to))),
            Window::Zone { .. } | Window::Between { .. } | Window::OneOf { .. } => None,
        })
        .collect();
    (!words.is_empty()).then(|| words.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn neighbouring_offsets_are_one_window() {
        assert_eq!(
            windows(&[-8.0, -10.0, -9.0, 5.5, 5.75]),
            [Window::Offsets { from: -600, to: -480 }, Window::Offsets { from: 330, to: 345 }]
        );
        assert_eq!(in_words(&windows(&[-3.5, 1.0])).as_deref(), Some("UTC-3:30, UTC+1:00"));
        let all: Vec<f64> = (-12..=14).map(f64::from).collect();
        assert!(windows(&all).is_empty());
    }

    #[test]
    fn one_unknown_country_leaves_all_undecided() {
        let known = eligibility(&["Portugal"], &[1.0]).unwrap();
        assert_eq!(known.time_zones, [Window::Offsets { from: 60, to: 60 }]);
        assert_eq!(eligibility(&["Portugal", "Atlantis"], &[]), None);
        assert_eq!(unknown(&["Portugal", "Atlantis"]), ["Atlantis"]);
        assert_eq!(eligibility(&[], &[1.0]), None);
    }
}
