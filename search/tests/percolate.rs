//! What a listing is matched with is what would find it.

// A test that meets the unexpected fails on the spot.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]
#![allow(missing_docs)]

mod support;

use std::collections::BTreeSet;

use domain::id::ListingId;
use domain::listing::ListingChange;
use domain::query::SearchQuery;
use domain::skill::Skill;
use proptest::prelude::*;
use search::{Direction, Generation, Index, Percolator, Request};
use support::{Rng, SMALL, listing, now, query};

const SAID: &[&str] = &[
    "senior",
    "sr",
    "engineer",
    "site reliability",
    "sre",
    "frontend",
    "front end",
    "front-end",
    "golang",
    "k8s",
    "kubernetes",
    "node.js",
    "nodejs",
    "node js",
    "c++",
    "machine learning",
    "payments",
    "and",
    "enginer",
    "company 1",
    "react js",
];
const SAYINGS: &[&str] =
    &["Full-stack work.", "Node.js, C++ and R&D!", "A front end team; SRE.", "Front-end machine learning", "node js next"];
const TITLES: &[&str] =
    &["Sr. Front End Engineer", "SRE", "Site Reliability Engineer (Go)", "Node.js Developer", "Machine-Learning Engineer"];

/// Listings that say things in many forms.
fn listings(seed: u64, count: u64) -> Vec<ListingChange> {
    let mut rng = Rng(seed);
    (0..count)
        .map(|number| {
            let mut change = listing(seed % 1_000 * 1_000 + number, 0, SMALL);
            if rng.one_in(3) {
                change.listing.title = rng.pick(TITLES).to_owned();
            }
            if rng.one_in(3) {
                change.text.push_str(rng.pick(SAYINGS));
            }
            if rng.one_in(6) {
                change.listing.skills = vec![Skill::from_slug(rng.pick(&["go", "kubernetes", "react", "nodejs", "spring"])).unwrap()];
            }
            change
        })
        .collect()
}

/// What somebody might save as text; words of a listing more often than not.
fn text(rng: &mut Rng, listings: &[ListingChange]) -> String {
    let mut pieces = Vec::new();
    for _ in 0..1 + rng.below(2) {
        let words: Vec<&str> = listings[rng.below(listings.len())].text.split_whitespace().collect();
        let at = rng.below(words.len() - 1);
        let said = match rng.below(3) {
            0 => words[at].to_owned(),
            1 => format!("\"{} {}\"", words[at].trim_matches('"'), words[at + 1].trim_matches('"')),
            _ => rng.pick(SAID).to_owned(),
        };
        let part = if rng.one_in(4) { rng.pick(&["title:", "company:", "skill:"]) } else { "" };
        let sign = if rng.one_in(5) { "-" } else { "" };
        pieces.push(format!("{sign}{part}{said}"));
    }
    pieces.join(" ")
}

fn finds(generation: &Generation, query: &SearchQuery) -> BTreeSet<ListingId> {
    let request =
        Request { query, now: now(), facets: &[], facet_limit: 0, limit: 10_000, after: None, direction: Direction::Forward, total: false };
    generation.search_saved(&request).unwrap().hits.into_iter().map(|hit| hit.id).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn a_listing_is_matched_with_the_searches_that_find_it(seed in any::<u64>()) {
        let changes = listings(seed, 60);
        let index = Index::in_memory().unwrap();
        let empty = index.generation();
        index.apply(&changes).unwrap();
        let generation = index.generation();
        let mut rng = Rng(seed ^ 3);
        // What is known of how rare things are decides the speed only.
        let among = if rng.one_in(2) { &empty } else { &generation };
        let mut percolator = Percolator::default();
        let mut saved = Vec::new();
        for id in 0..200u32 {
            let mut query = if rng.one_in(3) { SearchQuery::default() } else { query(&mut rng, SMALL) };
            query.q = (!rng.one_in(3)).then(|| text(&mut rng, &changes));
            percolator.insert(id, &query, among);
            saved.push(query);
        }
        // Some change their minds, some leave.
        for id in 0..40u32 {
            if rng.one_in(2) {
                saved[id as usize] = query(&mut rng, SMALL);
                percolator.insert(id, &saved[id as usize], among);
            }
        }
        let gone: BTreeSet<u32> = (0..200).filter(|_| rng.one_in(10)).collect();
        prop_assert!(gone.iter().all(|id| percolator.remove(id) && !percolator.remove(id)));
        prop_assert_eq!(percolator.len(), 200 - gone.len());

        let found: Vec<BTreeSet<ListingId>> = saved.iter().map(|query| finds(&generation, query)).collect();
        for change in &changes {
            let mut matching = percolator.matching(change, now());
            matching.sort_unstable();
            let id = &change.listing.id;
            let expected: Vec<u32> = (0..200).filter(|n| !gone.contains(n) && found[*n as usize].contains(id)).collect();
            let differing = matching.iter().chain(&expected).find(|n| matching.contains(n) != expected.contains(n));
            prop_assert_eq!(&matching, &expected, "{:?} {:?}", differing.map(|n| &saved[*n as usize]), change);
        }
    }
}

#[test]
fn order_and_diversity_choose_among_what_is_found_and_do_not_matter() {
    let index = Index::in_memory().unwrap();
    let mut percolator = Percolator::default();
    let change = listing(1, 0, SMALL);
    let any = SearchQuery { open_only: false, per_company: Some(1), ..SearchQuery::default() };
    percolator.insert("mine", &any, &index.generation());
    assert_eq!(percolator.matching(&change, now()), ["mine"]);
}

#[test]
fn a_span_back_from_now_moves_with_now() {
    let index = Index::in_memory().unwrap();
    let mut percolator = Percolator::default();
    let pairs = [("posted_after", "P7D"), ("work_mode", "any")].map(|(name, value)| (name.to_owned(), value.to_owned()));
    percolator.insert(1, &SearchQuery::parse(&pairs, &[]).unwrap(), &index.generation());
    let mut change = listing(1, 0, SMALL);
    change.listing.closed_at = None;
    change.listing.posted_at = Some(now());
    assert_eq!(percolator.matching(&change, now().plus(chrono::TimeDelta::days(7))), [1]);
    assert_eq!(percolator.matching(&change, now().plus(chrono::TimeDelta::days(8))), Vec::<i32>::new());
}
