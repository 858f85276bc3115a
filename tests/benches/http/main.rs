//! What a search costs over HTTP on loopback: the real server over SQLite, 100,000 invented listings, the clients on the
//! same machine. `cargo bench -p tests --bench http -- [--listings N] [--seconds S] [--writes PER_SECOND] [--only CLASS]
//! [--json]`.
//! With `--pages [--samples N]` pages about many listings: guides, pay, the market; each kind at least N times after a change.
//!
//! Nothing of an answer is cached but the rendered listings, as in the product.
#![allow(missing_docs, clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, clippy::print_stdout)]

mod arguments;
mod client;
mod pages;
#[path = "../../../search/tests/support/mod.rs"]
mod support;
mod times;
mod world;

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use arguments::number;
use client::Client;
use serde_json::json;
use support::{FILTERS, TEXTS};
use times::Times;
use world::World;

/// As in the program.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

const FACETS: &str = "facets=role,seniority,skill,country,employment_type,source";

/// What is asked, and how it is named.
struct Class {
    name: &'static str,
    paths: Vec<String>,
    coding: &'static str,
}

fn classes() -> Vec<Class> {
    let filters = |extra: &str| FILTERS.iter().map(|filters| format!("/v1/listings?{filters}&{FACETS}{extra}")).collect();
    let texts = |extra: &str| -> Vec<String> {
        let each = |(text, filters): (&&str, &&str)| format!("/v1/listings?q={}&{filters}{extra}", text.replace(' ', "%20"));
        TEXTS.iter().cycle().zip(FILTERS.iter().cycle()).take(24).map(|(t, f)| each((t, f))).collect()
    };
    vec![
        Class { name: "nothing (/livez)", paths: vec!["/livez".to_owned()], coding: "identity" },
        Class { name: "4 filters + 6 facets", paths: filters(""), coding: "identity" },
        Class { name: "4 filters + 6 facets, zstd", paths: filters(""), coding: "zstd" },
        Class { name: "4 filters + 6 facets, gzip", paths: filters(""), coding: "gzip" },
        Class { name: "text + 4 filters + 6 facets", paths: texts(&format!("&{FACETS}")), coding: "identity" },
        Class { name: "text + 4 filters", paths: texts(""), coding: "identity" },
    ]
}

fn main() {
    let (listings, seconds, writes) = (number("--listings", 100_000), number("--seconds", 5), number("--writes", 200));
    let world = World::build(listings);
    let (address, stop) = world.serve();
    if arguments::has("--pages") {
        println!("{listings} listings; times in µs");
        pages::print(&world, address, number("--samples", 40));
        drop(stop);
        return;
    }
    let mut rows = Vec::new();
    let only = arguments::text("--only");
    for class in classes().into_iter().filter(|class| only.as_ref().is_none_or(|only| class.name == only)) {
        // Once around, so that what a first request makes is there.
        measure(address, &class, 1, Duration::from_millis(500));
        let alone = measure(address, &class, 1, Duration::from_secs(seconds));
        let searched = world.search_time(&class.paths);
        let done = Arc::new(AtomicBool::new(false));
        let eight = std::thread::scope(|scope| {
            scope.spawn(|| {
                // As the tasks of the product do.
                api::give_way();
                world.write(writes, &done);
            });
            let eight = measure(address, &class, 8, Duration::from_secs(seconds));
            done.store(true, Ordering::Relaxed);
            eight
        });
        rows.push(json!({
            "class": class.name,
            "one_p50_us": alone.times.at(0.5), "one_p99_us": alone.times.at(0.99),
            "search_us": searched.map(|time| time.as_micros() as u64),
            "eight_per_second": eight.per_second as u64, "eight_p50_us": eight.times.at(0.5), "eight_p99_us": eight.times.at(0.99),
            "cpu_us": eight.cpu.as_micros() as u64,
        }));
    }
    drop(stop);
    if arguments::has("--json") {
        println!("{}", serde_json::to_string_pretty(&json!({"listings": listings, "writes_per_second": writes, "classes": rows})).unwrap());
        return;
    }
    println!("{listings} listings; times in µs; with 8 connections {writes} listings a second are written meanwhile");
    println!(
        "{:<30} {:>8} {:>8} {:>8} {:>9} {:>8} {:>8} {:>8}",
        "class", "1: p50", "1: p99", "search", "8: req/s", "8: p50", "8: p99", "8: CPU"
    );
    for row in rows {
        let cell = |name: &str| row[name].as_u64().map_or("-".to_owned(), |n| n.to_string());
        println!(
            "{:<30} {:>8} {:>8} {:>8} {:>9} {:>8} {:>8} {:>8}",
            row["class"].as_str().unwrap(),
            cell("one_p50_us"),
            cell("one_p99_us"),
            cell("search_us"),
            cell("eight_per_second"),
            cell("eight_p50_us"),
            cell("eight_p99_us"),
            cell("cpu_us"),
        );
    }
}

/// What some connections saw.
struct Measured {
    /// Every request's time in µs.
    times: Times,
    per_second: f64,
    /// CPU time of a request: server, client, and what else this process does.
    cpu: Duration,
}

fn measure(address: std::net::SocketAddr, class: &Class, connections: usize, time: Duration) -> Measured {
    let (began, cpu) = (Instant::now(), client::cpu_time());
    let run = |first: usize| {
        let mut client = Client::connect(address);
        let mut times = Vec::new();
        let mut n = first * 7;
        while began.elapsed() < time {
            let at = Instant::now();
            client.get(&class.paths[n % class.paths.len()], class.coding);
            times.push(at.elapsed().as_micros() as u64);
            n += 1;
        }
        times
    };
    let times: Vec<u64> = std::thread::scope(|scope| {
        let clients: Vec<_> = (0..connections).map(|n| scope.spawn(move || run(n))).collect();
        clients.into_iter().flat_map(|client| client.join().unwrap()).collect()
    });
    let (per_second, cpu) = (times.len() as f64 / began.elapsed().as_secs_f64(), client::cpu_time() - cpu);
    Measured { per_second, cpu: cpu / times.len() as u32, times: Times::new(times) }
}
