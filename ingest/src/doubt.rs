//! Whether a list can be believed. Sources answer with empty, cut or other lists when they fail; of such an answer nothing is concluded.

use std::collections::HashSet;

use chrono::TimeDelta;
use db::postings::OpenPosting;
use domain::posting::Rejection;
use domain::time::Timestamp;

use crate::report::{Filled, SourceReport};

/// How long a list has to stay as it is until it is believed all the same: outages don't last as long, layoffs do. An empty
/// list, and one that is not whole, are never believed.
pub const BELIEVED_AFTER: TimeDelta = TimeDelta::days(7);
/// How many complete runs the usual size is taken from.
pub const REMEMBERED: usize = 10;
/// From so many open postings on it is strange if most of them go at once.
const MANY: usize = 4;
/// So many items that cannot be taken are more than one that somebody got wrong.
const A_FEW: usize = 3;
/// From so many postings on the share of those that say something means something.
const MEASURED_FROM: usize = 5;

/// What earlier runs make one expect.
pub struct Usual<'a> {
    /// How many postings the last complete runs listed.
    pub sizes: &'a [u32],
    /// How many postings the last believed answer held, and how many of them said what.
    pub accepted: usize,
    /// See `accepted`.
    pub filled: Filled,
    /// The postings that are open.
    pub open: &'a [OpenPosting],
    /// Since when the list has been what it is: what was first seen after that says nothing about what was there before.
    pub since: Timestamp,
}

/// What a list does not look like, in words; empty if it can be believed.
pub fn doubts(usual: &Usual<'_>, listed: &HashSet<String>, report: &SourceReport) -> Vec<String> {
    let mut doubts = Vec::new();
    let expected = median(usual.sizes);
    if listed.is_empty() {
        let were = expected.unwrap_or(0).max(usual.open.len());
        doubts.extend((were > 0).then(|| format!("the list is empty, where {were} postings are usual")));
        return doubts;
    }
    if let Some(expected) = expected.filter(|expected| listed.len() * 2 < *expected) {
        doubts.push(format!("it lists {} postings, where {expected} are usual", listed.len()));
    }
    // What an earlier run came without already is not gone now.
    let was_there = |posting: &&OpenPosting| posting.missed_since.is_none() && posting.first_seen_at < usual.since;
    let expected: Vec<_> = usual.open.iter().filter(was_there).collect();
    let present = expected.iter().filter(|posting| listed.contains(&posting.external_id)).count();
    if expected.len() >= MANY && present * 2 < expected.len() {
        doubts.push(format!("of {} open postings it lists {present}", expected.len()));
    }
    let unread: usize = [Rejection::NoTitle, Rejection::NoId, Rejection::IdTooLong, Rejection::NoAddress, Rejection::Malformed]
        .iter()
        .filter_map(|reason| report.reasons.get(reason.slug()))
        .sum();
    if unread * 5 > report.seen && (unread >= A_FEW || unread == report.seen) {
        doubts.push(format!("{unread} of its {} items cannot be taken", report.seen));
    }
    doubts.extend(emptied(usual, report).map(|field| format!("hardly a posting has its {field} any more")));
    doubts
}

/// Fields that most postings had, and hardly any has.
fn emptied(usual: &Usual<'_>, report: &SourceReport) -> impl Iterator<Item = &'static str> {
    let (before, now) = (usual.accepted, report.accepted);
    let is_measured = before >= MEASURED_FROM && now >= MEASURED_FROM;
    let pairs = usual.filled.named().into_iter().zip(report.filled.named());
    pairs.filter(move |((_, had), (_, has))| is_measured && had * 5 >= before * 4 && has * 5 <= now).map(|((field, _), _)| field)
}

/// The middle one, or of two the smaller.
fn median(sizes: &[u32]) -> Option<usize> {
    let mut sorted = sizes.to_vec();
    sorted.sort_unstable();
    let middle = sorted.len().checked_sub(1)? / 2;
    sorted.get(middle).and_then(|size| usize::try_from(*size).ok())
}

#[cfg(test)]
mod tests {
    use domain::id::{ListingId, PostingId};

    use super::*;

    const LATER: Timestamp = Timestamp::MAX;

    fn open(ids: std::ops::Range<usize>) -> Vec<OpenPosting> {
        let posting = |n: usize| OpenPosting {
            id: PostingId::from_bits(n as u128),
            listing: ListingId::from_bits(n as u128),
            external_id: n.to_string(),
            url: String::new(),
            first_seen_at: Timestamp::default(),
            missed_since: None,
        };
        ids.map(posting).collect()
    }

    fn list(ids: std::ops::Range<usize>) -> (HashSet<String>, SourceReport) {
        let report = SourceReport { seen: ids.len(), accepted: ids.len(), ..SourceReport::new("lever") };
        (ids.map(|n| n.to_string()).collect(), report)
    }

    fn of(sizes: &[u32], open: &[OpenPosting], ids: std::ops::Range<usize>) -> usize {
        let (listed, report) = list(ids);
        doubts(&Usual { sizes, accepted: 0, filled: Filled::default(), open, since: LATER }, &listed, &report).len()
    }

    #[test]
    fn less_than_half_of_what_is_usual_is_strange() {
        assert_eq!(of(&[20, 20, 20], &[], 0..10), 0);
        assert_eq!(of(&[20, 20, 20], &[], 0..9), 1);
        assert_eq!(of(&[20, 2, 20], &[], 0..9), 1, "one small run in between changes nothing");
        assert_eq!(of(&[20, 2, 2], &[], 0..2), 0, "most of the last ones were small");
        assert_eq!(of(&[], &[], 0..1), 0, "the first run sets the measure");
    }

    #[test]
    fn nothing_where_something_was_is_strange() {
        assert_eq!(of(&[3], &[], 0..0), 1);
        assert_eq!(of(&[], &open(0..1), 0..0), 1);
        assert_eq!(of(&[], &[], 0..0), 0, "an employer without openings");
    }

    #[test]
    fn many_postings_that_go_at_once_are_strange() {
        assert_eq!(of(&[5], &open(0..5), 5..10), 1, "all are others");
        assert_eq!(of(&[5], &open(0..5), 2..7), 0);
        assert_eq!(of(&[2], &open(0..2), 2..4), 0, "of two openings both may be filled");
        let mut some_missed = open(0..6);
        some_missed[..3].iter_mut().for_each(|posting| posting.missed_since = Some(Timestamp::default()));
        assert_eq!(of(&[6], &some_missed, 4..7), 0, "two of the three that were there are");
    }

    #[test]
    fn fields_that_vanish_and_items_that_cannot_be_read_are_strange() {
        let (listed, mut report) = list(0..10);
        let filled = Filled { company: 10, description: 9, pay: 2, ..Filled::default() };
        report.filled = Filled { company: 10, description: 1, ..Filled::default() };
        let usual = Usual { sizes: &[10], accepted: 10, filled, open: &[], since: LATER };
        assert_eq!(doubts(&usual, &listed, &report), ["hardly a posting has its description any more"]);
        report.filled = filled;
        report.reasons.insert("no_title".to_owned(), 3);
        report.seen = 13;
        assert_eq!(doubts(&usual, &listed, &report), ["3 of its 13 items cannot be taken"]);
        report.reasons.insert("no_title".to_owned(), 1);
        assert!(doubts(&usual, &listed, &report).is_empty());
    }
}
