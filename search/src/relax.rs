//! The fewest conditions of a query that would have to go for it to find more.

use std::collections::HashMap;

use chrono::TimeDelta;
use domain::money::Cents;
use domain::query::{Condition, SearchQuery, When};
use domain::time::Timestamp;

use crate::error::Error;
use crate::generation::Generation;
use crate::text::Reading;

/// A query that finds more.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Relaxation {
    /// The conditions that differ, which are eased or gone.
    pub changed: Vec<Condition>,
    /// The query.
    pub query: SearchQuery,
    /// How many listings it finds.
    pub total: u64,
}

/// The conditions that a listing does not meet, a bit each in the order of [`SearchQuery::conditions`].
type Unmet = u64;

/// The queries nearest to one that find more: as few conditions as possible are changed, and a single one only
/// as far as needed. Those that find most come first. `per_company` is left away.
pub(crate) fn relaxations(generation: &Generation, query: &SearchQuery, now: Timestamp, limit: usize) -> Result<Vec<Relaxation>, Error> {
    let query = SearchQuery { per_company: None, ..query.clone() };
    let conditions = query.conditions();
    let mut rows: HashMap<Unmet, u64> = HashMap::new();
    for unmet in unmet(generation, &query, &conditions, now)? {
        *rows.entry(unmet).or_default() += 1;
    }
    let fewest = rows.keys().map(|unmet| unmet.count_ones()).filter(|count| *count > 0).min().unwrap_or(0);
    let found = |gone: Unmet| rows.iter().filter(|(unmet, _)| **unmet & !gone == 0).map(|(_, count)| count).sum::<u64>();
    let mut sets: Vec<(u64, Unmet)> =
        rows.keys().filter(|unmet| unmet.count_ones() == fewest).map(|unmet| (found(*unmet), *unmet)).collect();
    sets.sort_unstable_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(&b.1)));
    let before = found(0);
    let mut relaxations = Vec::new();
    for (total, unmet) in sets.into_iter().filter(|(_, unmet)| *unmet != 0).take(limit) {
        let changed: Vec<Condition> =
            conditions.iter().zip(0..).filter(|(_, bit)| unmet >> bit & 1 == 1).map(|(condition, _)| *condition).collect();
        let without = changed.iter().fold(query.clone(), |query, condition| query.without(*condition));
        let eased = match changed.as_slice() {
            [condition] => eased(generation, &query, *condition, before, now)?,
            _ => None,
        };
        let (query, total) = eased.unwrap_or((without, total));
        relaxations.push(Relaxation { changed, query, total });
    }
    relaxations.sort_by_key(|relaxation| std::cmp::Reverse(relaxation.total));
    Ok(relaxations)
}

/// Of every open listing, the conditions that it does not meet.
fn unmet(generation: &Generation, query: &SearchQuery, conditions: &[Condition], now: Timestamp) -> Result<Vec<Unmet>, Error> {
    let columns = generation.columns();
    let all = 1u64.checked_shl(conditions.len() as u32).map_or(Unmet::MAX, |beyond| beyond - 1);
    let mut unmet = vec![all; columns.len() as usize];
    for (condition, bit) in conditions.iter().zip(0..) {
        generation.found(&query.only(*condition), now, Reading::Forgiving)?.each(|row| {
            if let Some(unmet) = unmet.get_mut(row as usize) {
                *unmet &= !(1 << bit);
            }
        });
    }
    Ok(columns.open.iter().filter_map(|row| unmet.get(row as usize).copied()).collect())
}

/// The query with one condition eased just so far that it finds more than `before`; `None` if only taking it away helps.
fn eased(
    generation: &Generation,
    query: &SearchQuery,
    condition: Condition,
    before: u64,
    now: Timestamp,
) -> Result<Option<(SearchQuery, u64)>, Error> {
    for step in steps(query, condition) {
        let total = generation.found(&step, now, Reading::Forgiving)?.len();
        if total > before {
            return Ok(Some((step, total)));
        }
    }
    Ok(None)
}

/// A condition eased more and more.
fn steps(query: &SearchQuery, condition: Condition) -> Vec<SearchQuery> {
    let with = |change: &dyn Fn(&mut SearchQuery)| {
        let mut query = query.clone();
        change(&mut query);
        query
    };
    let share = |amount: Cents, percent: i64| Cents::from_major(amount.major_rounded() / 100 * percent).unwrap_or(amount);
    match condition {
        Condition::WorkFrom => vec![with(&|query| query.work_from.iter_mut().for_each(|from| from.include_unknown = true))],
        Condition::SalaryMin => {
            [90, 75, 50].map(|percent| with(&|query| ease(&mut query.pay, |pay| pay.min = pay.min.map(|min| share(min, percent))))).into()
        }
        Condition::SalaryMax => [110, 125, 150]
            .map(|percent| with(&|query| ease(&mut query.pay, |pay| pay.max = pay.max.map(|max| share(max, percent)))))
            .into(),
        Condition::ScoreMin => {
            [10, 25].map(|points| with(&|query| query.score_min = query.score_min.map(|least| least.saturating_sub(points)))).into()
        }
        Condition::TimeZone => [2, 4].map(|part| with(&|query| ease(&mut query.overlap, |wish| wish.minutes /= part))).into(),
        Condition::PostedAfter => {
            [2, 4].map(|times| with(&|query| query.posted_after = query.posted_after.map(|when| longer(when, times)))).into()
        }
        Condition::UpdatedAfter => {
            [2, 4].map(|times| with(&|query| query.updated_after = query.updated_after.map(|when| longer(when, times)))).into()
        }
        Condition::Q => {
            let words: Vec<&str> = query.q.as_deref().unwrap_or_default().split_whitespace().collect();
            // A quotation is no row of words.
            let plain = words.len() > 1 && !words.iter().any(|word| word.contains('"'));
            let left_out = |gone: usize| {
                let kept: Vec<&str> = words.iter().enumerate().filter(|(at, _)| *at != gone).map(|(_, word)| *word).collect();
                with(&|query| query.q = Some(kept.join(" ")))
            };
            if plain { (0..words.len()).rev().map(left_out).collect() } else { Vec::new() }
        }
        _ => Vec::new(),
    }
}

fn ease<T>(wish: &mut Option<T>, change: impl Fn(&mut T)) {
    wish.iter_mut().for_each(change);
}

/// A span back from now, so many times as long; a fixed time stays.
fn longer(when: When, times: i32) -> When {
    match when {
        When::Ago(span) => When::Ago(span.checked_mul(times).unwrap_or(TimeDelta::MAX)),
        fixed => fixed,
    }
}
