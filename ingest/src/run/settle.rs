//! What a run leaves behind with its board: when it is due again, what is usual, what is wrong.

use chrono::TimeDelta;
use db::boards::{Board, Counts, Trouble};
use db::runs::Outcome as Ended;
use domain::source::Descriptor;
use domain::time::Timestamp;

use super::gather::{Failure, Gathered};
use super::kept::Kept;
use crate::fetch;
use crate::{cadence, doubt};

/// What a run came to.
pub(super) struct Came<'a> {
    pub gathered: &'a Gathered,
    pub doubts: &'a [String],
    pub ended: Ended,
    /// What was known of the board's answer.
    pub kept: Kept,
    pub random: u128,
    pub started_at: Timestamp,
    pub now: Timestamp,
}

/// Notes what a run came to.
pub(super) fn settle(board: &mut Board, source: &Descriptor, came: Came<'_>) {
    match &came.gathered.failure {
        Some(failure) => failed(board, failure, came.now),
        None => answered(board, source, came),
    }
}

fn answered(board: &mut Board, source: &Descriptor, came: Came<'_>) {
    let Came { gathered, doubts, ended, now, .. } = came;
    if ended == Ended::Unchanged {
        if came.kept.is_complete {
            board.complete_at = Some(now);
        }
    } else {
        board.watermark = board.watermark.max(gathered.newest);
        gathered.kept(doubts.is_empty(), ended == Ended::Complete).keep(board);
        note_list(board, &came);
    }
    trouble(board, (!doubts.is_empty()).then(|| doubts.join("; ")), now);
    board.failures = 0;
    board.checked_at = Some(now);
    // What is strange is looked at again soon.
    let has_changed = gathered.has_changed() || !doubts.is_empty();
    let before = TimeDelta::seconds(board.interval_seconds.into());
    let interval = cadence::next(TimeDelta::seconds(source.cadence_seconds.into()), before, has_changed);
    board.interval_seconds = u32::try_from(interval.num_seconds()).unwrap_or(u32::MAX);
    board.next_run_at = now.plus(cadence::jittered(interval, came.random));
}

/// What a list makes the next runs expect.
fn note_list(board: &mut Board, came: &Came<'_>) {
    let Came { gathered, doubts, ended, now, .. } = came;
    let count = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    if *ended == Ended::Complete {
        board.complete_at = Some(*now);
        board.sizes.push(count(gathered.ids.len()));
        let forgotten = board.sizes.len().saturating_sub(doubt::REMEMBERED);
        board.sizes.drain(..forgotten);
    }
    board.confirmed_at = *now;
    // Before what this list showed for the first time was first seen.
    board.doubted_since = (!doubts.is_empty()).then(|| board.doubted_since.unwrap_or(came.started_at));
    if doubts.is_empty() || *ended == Ended::Complete {
        let report = &gathered.report;
        board.counts = Counts { seen: count(report.seen), accepted: count(report.accepted), rejected: count(report.rejected) };
        board.filled = report.filled;
    }
}

fn failed(board: &mut Board, failure: &Failure, now: Timestamp) {
    // Whoever stops the program did nothing wrong with the board.
    if let Failure::Fetch(fetch::Error::Stopped) = failure {
        board.next_run_at = now;
        return;
    }
    board.failures = board.failures.saturating_add(1);
    let paused = now.plus(cadence::pause(board.failures));
    board.next_run_at = match failure {
        Failure::Fetch(fetch::Error::LeftAlone { until, .. }) => paused.max(*until),
        _ => paused,
    };
    trouble(board, Some(failure.words()), now);
    if cadence::is_given_up(board.checked_at, board.watched_since, now) {
        board.retired_at = Some(now);
        log::warn!("{} {} is given up after {} days: {}", board.source, board.slug, cadence::RETIRED_AFTER.num_days(), failure.words());
    }
}

/// Notes what is wrong, and since when something has been; says so when it begins and when it is over.
fn trouble(board: &mut Board, words: Option<String>, now: Timestamp) {
    match (&board.trouble, &words) {
        (before, Some(words)) if before.as_ref().is_none_or(|before| before.words != *words) => {
            log::warn!("{} {}: {words}", board.source, board.slug);
        }
        (Some(before), None) => log::info!("{} {} is well again, after: {}", board.source, board.slug, before.words),
        _ => {}
    }
    let since = board.trouble.as_ref().map_or(now, |trouble| trouble.since);
    board.trouble = words.map(|words| Trouble { words, since });
}
