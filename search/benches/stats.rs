//! What statistics cost in process. `cargo bench -p search --bench stats -- [--listings N]`.
//!
//! Prints percentiles over the times of each request, asked again and again on one thread. Nothing caches results.
#![allow(missing_docs, clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, clippy::print_stdout)]

#[path = "../tests/support/mod.rs"]
mod support;

use std::time::{Duration, Instant};

use domain::query::{Grouping, SearchQuery};
use domain::skill::Skill;
use search::{Generation, GroupPage, Index, StatsRequest};
use support::{LARGE, World, listings, now};

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// How often each request is asked.
const TIMES: usize = 300;
const GROUPINGS: [&str; 14] = [
    "",
    "role",
    "skill",
    "country",
    "company",
    "role,seniority",
    "family,month",
    "skill,seniority",
    "country,role",
    "country,skill",
    "country,region",
    "company,role",
    "company,skill",
    "company,country",
];

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    let at = arguments.iter().position(|argument| argument == "--listings");
    let count = at.map_or(100_000, |at| arguments[at + 1].parse().unwrap());
    let index = Index::in_memory().unwrap();
    for batch in listings(count, World { sentences: 1, ..LARGE }).chunks(20_000) {
        index.apply(batch).unwrap();
    }
    let generation = index.generation();
    println!("{count} listings; milliseconds\n{:<34} {:>8} {:>8} {:>8} {:>8}", "request", "first", "best", "p50", "p99");
    let everything = SearchQuery::default();
    for by in GROUPINGS {
        let by: Vec<Grouping> = by.split(',').filter_map(Grouping::from_slug).collect();
        let name = by.iter().map(|grouping| grouping.slug()).collect::<Vec<_>>().join(" and ");
        let request = StatsRequest { group_by: &by, page: GroupPage::first(20), ..StatsRequest::of_all(&everything, now()) };
        measure(&format!("pay by {}", if by.is_empty() { "nothing" } else { &name }), &generation, |generation| {
            generation.stats(&request).unwrap().groups.len()
        });
    }
    let skill = SearchQuery { skill_all: Skill::all().take(1).collect(), ..SearchQuery::default() };
    let by = [Grouping::Role, Grouping::Seniority];
    let request = StatsRequest { group_by: &by, page: GroupPage::first(20), ..StatsRequest::of_all(&skill, now()) };
    measure("pay of a skill by role, seniority", &generation, |generation| generation.stats(&request).unwrap().groups.len());
    measure("opened by day", &generation, |generation| generation.opened_by_day(&everything, now(), 30).unwrap().len());
    measure("market", &generation, |generation| generation.market(now(), 30, 100).cuts.len());
}

fn measure(name: &str, generation: &Generation, ask: impl Fn(&Generation) -> usize) {
    let mut times: Vec<Duration> = Vec::with_capacity(TIMES);
    for _ in 0..TIMES {
        let began = Instant::now();
        std::hint::black_box(ask(std::hint::black_box(generation)));
        times.push(began.elapsed());
    }
    let first = times[0];
    times.sort_unstable();
    let ms = |time: Duration| time.as_secs_f64() * 1e3;
    let [best, p50, p99] = [times[0], times[TIMES / 2], times[TIMES * 99 / 100]].map(ms);
    println!("{name:<34} {:>8.3} {best:>8.3} {p50:>8.3} {p99:>8.3}", ms(first));
}
