//! Walks over pages see each listing once, in both directions, while others come and change.

// A test that meets the unexpected fails on the spot.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]
#![allow(missing_docs)]

mod support;

use std::collections::BTreeMap;

use domain::id::ListingId;
use domain::listing::ListingChange;
use domain::money::Rates;
use domain::query::{SearchQuery, Sort, matches};
use proptest::prelude::*;
use search::{Direction, Hit, Index, PageKey, Request};
use support::{Rng, SMALL, listing, listings, now};

fn page(index: &Index, query: &SearchQuery, after: Option<PageKey>, direction: Direction, limit: usize) -> (Vec<Hit>, bool) {
    let request = Request { query, now: now(), facets: &[], facet_limit: 0, limit, after, direction, total: false };
    let answer = index.generation().search(&request).unwrap();
    assert_eq!(answer.total, None);
    (answer.hits, answer.more)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(10))]

    #[test]
    fn a_walk_sees_each_listing_once_while_listings_change(
        seed in any::<u64>(),
        size in prop::sample::select(&[4usize, 9, 20, 50][..]),
        sort in prop::sample::select(Sort::ALL),
        q in prop::option::of(prop::sample::select(&["engineer", "we", "senior -intern"][..])),
    ) {
        let mut rng = Rng(seed);
        let index = Index::in_memory().unwrap();
        let start = listings(200, SMALL);
        index.apply(&start).unwrap();
        let query = SearchQuery { sort, q: q.map(str::to_owned), ..SearchQuery::default() };
        let found = |change: &ListingChange| {
            q.is_none() && matches(&SearchQuery { q: None, ..query.clone() }, &change.listing, now(), Rates::builtin())
        };
        // Listings that matched at the start and after every change of theirs.
        let mut throughout: BTreeMap<ListingId, bool> = start.iter().map(|change| (change.listing.id, found(change))).collect();
        let mut seen: Vec<ListingId> = Vec::new();
        let mut after = None;
        let mut version = 1;
        loop {
            let (hits, more) = page(&index, &query, after, Direction::Forward, size);
            prop_assert!(hits.len() <= size && (hits.len() == size || !more));
            seen.extend(hits.iter().map(|hit| hit.id));
            after = hits.last().map(|hit| hit.key).or(after);
            if !more {
                break;
            }
            // Texts change too, so with text only listings that stay as they are have a place that stays.
            let numbers = if q.is_none() { 0..230 } else { 200..230 };
            let changes: Vec<ListingChange> = numbers.filter(|_| rng.one_in(10)).map(|number| listing(number, version, SMALL)).collect();
            for change in &changes {
                throughout.entry(change.listing.id).and_modify(|matched| *matched &= found(change)).or_insert(false);
            }
            index.apply(&changes).unwrap();
            version += 1;
        }
        let mut once = seen.clone();
        once.sort();
        once.dedup();
        prop_assert_eq!(once.len(), seen.len(), "a listing came twice");
        for (id, matched) in throughout {
            prop_assert!(!matched || seen.contains(&id), "{} was passed over", id);
        }
    }

    #[test]
    fn pages_backward_are_the_pages_forward(
        seed in any::<u64>(),
        size in prop::sample::select(&[4usize, 40, 77, 300][..]),
        sort in prop::sample::select(Sort::ALL),
        cap in prop::option::of(1u32..4),
        q in prop::option::of(prop::sample::select(&["engineer", "a", "senior -intern"][..])),
    ) {
        let index = Index::in_memory().unwrap();
        index.apply(&(0..1_300).map(|n| listing(seed % 1_000 * 10_000 + n, 0, SMALL)).collect::<Vec<_>>()).unwrap();
        let query = SearchQuery { sort, per_company: cap, q: q.map(str::to_owned), ..SearchQuery::default() };
        let walk = |direction| {
            let mut pages: Vec<Vec<Hit>> = Vec::new();
            let mut after = None;
            loop {
                let (hits, more) = page(&index, &query, after, direction, size);
                after = if direction == Direction::Forward { hits.last() } else { hits.first() }.map(|hit| hit.key);
                pages.push(hits);
                if !more {
                    break;
                }
            }
            if direction == Direction::Backward {
                pages.reverse();
            }
            pages.concat()
        };
        let (all, _) = page(&index, &query, None, Direction::Forward, 10_000);
        prop_assert_eq!(&walk(Direction::Forward), &all);
        prop_assert_eq!(&walk(Direction::Backward), &all);
    }

    #[test]
    fn keys_survive_as_bytes(sort in any::<u64>(), id in any::<u128>()) {
        let key = PageKey { sort, id: ListingId::from_bits(id) };
        prop_assert_eq!(PageKey::from_bytes(key.to_bytes()), key);
    }
}
