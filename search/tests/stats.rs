//! Statistics agree with a plain recomputation over the same listings.

// A test that meets the unexpected fails on the spot.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]
#![allow(missing_docs)]

mod support;

use std::collections::{BTreeMap, BTreeSet};

use domain::dedupe::normalised_title;
use domain::listing::{Listing, ListingChange};
use domain::money::{Cents, Currency, Rates};
use domain::query::{Grouping, SearchQuery, matches};
use proptest::prelude::*;
use search::{Direction, Generation, Group, GroupPage, Index, MIN_COMPANIES, MIN_LISTINGS, StatsRequest, Summary};
use support::{Rng, SMALL, World, listings, now, query};

fn values(listing: &Listing, grouping: Grouping) -> Vec<String> {
    let texts = |values: Vec<&dyn ToString>| values.into_iter().map(|value| value.to_string()).collect();
    match grouping {
        Grouping::Family => texts(vec![&listing.role.family()]),
        Grouping::Role => texts(vec![&listing.role]),
        Grouping::Seniority => texts(vec![&listing.seniority]),
        Grouping::EmploymentType => texts(vec![&listing.employment_type]),
        Grouping::Company => listing.company.iter().map(|company| company.slug.clone()).collect(),
        Grouping::Skill => listing.skills.iter().map(ToString::to_string).collect(),
        Grouping::Region => listing.eligibility.regions.iter().map(ToString::to_string).collect(),
        Grouping::Country => listing.eligibility.named_countries().iter().map(|country| country.to_string()).collect(),
        Grouping::Month => listing.posted_at.iter().map(|at| at.date().format("%Y-%m").to_string()).collect(),
    }
}

/// The middle of a listing's annual pay in cents.
fn pay(listing: &Listing) -> Option<i64> {
    let annual = listing.annual_usd;
    Some((annual.bottom()?.get() + annual.top()?.get()) / 2)
}

fn percentile(sorted: &[i64], share: f64) -> i64 {
    at(sorted, share * (sorted.len() - 1) as f64)
}

/// The 90 % interval of the median: so many ranks to either side of the middle.
fn interval(sorted: &[i64]) -> (i64, i64) {
    let n = sorted.len() as f64;
    let (middle, reach) = ((n - 1.0) / 2.0, 1.644_853_6 * n / (2.0 * (n + 1.0).sqrt()));
    (at(sorted, (middle - reach).max(0.0)), at(sorted, (middle + reach).min(n - 1.0)))
}

fn at(sorted: &[i64], rank: f64) -> i64 {
    let (low, high) = (sorted[rank as usize] as f64, sorted[(rank.ceil()) as usize] as f64);
    (low + (high - low) * rank.fract()).round() as i64
}

/// What listings of one job share; themselves for those that name no employer.
fn job(listing: &Listing) -> String {
    match &listing.company {
        None => listing.id.to_string(),
        Some(company) => {
            let (title, pay) = (normalised_title(&listing.title, Some(&company.name), None), listing.annual_usd);
            format!("{} {} {title} {:?} {:?}", company.slug, listing.role, pay.bottom(), pay.top())
        }
    }
}

/// Listings some of which are one job in two places.
fn with_twins(seed: u64) -> Vec<ListingChange> {
    let base = seed % 1_000 * 1_000;
    let mut changes: Vec<ListingChange> = (0..300).map(|n| support::listing(base + n, 0, SMALL)).collect();
    let twins: Vec<ListingChange> = (0..60)
        .map(|n| {
            let (one, other) = (&changes[n], support::listing(base + 500 + n as u64, 0, SMALL));
            let Listing { company, role, annual_usd, salary, title, .. } = one.listing.clone();
            let title = format!("{title} (elsewhere)");
            ListingChange { listing: Listing { company, role, annual_usd, salary, title, ..other.listing }, ..other }
        })
        .collect();
    changes.extend(twins);
    changes
}

fn agrees(summary: &Summary, of: &[&Listing], currency: Currency) -> Result<(), TestCaseError> {
    let stating: Vec<&&Listing> = of.iter().filter(|listing| pay(listing).is_some()).collect();
    let paid: BTreeMap<String, i64> = stating.iter().map(|listing| (job(listing), pay(listing).unwrap())).collect();
    let companies: BTreeSet<&str> = stating.iter().filter_map(|listing| Some(listing.company.as_ref()?.slug.as_str())).collect();
    prop_assert_eq!((summary.listings, summary.paid, summary.companies), (of.len() as u64, paid.len() as u64, companies.len() as u64));
    let enough = paid.len() as u64 >= MIN_LISTINGS && companies.len() as u64 >= MIN_COMPANIES;
    prop_assert_eq!(summary.band.is_some(), enough);
    let Some(band) = &summary.band else { return Ok(()) };
    let mut sorted: Vec<i64> = paid.values().copied().collect();
    sorted.sort_unstable();
    let converted = |cents: i64| Rates::builtin().convert(Cents::new(cents).unwrap(), Currency::USD, currency).unwrap();
    for (found, share) in [(band.p10, 0.1), (band.p25, 0.25), (band.p50, 0.5), (band.p75, 0.75), (band.p90, 0.9)] {
        prop_assert_eq!(found, converted(percentile(&sorted, share)));
    }
    let (low, high) = band.median_interval;
    prop_assert!(low <= band.p50 && band.p50 <= high);
    let (expected_low, expected_high) = interval(&sorted);
    prop_assert_eq!((low, high), (converted(expected_low), converted(expected_high)));
    for bin in &band.histogram {
        let within = sorted.iter().map(|cents| converted(*cents)).filter(|pay| *pay >= bin.from && bin.to.is_none_or(|to| *pay < to));
        prop_assert_eq!(within.count() as u64, bin.count);
    }
    prop_assert_eq!(band.histogram.iter().map(|bin| bin.count).sum::<u64>(), summary.paid);
    Ok(())
}

/// Every group, walked page by page.
fn walked(generation: &Generation, request: &StatsRequest<'_>) -> Vec<Group> {
    let mut all: Vec<Group> = Vec::new();
    let mut page = GroupPage::first(7);
    loop {
        let stats = generation.stats(&StatsRequest { page: page.clone(), ..request.clone() }).unwrap();
        let before = GroupPage { direction: Direction::Backward, after: stats.groups.first().map(Group::key), ..GroupPage::first(7) };
        let back = generation.stats(&StatsRequest { page: before, ..request.clone() }).unwrap();
        assert_eq!(back.groups, all[all.len().saturating_sub(7)..]);
        all.extend(stats.groups);
        if !stats.more {
            return all;
        }
        page.after = all.last().map(Group::key);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(8))]

    #[test]
    fn groups_are_what_a_plain_recomputation_gives(seed in any::<u64>()) {
        let changes = with_twins(seed);
        let index = Index::in_memory().unwrap();
        // The order of pay is made from the first half, and moved on with the second.
        let (first, second) = changes.split_at(200);
        index.apply(first).unwrap();
        index.generation().stats(&StatsRequest::of_all(&SearchQuery::default(), now())).unwrap();
        index.apply(second).unwrap();
        let mut rng = Rng(seed);
        for _ in 0..6 {
            let query = if rng.one_in(2) { SearchQuery::default() } else { query(&mut rng, SMALL) };
            let by: Vec<Grouping> = (0..rng.below(3)).map(|_| rng.pick(Grouping::ALL)).collect();
            let currency = Currency::from_code(rng.pick(&["USD", "EUR", "JPY"])).unwrap();
            let page = GroupPage { total: true, ..GroupPage::first(usize::MAX) };
            let request = StatsRequest { query: &query, now: now(), group_by: &by, page, currency };
            let stats = index.generation().stats(&request).unwrap();

            let found: Vec<&Listing> =
                changes.iter().map(|change| &change.listing).filter(|listing| matches(&query, listing, now(), Rates::builtin())).collect();
            agrees(&stats.all, &found, currency)?;
            let mut groups: BTreeMap<Vec<String>, Vec<&Listing>> = BTreeMap::new();
            for listing in &found {
                match by.as_slice() {
                    [] => {}
                    [one] => values(listing, *one).into_iter().for_each(|value| groups.entry(vec![value]).or_default().push(listing)),
                    [one, two, ..] => for first in values(listing, *one) {
                        for second in values(listing, *two) {
                            groups.entry(vec![first.clone(), second]).or_default().push(listing);
                        }
                    },
                }
            }
            groups.retain(|_, listings| listings.iter().any(|listing| pay(listing).is_some()));
            prop_assert_eq!(stats.group_count, Some(groups.len() as u64));
            prop_assert_eq!(stats.groups.len(), groups.len());
            for group in &stats.groups {
                prop_assert!(groups.contains_key(&group.values), "{:?}", group.values);
                agrees(&group.summary, &groups[&group.values], currency)?;
            }
            let order: Vec<_> = stats.groups.iter().map(|group| {
                (std::cmp::Reverse(group.summary.paid), group.values.clone())
            }).collect();
            prop_assert!(order.is_sorted());
            if !by.is_empty() && stats.groups.len() < 100 {
                prop_assert_eq!(walked(&index.generation(), &request), stats.groups);
            }
        }
    }

    /// Groups that no page shows are passed over unless their number is asked for.
    #[test]
    fn pages_are_the_same_with_and_without_a_total(seed in any::<u64>()) {
        let index = Index::in_memory().unwrap();
        let world = World { companies: 60, countries: 30, skills: 120, ..SMALL };
        index.apply(&listings(600, world)).unwrap();
        let (generation, mut rng) = (index.generation(), Rng(seed));
        for _ in 0..8 {
            let query = if rng.one_in(2) { SearchQuery::default() } else { query(&mut rng, world) };
            let by: Vec<Grouping> = (0..1 + rng.below(2)).map(|_| rng.pick(Grouping::ALL)).collect();
            let direction = rng.pick(&[Direction::Forward, Direction::Backward]);
            let mut page = GroupPage { direction, ..GroupPage::first(1 + rng.below(12)) };
            for _ in 0..4 {
                let asked = |total| {
                    let page = GroupPage { total, ..page.clone() };
                    generation.stats(&StatsRequest { group_by: &by, page, ..StatsRequest::of_all(&query, now()) }).unwrap()
                };
                let (with, without) = (asked(true), asked(false));
                prop_assert_eq!(without.group_count, None);
                prop_assert_eq!((&with.all, &with.groups, with.more), (&without.all, &without.groups, without.more));
                let end = if direction == Direction::Forward { with.groups.last() } else { with.groups.first() };
                page.after = end.map(Group::key).or(page.after);
            }
        }
    }

    /// Groups beyond the page are counted without being looked at one by one.
    #[test]
    fn the_total_is_exact_for_every_pair(seed in any::<u64>()) {
        let world = World { companies: 200, countries: 250, skills: 300, ..SMALL };
        let changes: Vec<ListingChange> = (0..700).map(|n| support::listing(seed % 1_000 * 1_000 + n, 0, world)).collect();
        let index = Index::in_memory().unwrap();
        index.apply(&changes).unwrap();
        let (generation, mut rng) = (index.generation(), Rng(seed));
        let query = if rng.one_in(2) { SearchQuery::default() } else { query(&mut rng, world) };
        let found = changes.iter().map(|change| &change.listing).filter(|listing| matches(&query, listing, now(), Rates::builtin()));
        let paid: Vec<&Listing> = found.filter(|listing| pay(listing).is_some()).collect();
        for by in Grouping::ALL.iter().flat_map(|first| Grouping::ALL.iter().map(|second| [*first, *second])) {
            let mut groups: BTreeSet<(String, String)> = BTreeSet::new();
            for listing in &paid {
                let seconds = values(listing, by[1]);
                groups.extend(values(listing, by[0]).into_iter().flat_map(|first| seconds.iter().map(move |second| (first.clone(), second.clone()))));
            }
            let page = GroupPage { total: true, ..GroupPage::first(rng.below(4)) };
            let stats = generation.stats(&StatsRequest { group_by: &by, page, ..StatsRequest::of_all(&query, now()) }).unwrap();
            prop_assert_eq!(stats.group_count, Some(groups.len() as u64), "{:?}", by);
        }
    }

    #[test]
    fn days_are_counted_as_the_calendar_has_them(seed in any::<u64>(), days in 0u32..40) {
        let changes: Vec<ListingChange> = (0..200).map(|n| support::listing(seed % 1_000 * 1_000 + n, 0, SMALL)).collect();
        let index = Index::in_memory().unwrap();
        index.apply(&changes).unwrap();
        let counts = index.generation().opened_by_day(&SearchQuery::default(), now(), days).unwrap();
        prop_assert_eq!(counts.len(), days as usize);
        prop_assert!(counts.last().is_none_or(|(day, _)| *day == now().date()));
        for (day, count) in counts {
            let posted = changes.iter().map(|change| &change.listing).filter(|listing| listing.closed_at.is_none());
            prop_assert_eq!(posted.filter(|listing| listing.posted_at.is_some_and(|at| at.date() == day)).count() as u64, count, "{}", day);
        }
    }
}

#[test]
fn no_more_groups_than_asked_for() {
    let index = Index::in_memory().unwrap();
    index.apply(&listings(300, SMALL)).unwrap();
    let query = SearchQuery::default();
    let request = StatsRequest {
        group_by: &[Grouping::Role],
        page: GroupPage { total: true, ..GroupPage::first(2) },
        ..StatsRequest::of_all(&query, now())
    };
    let stats = index.generation().stats(&request).unwrap();
    assert_eq!(stats.groups.len(), 2);
    assert!(stats.group_count > Some(2) && stats.more);
}

#[test]
fn months_can_be_both_groupings() {
    let index = Index::in_memory().unwrap();
    index.apply(&listings(300, SMALL)).unwrap();
    let query = SearchQuery::default();
    let months = |by: &[Grouping]| {
        let request = StatsRequest { group_by: by, page: GroupPage::first(100), ..StatsRequest::of_all(&query, now()) };
        index.generation().stats(&request).unwrap().groups
    };
    let (once, twice) = (months(&[Grouping::Month]), months(&[Grouping::Month, Grouping::Month]));
    assert!(once.len() > 2);
    let doubled = once.into_iter().map(|group| Group { values: [group.values.clone(), group.values].concat(), ..group });
    assert_eq!(twice, doubled.collect::<Vec<_>>());
}
