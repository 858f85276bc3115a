//! What statistics cost in process. `cargo bench -p search --bench stats -- [--listings N] [--times N] [--only PART_OF_A_NAME] [--pairs]`.
//!
//! Prints percentiles over the times of each request, asked again and again on one thread; what costs most stands first.
//! Groupings are asked for twice: for the first 20 groups, and for these with the number of all groups. With `--pairs`
//! every pair of groupings is measured. Nothing caches results.
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

/// Groups of a page.
const PAGE: usize = 20;

/// What a request costs in milliseconds.
struct Times {
    first: f64,
    best: f64,
    p50: f64,
    p99: f64,
}

/// What is asked, with its times, and with those when the number of all groups is asked for, too.
struct Row {
    name: String,
    plain: Times,
    with_total: Option<Times>,
}

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    let argument = |name: &str| arguments.iter().position(|argument| argument == name).map(|at| arguments[at + 1].as_str());
    let number = |name: &str, default| argument(name).map_or(default, |number| number.parse().unwrap());
    let (count, times) = (number("--listings", 100_000), number("--times", 300) as usize);
    let only = argument("--only").unwrap_or_default();
    let index = Index::in_memory().unwrap();
    for batch in listings(count, World { sentences: 1, ..LARGE }).chunks(20_000) {
        index.apply(batch).unwrap();
    }
    let generation = index.generation();
    let measure = |ask: &dyn Fn(&Generation) -> usize| Times::of(times, || ask(&generation));
    let everything = SearchQuery::default();
    let pay_by = |name: String, query: &SearchQuery, by: &[Grouping]| {
        let ask = |total| {
            let page = GroupPage { total, ..GroupPage::first(PAGE) };
            let request = StatsRequest { group_by: by, page, ..StatsRequest::of_all(query, now()) };
            measure(&|generation| generation.stats(&request).unwrap().groups.len())
        };
        name.contains(only).then(|| Row { plain: ask(false), with_total: (!by.is_empty()).then(|| ask(true)), name })
    };
    let mut rows: Vec<Option<Row>> = Vec::new();
    if arguments.iter().any(|argument| argument == "--pairs") {
        let pairs = Grouping::ALL.iter().enumerate().flat_map(|(at, one)| Grouping::ALL[at + 1..].iter().map(|other| [*one, *other]));
        rows.extend(pairs.map(|by| pay_by(format!("pay by {} and {}", by[0].slug(), by[1].slug()), &everything, &by)));
    } else {
        rows.push(pay_by("pay by nothing".to_owned(), &everything, &[]));
        rows.extend(Grouping::ALL.iter().map(|by| pay_by(format!("pay by {}", by.slug()), &everything, &[*by])));
        let skill = SearchQuery { skill_all: Skill::all().take(1).collect(), ..SearchQuery::default() };
        rows.push(pay_by("pay of a skill by role and seniority".to_owned(), &skill, &[Grouping::Role, Grouping::Seniority]));
        let plain = |name: &str, ask: &dyn Fn(&Generation) -> usize| {
            name.contains(only).then(|| Row { name: name.to_owned(), plain: measure(ask), with_total: None })
        };
        rows.push(plain("opened by day", &|generation| generation.opened_by_day(&everything, now(), 30).unwrap().len()));
        rows.push(plain("market", &|generation| generation.market(now(), 30, 100).cuts.len()));
    }
    let mut rows: Vec<Row> = rows.into_iter().flatten().collect();
    rows.sort_by(|a, b| b.most().total_cmp(&a.most()));
    println!("{count} listings; milliseconds; on the right with the number of all groups");
    println!("{:<42} {}  {}", "request", Times::HEAD, Times::HEAD);
    for Row { name, plain, with_total } in rows {
        println!("{name:<42} {plain}  {}", with_total.map(|times| times.to_string()).unwrap_or_default());
    }
}

impl Row {
    fn most(&self) -> f64 {
        self.with_total.as_ref().map_or(self.plain.p50, |times| times.p50.max(self.plain.p50))
    }
}

impl Times {
    const HEAD: &str = "  first    best     p50     p99";

    fn of(times: usize, ask: impl Fn() -> usize) -> Times {
        let time = |_| {
            let began = Instant::now();
            std::hint::black_box(ask());
            began.elapsed()
        };
        let mut taken: Vec<Duration> = (0..times.max(1)).map(time).collect();
        let ms = |time: Duration| time.as_secs_f64() * 1e3;
        let first = ms(taken[0]);
        taken.sort_unstable();
        let at = |share: f64| ms(taken[((taken.len() - 1) as f64 * share) as usize]);
        Times { first, best: at(0.0), p50: at(0.5), p99: at(0.99) }
    }
}

impl std::fmt::Display for Times {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Times { first, best, p50, p99 } = self;
        write!(f, "{first:>7.2} {best:>7.2} {p50:>7.2} {p99:>7.2}")
    }
}
