//! The market of remote listings at a moment: how many, in which cuts, how transparent, and what came and went.

use chrono::{Days, NaiveDate};
use domain::query::Facet;
use domain::time::Timestamp;
use domain::work_mode::WorkMode;
use roaring::RoaringBitmap;

use crate::columns::{Bits, Columns, Tally, key_time, time_key};
use crate::facets;

/// What the market is cut by.
const FACETS: &[Facet] = &[Facet::Source, Facet::Family, Facet::Role, Facet::Seniority, Facet::Skill, Facet::Company, Facet::Country];
/// The tiers of the score: the least score and the greatest of each, the highest first.
pub const TIERS: [(u8, u8); 4] = [(80, 100), (60, 79), (40, 59), (0, 39)];

/// How the market stands.
#[derive(Debug, Clone, PartialEq)]
pub struct Market {
    /// Open remote listings.
    pub listings: u64,
    /// Open listings of every work mode.
    pub every_work_mode: u64,
    /// Of the remote ones, those that state pay.
    pub with_pay: u64,
    /// The companies of the remote ones.
    pub companies: u64,
    /// How the scores of the remote ones are spread; `None` without any.
    pub score: Option<ScoreSpread>,
    /// Remote listings that came and went on each day, the oldest day first.
    pub days: Vec<MarketDay>,
    /// Remote listings by value: most first, then by value.
    pub cuts: Vec<(Facet, Vec<Cut>)>,
}

/// The listings with a value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cut {
    /// The value as filters take it.
    pub value: String,
    /// The listings.
    pub listings: u64,
    /// Of them, those that state pay.
    pub with_pay: u64,
}

/// What came and went on a day (UTC).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MarketDay {
    /// The day.
    pub on: NaiveDate,
    /// Listings that were first seen on it, those that have closed since among them.
    pub opened: u64,
    /// Listings that closed on it and have not opened again.
    pub closed: u64,
}

/// How transparency scores are spread.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ScoreSpread {
    /// The mean.
    pub mean: f64,
    /// One in four has less. Percentiles lie between two listings in proportion.
    pub p25: f64,
    /// The median.
    pub median: f64,
    /// One in four has more.
    pub p75: f64,
    /// How many are in each of [`TIERS`].
    pub tiers: [u64; 4],
}

/// The market at a moment, with so many days before it and at most so many values of each cut.
pub(crate) fn market(columns: &Columns, at: Timestamp, days: u32, values: usize) -> Market {
    let remote = columns.work_mode.rows(&WorkMode::Remote).map(|rows| rows.rows().clone()).unwrap_or_default();
    let open = open_at(columns, at);
    let rows = &open & &remote;
    let paid = &rows & columns.paid.rows();
    let cut = |facet: Facet, ranked: Vec<facets::Ranked>| {
        let postings = columns.facet(facet).postings();
        let paid = |code: u32| postings.get(code).map_or(0, |with| with.intersection_len(&paid));
        let cuts = ranked.into_iter().map(|ranked| Cut { with_pay: paid(ranked.code), listings: ranked.count, value: ranked.value });
        (facet, cuts.collect())
    };
    let cuts = facets::ranked(columns, FACETS, &Bits::of(&rows), values).into_iter().map(|(facet, ranked)| cut(facet, ranked));
    let mut cuts: Vec<(Facet, Vec<Cut>)> = cuts.collect();
    cuts.sort_by_key(|(facet, _)| FACETS.iter().position(|known| known == facet));
    Market {
        listings: rows.len(),
        every_work_mode: open.len(),
        with_pay: paid.len(),
        companies: companies(columns, &rows),
        score: ScoreSpread::of(columns, &rows),
        days: timeline(columns, &remote, at, days),
        cuts,
    }
}

/// The rows that were open at a moment: those that are open now, but for what came and went since.
fn open_at(columns: &Columns, at: Timestamp) -> RoaringBitmap {
    let (key, mut open) = (time_key(at), columns.open.rows().clone());
    // As of now, when every row has come, no identifier needs a look.
    let all_had_come = columns.newest() <= at;
    for ((id, closed), row) in columns.ids().iter().zip(columns.closed_at.iter()).zip(0u32..) {
        if *closed == 0 && !all_had_come && id.made_at() > at {
            open.remove(row);
        } else if *closed > key && id.made_at() <= at {
            open.insert(row);
        }
    }
    open
}

fn companies(columns: &Columns, rows: &RoaringBitmap) -> u64 {
    Tally::of(&columns.company, &Bits::of(rows)).found().len() as u64
}

/// What came and went on the day of a moment and on those before it.
fn timeline(columns: &Columns, rows: &RoaringBitmap, at: Timestamp, days: u32) -> Vec<MarketDay> {
    let today = at.unix_day();
    let mut counts = vec![(0u64, 0u64); days as usize];
    let mut count = |moment: Timestamp, add: fn(&mut (u64, u64))| {
        let age = usize::try_from(today - moment.unix_day()).ok().filter(|_| moment <= at);
        age.and_then(|age| counts.get_mut(age)).into_iter().for_each(add);
    };
    columns.ids().visit(rows, |_, id| count(id.made_at(), |(opened, _)| *opened += 1));
    columns.closed_at.visit(rows, |_, key| {
        // Most rows are open, and have no such time.
        if *key > 0 {
            key_time(*key).into_iter().for_each(|closed| count(closed, |(_, closed)| *closed += 1));
        }
    });
    let day = |(age, (opened, closed))| Some(MarketDay { on: at.date().checked_sub_days(Days::new(age))?, opened, closed });
    let mut days: Vec<MarketDay> = (0..).zip(counts).filter_map(day).collect();
    days.reverse();
    days
}

impl ScoreSpread {
    /// The spread over some rows; `None` without any.
    pub(crate) fn of(columns: &Columns, rows: &RoaringBitmap) -> Option<ScoreSpread> {
        let mut counts = [0u64; 101];
        columns.score.keys().visit(rows, |_, key| {
            if let Some(count) = counts.get_mut(key.saturating_sub(1) as usize) {
                *count += 1;
            }
        });
        let n: u64 = counts.iter().sum();
        if n == 0 {
            return None;
        }
        let scored = || counts.iter().zip(0u8..);
        let sum: u64 = scored().map(|(count, score)| count * u64::from(score)).sum();
        // The score at a rank, from 0.
        let at = |rank: u64| {
            let mut before = 0;
            let reaches = |(count, score): (&u64, u8)| {
                before += count;
                (before > rank).then_some(f64::from(score))
            };
            scored().find_map(reaches).unwrap_or(0.0)
        };
        let percentile = |share: f64| {
            let rank = share * (n - 1) as f64;
            let (low, high) = (at(rank.floor() as u64), at(rank.ceil() as u64));
            low + (high - low) * rank.fract()
        };
        let tier = |(least, most): (u8, u8)| scored().filter(|(_, score)| (least..=most).contains(score)).map(|(count, _)| count).sum();
        Some(ScoreSpread {
            mean: sum as f64 / n as f64,
            p25: percentile(0.25),
            median: percentile(0.5),
            p75: percentile(0.75),
            tiers: TIERS.map(tier),
        })
    }
}
