//! What each kind of request costs, as a table of percentiles over many different requests.
//!
//! `cargo bench -p search --bench latency -- --listings 1000000 [--dir DIR] [--json]`
//!
//! All requests of a class are asked in turn, seven times over. The percentiles are over the best time of
//! each request, so that what else the machine does counts little; `first` is the first time of each, when
//! nothing that a generation remembers is known yet. `--dir` keeps the index for the next run.
#![allow(missing_docs, clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, clippy::print_stdout, clippy::print_stderr)]

mod figures;
mod queries;
#[path = "../../tests/support/mod.rs"]
mod support;

use std::hint::black_box;
use std::path::PathBuf;
use std::time::Instant;

use domain::query::{Facet, SearchQuery};
use search::{Direction, Generation, Index, PageKey, Request};

use figures::{Figures, memory_mib};
use support::{LARGE, World, listing, now};

/// As in the program.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

const FACETS: &[Facet] = &[Facet::Role, Facet::Seniority, Facet::Skill, Facet::Country, Facet::EmploymentType, Facet::Source];
/// Listings in one batch of changes, as the follower takes them.
const BATCH: u64 = 5_000;

struct Arguments {
    listings: u64,
    dir: Option<PathBuf>,
    json: bool,
    times: usize,
    /// Only classes whose name contains this.
    only: String,
}

fn arguments() -> Arguments {
    let mut arguments = Arguments { listings: 100_000, dir: None, json: false, times: 7, only: String::new() };
    let mut given = std::env::args().skip(1);
    while let Some(name) = given.next() {
        let mut value = || given.next().unwrap_or_else(|| panic!("{name} needs a value"));
        match name.as_str() {
            "--listings" => arguments.listings = value().parse().unwrap(),
            "--dir" => arguments.dir = Some(value().into()),
            "--only" => arguments.only = value(),
            "--times" => arguments.times = value().parse().unwrap(),
            "--json" => arguments.json = true,
            "--bench" => {}
            other => panic!("{other} is not known"),
        }
    }
    arguments
}

fn main() {
    let arguments = arguments();
    let temporary = tempfile::tempdir().unwrap();
    let dir = arguments.dir.clone().unwrap_or_else(|| temporary.path().to_owned());
    let world = World { companies: (arguments.listings as usize / 12).max(1_000), ..LARGE };
    let mut figures = Figures::new(arguments.listings, arguments.only.clone(), arguments.times);

    let index = figures.once("open the index", || Index::open(&dir).unwrap());
    if index.checkpoint() < arguments.listings as i64 {
        figures.once("full rebuild", || rebuild(&index, arguments.listings, world));
        drop(index);
        let index = figures.once("open the index again", || Index::open(&dir).unwrap());
        measure(&mut figures, &index, arguments.listings, world);
    } else {
        measure(&mut figures, &index, arguments.listings, world);
    }
    if arguments.json { println!("{}", figures.json()) } else { print!("{}", figures.table()) }
}

/// Applies the changes of every listing, in batches.
fn rebuild(index: &Index, count: u64, world: World) {
    for start in (0..count).step_by(BATCH as usize) {
        let changes: Vec<_> = (start..count.min(start + BATCH)).map(|number| listing(number, 0, world)).collect();
        index.apply(&changes).unwrap();
    }
}

fn measure(figures: &mut Figures, index: &Index, count: u64, world: World) {
    let generation = index.generation();
    figures.note("memory_mib", memory_mib());
    for (name, queries) in [
        ("named: 4 filters + 6 facets", queries::named()),
        ("4 filters + 6 facets, newest first", queries::filters(300)),
        ("broad (a third matches) + 6 facets", queries::broad(&generation, 100)),
        ("text (2-3 words) + 4 filters + 6 facets", queries::text_with_filters(300)),
    ] {
        figures.class(name, &queries, |query| ask(&generation, query, FACETS, None));
    }
    figures.class("over HTTP: 4 filters + 6 facets", &queries::over_http(), |query| ask(&generation, query, FACETS, None));
    figures.class("over HTTP: text + 4 filters + 6 facets", &queries::over_http_with_text(), |query| ask(&generation, query, FACETS, None));
    figures.class("over HTTP: 4 filters + 6 facets of 100 values", &queries::over_http(), |query| {
        ask_for(&generation, query, FACETS, 100, None)
    });
    figures.class("text (2-3 words), top 20", &queries::text(300), |query| ask(&generation, query, &[], None));
    figures.class("suggest", &queries::typed(300), |typed| generation.suggest(typed, 10).len());
    let deep = queries::deep(&generation, 40);
    figures.class("page 1", &deep, |(query, _)| ask(&generation, query, &[], None));
    figures.class("page 500 by cursor", &deep, |(query, after)| ask(&generation, query, &[], Some(*after)));
    drop(generation);

    for size in [1, 200, 5_000] {
        figures.class(&format!("apply a batch of {size}"), &[size], |size| {
            // Newer than whatever the index has.
            let version = index.checkpoint() as u64 / 1_000_000 + 1;
            let changes: Vec<_> = (0..*size).map(|n| listing(n * 97_003 % count, version, world)).collect();
            let start = Instant::now();
            index.apply(&changes).unwrap();
            start.elapsed().as_micros() as usize
        });
    }
    figures.note("memory_mib_after_changes", memory_mib());
}

fn ask(generation: &Generation, query: &SearchQuery, facets: &[Facet], after: Option<PageKey>) -> usize {
    ask_for(generation, query, facets, 20, after)
}

fn ask_for(generation: &Generation, query: &SearchQuery, facets: &[Facet], facet_limit: usize, after: Option<PageKey>) -> usize {
    let request = Request { query, now: now(), facets, facet_limit, limit: 20, after, direction: Direction::Forward, total: true };
    black_box(generation.search(&request).unwrap()).total.unwrap() as usize
}
