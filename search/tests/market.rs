//! The market agrees with a plain recomputation over the same listings.

// A test that meets the unexpected fails on the spot.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]
#![allow(missing_docs)]

mod support;

use std::collections::{BTreeMap, BTreeSet};

use chrono::TimeDelta;
use domain::id::ListingId;
use domain::listing::{CloseReason, Listing, ListingChange};
use domain::query::Facet;
use domain::time::Timestamp;
use domain::work_mode::WorkMode;
use proptest::prelude::*;
use search::{Index, TIERS};
use support::{Rng, SMALL, now};

/// Listings that came in the last 60 days, some of which went.
fn churn(seed: u64) -> Vec<ListingChange> {
    let mut rng = Rng(seed);
    let one = |n| {
        let mut change = support::listing(seed % 1_000 * 1_000 + n, 0, SMALL);
        let seen = Timestamp::from_unix_millis(now().minus(TimeDelta::minutes(rng.below(60 * 24 * 60) as i64)).unix_millis());
        let age = now().since(seen).num_minutes().max(1) as usize;
        let closed_at = rng.one_in(2).then(|| seen.plus(TimeDelta::minutes(rng.below(age) as i64)));
        let id = ListingId::new(seen, u128::from(n));
        change.listing =
            Listing { id, first_seen_at: seen, closed_at, close_reason: closed_at.map(|_| CloseReason::Absent), ..change.listing };
        change
    };
    (0..250).map(one).collect()
}

fn percentile(sorted: &[u8], share: f64) -> f64 {
    let rank = share * (sorted.len() - 1) as f64;
    let (low, high) = (f64::from(sorted[rank as usize]), f64::from(sorted[rank.ceil() as usize]));
    low + (high - low) * rank.fract()
}

fn values(listing: &Listing, facet: Facet) -> BTreeSet<String> {
    match facet {
        Facet::Source => listing.sources.iter().map(|source| source.source.clone()).collect(),
        Facet::Family => BTreeSet::from([listing.role.family().to_owned()]),
        Facet::Role => BTreeSet::from([listing.role.to_string()]),
        Facet::Seniority => BTreeSet::from([listing.seniority.to_string()]),
        Facet::Skill => listing.skills.iter().map(ToString::to_string).collect(),
        Facet::Company => listing.company.iter().map(|company| company.slug.clone()).collect(),
        Facet::Country => listing.eligibility.named_countries().iter().map(|country| country.to_string()).collect(),
        other => panic!("the market is not cut by {other}"),
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]

    #[test]
    fn the_market_is_what_a_plain_recomputation_gives(seed in any::<u64>(), hours_ago in 0i64..1_200) {
        let changes = churn(seed);
        let index = Index::in_memory().unwrap();
        index.apply(&changes).unwrap();
        let at = now().minus(TimeDelta::hours(hours_ago));
        let market = index.generation().market(at, 30, usize::MAX);

        let listings: Vec<&Listing> = changes.iter().map(|change| &change.listing).collect();
        let was_open = |listing: &&&Listing| listing.first_seen_at <= at && listing.closed_at.is_none_or(|closed| closed > at);
        let open: Vec<&Listing> = listings.iter().filter(was_open).copied().collect();
        let remote: Vec<&Listing> = open.iter().filter(|listing| listing.work_mode == WorkMode::Remote).copied().collect();
        let with_pay = |some: &[&Listing]| some.iter().filter(|listing| listing.salary.is_some()).count() as u64;
        prop_assert_eq!((market.listings, market.every_work_mode, market.with_pay), (remote.len() as u64, open.len() as u64, with_pay(&remote)));
        let companies: BTreeSet<_> = remote.iter().filter_map(|listing| Some(&listing.company.as_ref()?.slug)).collect();
        prop_assert_eq!(market.companies, companies.len() as u64);

        let mut scores: Vec<u8> = remote.iter().map(|listing| listing.score).collect();
        scores.sort_unstable();
        if let Some(spread) = market.score {
            let mean = scores.iter().map(|score| f64::from(*score)).sum::<f64>() / scores.len() as f64;
            prop_assert!((spread.mean - mean).abs() < 1e-9);
            for (found, share) in [(spread.p25, 0.25), (spread.median, 0.5), (spread.p75, 0.75)] {
                prop_assert!((found - percentile(&scores, share)).abs() < 1e-9);
            }
            for ((least, most), tier) in TIERS.into_iter().zip(spread.tiers) {
                prop_assert_eq!(scores.iter().filter(|score| (least..=most).contains(*score)).count() as u64, tier);
            }
        }
        prop_assert_eq!(market.score.is_some(), !scores.is_empty());

        for (facet, cuts) in &market.cuts {
            let mut expected: BTreeMap<String, Vec<&Listing>> = BTreeMap::new();
            for listing in &remote {
                values(listing, *facet).into_iter().for_each(|value| expected.entry(value).or_default().push(listing));
            }
            prop_assert_eq!(cuts.len(), expected.len(), "{}", facet);
            for cut in cuts {
                let of = &expected[&cut.value];
                prop_assert_eq!((cut.listings, cut.with_pay), (of.len() as u64, with_pay(of)), "{} {}", facet, cut.value);
            }
        }

        prop_assert_eq!(market.days.len(), 30);
        prop_assert_eq!(market.days[29].on, at.date());
        let all_remote = || listings.iter().filter(|listing| listing.work_mode == WorkMode::Remote);
        for day in &market.days {
            let on = |time: Timestamp| time <= at && time.date() == day.on;
            let opened = all_remote().filter(|listing| on(listing.first_seen_at)).count() as u64;
            let closed = all_remote().filter(|listing| listing.closed_at.is_some_and(on)).count() as u64;
            prop_assert_eq!((day.opened, day.closed), (opened, closed), "{}", day.on);
        }
    }
}
