//! What searching costs at 100,000 listings, in process. `cargo bench -p search`.
#![allow(missing_docs, clippy::unwrap_used, clippy::indexing_slicing, clippy::panic)]

#[path = "../tests/support/mod.rs"]
mod support;

use std::sync::{Arc, LazyLock};

use divan::{Bencher, black_box};
use domain::listing::ListingChange;
use domain::query::{Facet, SearchQuery, Sort};
use search::{Direction, Generation, Index, PageKey, Request};
use support::{LARGE, World, listing, listings, now};

const COUNT: u64 = 100_000;
const FACETS: &[Facet] = &[Facet::Role, Facet::Seniority, Facet::Skill, Facet::Country, Facet::EmploymentType, Facet::Source];

static CHANGES: LazyLock<Vec<ListingChange>> = LazyLock::new(|| listings(COUNT, LARGE));
static INDEX: LazyLock<Index> = LazyLock::new(|| {
    let index = Index::in_memory().unwrap();
    index.apply(&CHANGES).unwrap();
    index
});

fn main() {
    LazyLock::force(&INDEX);
    divan::main();
}

fn parse(text: &str) -> SearchQuery {
    let pairs: Vec<(String, String)> = text
        .split('&')
        .filter(|pair| !pair.is_empty())
        .map(|pair| pair.split_once('=').unwrap())
        .map(|(a, b)| (a.to_owned(), b.to_owned()))
        .collect();
    SearchQuery::parse(&pairs, &[]).unwrap()
}

fn ask(generation: &Generation, query: &SearchQuery, facets: &[Facet], after: Option<PageKey>) -> usize {
    let request = Request { query, now: now(), facets, facet_limit: 20, limit: 20, after, direction: Direction::Forward, total: true };
    generation.search(&request).unwrap().hits.len()
}

#[divan::bench(args = [
    "role=backend-engineer,frontend-engineer,fullstack-engineer&seniority=senior,lead&employment_type=full_time&salary_min=60000",
    "family=software-engineering&skill=python,javascript,java&score_min=40&posted_after=P90D",
    "country=US&seniority=senior&salary_stated=true&language=en",
    "skill=python",
    "",
])]
fn filters_and_6_facets(bencher: Bencher, text: &str) {
    let (generation, query) = (INDEX.generation(), parse(text));
    bencher.bench_local(|| ask(black_box(&generation), &query, FACETS, None));
}

#[divan::bench(args = ["work_from=PT", "work_from=US-CA&eligibility=include_unknown", "time_zone=Europe/Lisbon", "work_from=DE&role=backend-engineer&sort=-salary"])]
fn where_the_reader_lives(bencher: Bencher, text: &str) {
    let (generation, query) = (INDEX.generation(), parse(text));
    bencher.bench_local(|| ask(black_box(&generation), &query, &[], None));
}

#[divan::bench(args = ["engineer", "senior backend engineer", "\"machine learning\" -python", "enginer", "kuber", "payments"])]
fn text(bencher: Bencher, q: &str) {
    let generation = INDEX.generation();
    let query = SearchQuery { q: Some(q.to_owned()), sort: Sort::Relevance, ..SearchQuery::default() };
    bencher.bench_local(|| ask(black_box(&generation), &query, &[], None));
}

#[divan::bench(args = ["", "sort=-salary", "sort=-score", "per_company=2"])]
fn deep_page(bencher: Bencher, text: &str) {
    let (generation, query) = (INDEX.generation(), parse(text));
    let request = Request {
        query: &query,
        now: now(),
        facets: &[],
        facet_limit: 0,
        limit: 10_000,
        after: None,
        direction: Direction::Forward,
        total: false,
    };
    let after = generation.search(&request).unwrap().hits.last().unwrap().key;
    bencher.bench_local(|| ask(black_box(&generation), &query, &[], Some(after)));
}

#[divan::bench(args = ["b", "backend", "company 12", "kuberntes"])]
fn suggest(bencher: Bencher, q: &str) {
    let generation = INDEX.generation();
    bencher.bench_local(|| generation.suggest(black_box(q), 10).len());
}

#[divan::bench]
fn similar(bencher: Bencher) {
    let generation = INDEX.generation();
    let id = listing(77, 0, LARGE).listing.id;
    bencher.bench_local(|| generation.similar(black_box(id), 10).len());
}

/// Published generations pile up versions; each sample applies other ones.
#[divan::bench(args = [1, 1_000], sample_count = 10, sample_size = 1)]
fn apply_changes(bencher: Bencher, count: u64) {
    let mut version = 100 + count;
    bencher
        .with_inputs(|| {
            version += 1;
            (0..count).map(|n| listing(n * 97 % COUNT, version, World { sentences: 30, ..LARGE })).collect::<Vec<_>>()
        })
        .bench_local_values(|changes| INDEX.apply(&changes).unwrap());
}

#[divan::bench(sample_count = 1, sample_size = 1)]
fn apply_100_000_on_disk(bencher: Bencher) {
    LazyLock::force(&CHANGES);
    bencher.bench_local(|| {
        let dir = tempfile::tempdir().unwrap();
        Index::open(dir.path()).unwrap().apply(&CHANGES).unwrap();
        dir
    });
}

#[divan::bench(sample_count = 3, sample_size = 1)]
fn open_100_000(bencher: Bencher) {
    let dir = tempfile::tempdir().unwrap();
    Index::open(dir.path()).unwrap().apply(&CHANGES).unwrap();
    bencher.bench_local(|| Arc::strong_count(&Index::open(dir.path()).unwrap().generation()));
}
