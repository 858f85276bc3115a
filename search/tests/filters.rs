//! The index agrees with the plain meaning of the filters, and its counts with what they count.

// A test that meets the unexpected fails on the spot.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]
#![allow(missing_docs)]

mod support;

use std::collections::{BTreeMap, BTreeSet};

use domain::id::ListingId;
use domain::listing::{Listing, ListingChange};
use domain::money::Rates;
use domain::query::{Facet, SearchQuery, Sort, matches};
use proptest::prelude::*;
use search::{Answer, Direction, Generation, Index, Request};
use support::{Rng, SMALL, listing, now, query};

fn ask(generation: &Generation, query: &SearchQuery, facets: &[Facet]) -> Answer {
    let request =
        Request { query, now: now(), facets, facet_limit: 1_000, limit: 10_000, after: None, direction: Direction::Forward, total: true };
    generation.search(&request).unwrap()
}

fn plainly(listings: &BTreeMap<ListingId, Listing>, query: &SearchQuery) -> BTreeSet<ListingId> {
    listings.values().filter(|listing| matches(query, listing, now(), Rates::builtin())).map(|listing| listing.id).collect()
}

/// An index after two batches, the second of which changes listings of the first, and what it then should hold.
fn indexed(seed: u64, count: u64) -> (Index, BTreeMap<ListingId, Listing>) {
    let mut rng = Rng(seed);
    let first: Vec<ListingChange> = (0..count).map(|n| listing(seed % 1_000 * 1_000 + n, 0, SMALL)).collect();
    let second: Vec<ListingChange> =
        (0..count + 5).filter(|_| rng.one_in(3)).map(|n| listing(seed % 1_000 * 1_000 + n, 1, SMALL)).collect();
    let index = Index::in_memory().unwrap();
    index.apply(&first).unwrap();
    index.apply(&second).unwrap();
    let listings = first.into_iter().chain(second).map(|change| (change.listing.id, change.listing)).collect();
    (index, listings)
}

/// The query that asks for one value of a facet instead of those it asked for.
fn asking_for(query: &SearchQuery, facet: Facet, value: &str) -> SearchQuery {
    let mut query = query.clone();
    let name = facet.slug();
    let pairs = [(name.to_owned(), value.to_owned())];
    let parsed = SearchQuery::parse(&pairs, &[]).unwrap();
    match facet {
        Facet::Family => query.family.any = parsed.family.any,
        Facet::Role => query.role.any = parsed.role.any,
        Facet::Seniority => query.seniority.any = parsed.seniority.any,
        Facet::Skill => query.skill.any = parsed.skill.any,
        Facet::Company => query.company.any = parsed.company.any,
        Facet::Source => query.source.any = parsed.source.any,
        Facet::EmploymentType => query.employment_type.any = parsed.employment_type.any,
        Facet::WorkMode => query.work_mode.any = parsed.work_mode.any,
        Facet::Country => query.country.any = parsed.country.any,
        Facet::Region => query.region.any = parsed.region.any,
        Facet::Language => query.language.any = parsed.language.any,
    }
    query
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]

    #[test]
    fn filters_mean_what_the_domain_says(seed in any::<u64>()) {
        let (index, listings) = indexed(seed, 150);
        let generation = index.generation();
        prop_assert_eq!(generation.len(), listings.values().filter(|listing| listing.closed_at.is_none()).count());
        let mut rng = Rng(seed ^ 1);
        for _ in 0..60 {
            let query = query(&mut rng, SMALL);
            let answer = ask(&generation, &query, &[]);
            let found: BTreeSet<ListingId> = answer.hits.iter().map(|hit| hit.id).collect();
            prop_assert_eq!(&found, &plainly(&listings, &query), "{:?}", query);
            prop_assert_eq!(answer.total, Some(found.len() as u64));
            prop_assert!(answer.hits.windows(2).all(|two| two[0].key > two[1].key));
        }
    }

    #[test]
    fn every_count_is_what_the_filter_then_finds(seed in any::<u64>(), capped in any::<bool>()) {
        let (index, listings) = indexed(seed, 120);
        let generation = index.generation();
        let mut rng = Rng(seed ^ 2);
        for _ in 0..4 {
            let mut query = query(&mut rng, SMALL);
            query.per_company = capped.then(|| 1 + rng.below(3) as u32);
            let answer = ask(&generation, &query, Facet::ALL);
            prop_assert_eq!(answer.facets.len(), Facet::ALL.len());
            for (facet, counts) in answer.facets {
                for count in &counts {
                    let narrowed = asking_for(&query, facet, &count.value);
                    let found = ask(&generation, &narrowed, &[]);
                    prop_assert_eq!(found.total, Some(count.count), "{} {}", facet, count.value);
                    prop_assert_eq!(found.hits.len() as u64, count.count);
                }
                // Nothing that could be found is missing from the counts.
                let (mut any, name) = (query.clone(), facet.slug());
                if name == "work_mode" {
                    any.work_mode.any.clear();
                    let modes: BTreeSet<String> =
                        plainly(&listings, &any).iter().map(|id| listings[id].work_mode.to_string()).collect();
                    prop_assert_eq!(modes, counts.into_iter().map(|count| count.value).collect::<BTreeSet<_>>());
                }
            }
        }
    }
}

#[test]
fn orders_are_as_named_and_end_in_the_newest_identifier() {
    let (index, listings) = indexed(7, 200);
    let generation = index.generation();
    let value = |sort: Sort, id: &ListingId| {
        let listing = &listings[id];
        match sort {
            Sort::PostedAt | Sort::Relevance => listing.posted_at.map(|at| at.unix_micros()),
            Sort::Salary => listing.annual_usd.top().map(|top| top.get()),
            Sort::Score => Some(i64::from(listing.score)),
        }
    };
    for sort in Sort::ALL {
        let answer = ask(&generation, &SearchQuery { sort: *sort, ..SearchQuery::default() }, &[]);
        let order: Vec<ListingId> = answer.hits.iter().map(|hit| hit.id).collect();
        let mut expected = order.clone();
        // None is less than any value, so it comes last.
        expected.sort_by_key(|id| std::cmp::Reverse((value(*sort, id), *id)));
        assert_eq!(order, expected, "{sort}");
    }
}

#[test]
fn of_each_company_the_best_are_kept() {
    let (index, listings) = indexed(11, 200);
    let generation = index.generation();
    let all = ask(&generation, &SearchQuery { sort: Sort::Salary, ..SearchQuery::default() }, &[]);
    let two = ask(&generation, &SearchQuery { sort: Sort::Salary, per_company: Some(2), ..SearchQuery::default() }, &[]);
    let mut seen: BTreeMap<String, u32> = BTreeMap::new();
    let expected: Vec<ListingId> = all
        .hits
        .iter()
        .map(|hit| hit.id)
        .filter(|id| {
            let Some(company) = &listings[id].company else { return true };
            let count = seen.entry(company.slug.clone()).or_default();
            *count += 1;
            *count <= 2
        })
        .collect();
    assert_eq!(two.hits.iter().map(|hit| hit.id).collect::<Vec<_>>(), expected);
    assert_eq!(two.total, Some(expected.len() as u64));
}
