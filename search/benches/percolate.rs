//! How many listings a second are held against saved searches, on one core. `cargo bench -p search --bench percolate`.
//! The searches are invented: things are asked for as skewed as listings have them.
#![allow(missing_docs, clippy::unwrap_used, clippy::indexing_slicing, clippy::panic)]

#[path = "../tests/support/mod.rs"]
mod support;

use std::sync::LazyLock;

use divan::counter::ItemsCount;
use divan::{Bencher, black_box};
use domain::listing::ListingChange;
use domain::query::SearchQuery;
use domain::role::Role;
use domain::seniority::Seniority;
use domain::skill::Skill;
use search::{Index, Percolator};
use support::{LARGE, Rng, listings, now};

static CHANGES: LazyLock<Vec<ListingChange>> = LazyLock::new(|| listings(5_000, LARGE));
static INDEX: LazyLock<Index> = LazyLock::new(|| {
    let index = Index::in_memory().unwrap();
    index.apply(&CHANGES).unwrap();
    index
});

fn main() {
    LazyLock::force(&INDEX);
    divan::main();
}

/// A search as people save it: three to five wishes. At 100,000 of them a listing meets some hundred.
fn saved(rng: &mut Rng) -> SearchQuery {
    let mut wishes: Vec<(&str, String)> = Vec::new();
    let role = |rng: &mut Rng| Role::all().nth(rng.skewed(50)).unwrap();
    let skill = |rng: &mut Rng| Skill::all().nth(rng.skewed(90)).unwrap();
    match rng.below(10) {
        0..6 => wishes.push(("role", role(rng).slug().to_owned())),
        6 => wishes.push(("role", format!("{},{}", role(rng).slug(), role(rng).slug()))),
        7..9 => wishes.push(("q", format!("{} {}", skill(rng).name(), role(rng).title()))),
        _ => wishes.push(("company", format!("company-{}", rng.skewed(12_000)))),
    }
    wishes.push(match rng.below(4) {
        0 => ("skill_all", format!("{},{}", skill(rng).slug(), skill(rng).slug())),
        _ => ("skill", skill(rng).slug().to_owned()),
    });
    if !rng.one_in(4) {
        wishes.push(("seniority", rng.pick(Seniority::ALL).slug().to_owned()));
    }
    if !rng.one_in(3) {
        wishes.push(("work_from", rng.pick(&["US", "PT", "DE", "GB", "BR", "CA", "FR", "ES", "PL", "IN", "NL", "US-CA"]).to_owned()));
    }
    if rng.one_in(2) {
        wishes.push(("salary_min", (rng.below(30) * 5_000 + 20_000).to_string()));
    }
    if rng.one_in(10) {
        wishes.push(("exclude_source", "alpha".to_owned()));
    }
    if rng.one_in(10) {
        wishes.push(("time_zone", rng.pick(&["Europe/Lisbon", "America/New_York", "Asia/Tokyo"]).to_owned()));
    }
    let split = |(name, value): &(&str, String)| (*name == "q", (*name).to_owned(), value.clone());
    let pairs: Vec<(String, String)> = wishes
        .iter()
        .map(split)
        .flat_map(|(whole, name, value)| {
            let values: Vec<String> = if whole { vec![value] } else { value.split(',').map(str::to_owned).collect() };
            values.into_iter().map(move |value| (name.clone(), value))
        })
        .collect();
    SearchQuery::parse(&pairs, &[]).unwrap()
}

fn filled(searches: u32) -> Percolator<u32> {
    let (mut rng, generation, mut percolator) = (Rng(7), INDEX.generation(), Percolator::default());
    (0..searches).for_each(|id| percolator.insert(id, &saved(&mut rng), &generation));
    percolator
}

#[divan::bench(args = [10_000, 100_000, 1_000_000], sample_count = 5, sample_size = 1)]
fn listings_against_searches(bencher: Bencher, searches: u32) {
    let percolator = filled(searches);
    let some = &CHANGES[..1_000];
    bencher
        .counter(ItemsCount::new(some.len()))
        .bench_local(|| some.iter().map(|change| percolator.matching(black_box(change), now()).len()).sum::<usize>());
}

#[divan::bench(args = [100_000], sample_count = 1, sample_size = 1)]
fn filling(bencher: Bencher, searches: u32) {
    bencher.counter(ItemsCount::new(searches)).bench_local(|| filled(searches).len());
}
