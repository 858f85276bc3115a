//! A search that finds little is told what would find more.

// A test that meets the unexpected fails on the spot.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]
#![allow(missing_docs)]

mod support;

use domain::listing::ListingChange;
use domain::money::Rates;
use domain::query::{Condition, SearchQuery, matches, obstacles};
use proptest::prelude::*;
use search::{Generation, Index};
use support::{Rng, SMALL, listing, now, query};

fn total(changes: &[ListingChange], query: &SearchQuery) -> u64 {
    changes.iter().filter(|change| matches(query, &change.listing, now(), Rates::builtin())).count() as u64
}

fn index(seed: u64) -> (Index, Vec<ListingChange>) {
    let changes: Vec<ListingChange> = (0..120).map(|n| listing(seed % 1_000 * 1_000 + n, 0, SMALL)).collect();
    let index = Index::in_memory().unwrap();
    index.apply(&changes).unwrap();
    (index, changes)
}

/// The most that is found without any `count` of the conditions.
fn best_without(changes: &[ListingChange], query: &SearchQuery, conditions: &[Condition], count: usize) -> u64 {
    if count == 0 {
        return total(changes, query);
    }
    let rest = |at: usize| best_without(changes, &query.without(conditions[at]), &conditions[at + 1..], count - 1);
    (0..conditions.len()).map(rest).max().unwrap_or(0)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]

    #[test]
    fn relaxations_are_the_smallest_and_bring_what_they_say(seed in any::<u64>()) {
        let (index, changes) = index(seed);
        let mut rng = Rng(seed);
        for _ in 0..12 {
            let query = SearchQuery { open_only: true, ..query(&mut rng, SMALL) };
            let before = total(&changes, &query);
            let relaxations = index.generation().relaxations(&query, now(), 5).unwrap();
            prop_assert!(relaxations.is_sorted_by(|a, b| a.total >= b.total));
            for relaxation in &relaxations {
                prop_assert!(relaxation.total > before);
                prop_assert_eq!(relaxation.total, total(&changes, &relaxation.query), "{:?}", relaxation);
                let fewer = relaxation.changed.len() - 1;
                prop_assert!(fewer > 2 || best_without(&changes, &query, &query.conditions(), fewer) == before, "{:?}", relaxation);
            }
            let all = changes.iter().filter(|change| change.listing.closed_at.is_none()).count() as u64;
            prop_assert_eq!(relaxations.is_empty(), before == all);
        }
    }

    #[test]
    fn without_its_obstacles_a_listing_is_found_and_with_any_of_them_it_is_not(seed in any::<u64>()) {
        let (index, changes) = index(seed);
        let generation = index.generation();
        let finds = |generation: &Generation, query: &SearchQuery, change: &ListingChange| generation.finds(query, change.listing.id, now()).unwrap();
        let mut rng = Rng(seed);
        for change in changes.iter().filter(|change| change.listing.closed_at.is_none()).take(20) {
            let query = SearchQuery { open_only: true, ..query(&mut rng, SMALL) };
            let obstacles = obstacles(&query, &change.listing, now(), Rates::builtin());
            prop_assert_eq!(obstacles.is_empty(), finds(&generation, &query, change));
            let without = obstacles.iter().fold(query.clone(), |query, obstacle| query.without(*obstacle));
            prop_assert!(finds(&generation, &without, change), "{:?}", obstacles);
            for obstacle in &obstacles {
                prop_assert!(!finds(&generation, &query.only(*obstacle), change), "{}", obstacle);
            }
        }
    }
}

fn parse(text: &str) -> SearchQuery {
    let pairs: Vec<(String, String)> =
        text.split('&').map(|pair| pair.split_once('=').unwrap()).map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
    SearchQuery::parse(&pairs, &[]).unwrap()
}

#[test]
fn one_condition_is_eased_only_as_far_as_needed() {
    let (_, mut changes) = index(3);
    changes.truncate(1);
    let job = &mut changes[0];
    job.listing.closed_at = None;
    job.listing.title = "Rust Engineer".to_owned();
    job.listing.work_mode = domain::work_mode::WorkMode::Remote;
    job.listing.eligibility = domain::eligibility::Eligibility::unknown();
    job.listing.annual_usd.max = domain::money::Cents::from_major(95_000);
    job.text = "Payments.".to_owned();
    let index = Index::in_memory().unwrap();
    index.apply(&changes).unwrap();
    let nearest = |text: &str| {
        let relaxations = index.generation().relaxations(&parse(text), now(), 5).unwrap();
        assert_eq!(relaxations.len(), 1);
        relaxations.into_iter().next().unwrap().query
    };
    assert_eq!(nearest("salary_min=100000"), parse("salary_min=90000"));
    assert_eq!(nearest("work_from=PT"), parse("work_from=PT&eligibility=include_unknown"));
    assert_eq!(nearest("q=rust payments blockchain"), parse("q=rust payments"));
    assert_eq!(nearest("salary_min=100000&work_from=PT"), parse("sort=-posted_at"));
}
