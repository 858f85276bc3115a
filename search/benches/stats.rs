//! What statistics cost in process. `cargo bench -p search --bench stats -- [--listings N] [--only PART_OF_A_NAME]`.
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
    let argument = |name: &str| arguments.iter().position(|argument| argument == name).map(|at| arguments[at + 1].as_str());
    let count = argument("--listings").map_or(100_000, |count| count.parse().unwrap());
    let only = argument("--only").unwrap_or_default();
    let index = Index::in_memory().unwrap();
    for batch in listings(count, World { sentences: 1, ..LARGE }).chunks(20_000) {
        index.apply(batch).unwrap();
    }
    let generation = index.generation();
    println!("{count} listings; milliseconds\n{:<46} {:>8} {:>8} {:>8} {:>8}", "request", "first", "best", "p50", "p99");
    let measure = |name: &str, ask: &dyn Fn(&Generation) -> usize| {
        if name.contains(only) {
            measure(name, &generation, ask);
        }
    };
    let everything = SearchQuery::default();
    for by in GROUPINGS {
        let by: Vec<Grouping> = by.split(',').filter_map(Grouping::from_slug).collect();
        let name = by.iter().map(|grouping| grouping.slug()).collect::<Vec<_>>().join(" and ");
        let request = StatsRequest { group_by: &by, page: GroupPage::first(20), ..StatsRequest::of_all(&everything, now()) };
        let name = format!("pay by {}", if by.is_empty() { "nothing" } else { &name });
        measure(&name, &|generation| generation.stats(&request).unwrap().groups.len());
        if !by.is_empty() {
            let page = GroupPage { total: true, ..GroupPage::first(20) };
            let request = StatsRequest { page, ..request.clone() };
            measure(&format!("{name}, with their number"), &|generation| generation.stats(&request).unwrap().groups.len());
        }
    }
    let skill = SearchQuery { skill_all: Skill::all().take(1).collect(), ..SearchQuery::default() };
    let by = [Grouping::Role, Grouping::Seniority];
    let request = StatsRequest { group_by: &by, page: GroupPage::first(20), ..StatsRequest::of_all(&skill, now()) };
    measure("pay of a skill by role, seniority", &|generation| generation.stats(&request).unwrap().groups.len());
    measure("opened by day", &|generation| generation.opened_by_day(&everything, now(), 30).unwrap().len());
    measure("market", &|generation| generation.market(now(), 30, 100).cuts.len());
}

fn measure(name: &str, generation: &Generation, ask: &dyn Fn(&Generation) -> usize) {
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
    println!("{name:<46} {:>8.3} {best:>8.3} {p50:>8.3} {p99:>8.3}", ms(first));
}
