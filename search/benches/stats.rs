//! What statistics cost at 100,000 listings, in process. `cargo bench -p search --bench stats`.
#![allow(missing_docs, clippy::unwrap_used, clippy::indexing_slicing, clippy::panic)]

#[path = "../tests/support/mod.rs"]
mod support;

use std::sync::LazyLock;

use divan::{Bencher, black_box};
use domain::money::Currency;
use domain::query::{Grouping, SearchQuery};
use search::{GroupPage, Index, StatsRequest};
use support::{LARGE, World, listings, now};

static INDEX: LazyLock<Index> = LazyLock::new(|| {
    let index = Index::in_memory().unwrap();
    index.apply(&listings(100_000, World { sentences: 1, ..LARGE })).unwrap();
    index
});

fn main() {
    LazyLock::force(&INDEX);
    divan::main();
}

#[divan::bench(args = ["", "role", "role,seniority", "family,month", "skill,seniority", "country,role", "company,role", "company,skill", "country,skill"])]
fn every_listing_by(bencher: Bencher, by: &str) {
    let by: Vec<Grouping> = by.split(',').filter_map(Grouping::from_slug).collect();
    let (generation, query) = (INDEX.generation(), SearchQuery::default());
    let request = StatsRequest { query: &query, now: now(), group_by: &by, page: GroupPage::first(100), currency: Currency::USD };
    bencher.bench_local(|| black_box(&generation).stats(&request).unwrap().groups.len());
}

#[divan::bench]
fn opened_by_day(bencher: Bencher) {
    let (generation, query) = (INDEX.generation(), SearchQuery::default());
    bencher.bench_local(|| black_box(&generation).opened_by_day(&query, now(), 30).unwrap().len());
}
