//! What an import costs those who search meanwhile, and what both take: the product as it is run, a server over SQLite and
//! `remnavi import` beside it, each a process of its own. `cargo bench -p tests --bench importing -- [--listings N]
//! [--postings N] [--seconds S] [--rate R]`: how many listings there are at first, how many postings are imported while one
//! connection searches, how long it searches before, and how often a second; without a rate, again as soon as it has an answer.
#![allow(missing_docs, dead_code, clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, clippy::print_stdout)]

#[path = "../http/arguments.rs"]
mod arguments;
#[path = "../http/client.rs"]
mod client;
#[path = "../../../search/tests/support/mod.rs"]
mod support;
#[path = "../http/times.rs"]
mod times;

use std::io::{BufWriter, Write};
use std::net::{SocketAddr, TcpListener};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use arguments::number;
use clap::Parser;
use client::Client;
use domain::eligibility::Scope;
use serde_json::json;
use support::{LARGE, listing, now};
use times::Times;

/// As in the program.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

const SEARCH: &str = "/v1/listings?family=software-engineering&skill=python,javascript,java&score_min=20&facets=role,seniority,skill,country,employment_type,source";

/// This argument makes the process the program itself.
const PROGRAM: &str = "--program";

fn main() {
    if arguments::has(PROGRAM) {
        return cli::run(cli::args::Cli::parse_from(std::env::args().skip_while(|argument| argument != PROGRAM))).unwrap();
    }
    let (listings, postings) = (number("--listings", 100_000), number("--postings", 100_000));
    let dir = tempfile::tempdir().unwrap();
    let (first, more) = (dir.path().join("first.ndjson"), dir.path().join("more.ndjson"));
    feed(&first, 0..listings);
    feed(&more, listings..listings + postings);

    let seconds = |time: Duration| time.as_secs_f64();
    let began = Instant::now();
    wait(import(dir.path(), &first));
    println!("import of {listings} postings alone: {:.0}/s", listings as f64 / seconds(began.elapsed()));

    let address = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let mut server = program(dir.path(), &["serve", "--listen", &address.to_string()]).spawn().unwrap();
    ready(address);
    let pause = Duration::from_secs(1).checked_div(number("--rate", 0)).unwrap_or_default();
    measure(address, pause, |began| began.elapsed() < Duration::from_secs(2));
    let time = Duration::from_secs(number("--seconds", 10));
    let alone = || measure(address, pause, |began| began.elapsed() < time);
    print("search alone", &alone());

    let began = Instant::now();
    let mut importing = import(dir.path(), &more);
    let meanwhile = measure(address, pause, |_| importing.try_wait().unwrap().is_none());
    wait(importing);
    let beside = postings as f64 / seconds(began.elapsed());
    print("search while an import runs", &meanwhile);
    println!("import of {postings} postings beside it: {beside:.0}/s");
    // Once the index has followed: machines are faster at one time than at another.
    measure(address, pause, |began| began.elapsed() < Duration::from_secs(5));
    print("search alone again", &alone());
    server.kill().unwrap();
    server.wait().unwrap();
}

/// The program with its data in a directory.
fn program(dir: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command.arg(PROGRAM).args(arguments).arg("--data-dir").arg(dir.join("data"));
    command.env("REMNAVI_REQUESTS_PER_MINUTE", "100000000").stdout(Stdio::null());
    command
}

fn import(dir: &Path, feed: &Path) -> Child {
    program(dir, &["import", &feed.display().to_string()]).spawn().unwrap()
}

fn wait(mut child: Child) {
    assert!(child.wait().unwrap().success());
}

/// Waits until the server answers from an index that has caught up.
fn ready(address: SocketAddr) {
    let ready = || {
        std::net::TcpStream::connect(address).ok()?;
        let head = "GET /readyz HTTP/1.1\r\nhost: bench\r\n\r\n";
        (Client::connect(address).send(head) == 200).then_some(())
    };
    while ready().is_none() {
        std::thread::park_timeout(Duration::from_millis(100));
    }
}

/// Writes a feed of the invented postings with these numbers.
fn feed(path: &Path, numbers: std::ops::Range<u64>) {
    let mut out = BufWriter::new(std::fs::File::create(path).unwrap());
    for number in numbers {
        let change = listing(number, 0, LARGE);
        let (listing, text) = (change.listing, change.text);
        let place = match listing.eligibility.countries.first() {
            Some(country) => format!("Remote ({})", country.name()),
            None if listing.eligibility.scope == Scope::Worldwide => "Remote (worldwide)".to_owned(),
            None => "Remote".to_owned(),
        };
        let line = json!({
            "id": number.to_string(), "source": listing.sources[0].source, "title": listing.title, "location": place, "remote": true,
            "company": listing.company.as_ref().map(|company| &company.name), "url": listing.apply_url, "description": text,
            "salary_text": listing.salary.map(|band| format!("{} {}", band.currency().code(), band.min().map_or(0, |min| min.get() / 100))),
            "posted_at": listing.posted_at.unwrap_or(now()).to_string(),
        });
        writeln!(out, "{line}").unwrap();
    }
    out.flush().unwrap();
}

/// Searches, each time at least so long after the last began.
fn measure(address: SocketAddr, pause: Duration, mut go_on: impl FnMut(Instant) -> bool) -> Times {
    let (began, mut client, mut times) = (Instant::now(), Client::connect(address), Vec::new());
    while times.len() % 64 != 0 || go_on(began) {
        let at = Instant::now();
        client.get(SEARCH, "identity");
        times.push(at.elapsed().as_micros() as u64);
        while let Some(left) = pause.checked_sub(at.elapsed()).filter(|left| !left.is_zero()) {
            std::thread::park_timeout(left);
        }
    }
    Times::new(times)
}

/// What somebody waits who comes at any moment: to a slow request, many would have come while it ran. So a request counts
/// once for every median that it takes, with what is left of it then (as load generators correct "coordinated omission").
fn at_any_moment(times: &Times) -> Times {
    let usual = times.at(0.5).max(1);
    let left = |time| std::iter::successors(Some(time), move |left: &u64| left.checked_sub(usual).filter(|left| *left >= usual));
    Times::new(times.iter().copied().flat_map(left).collect())
}

fn print(name: &str, times: &Times) {
    let [p50, p90, p99, p999] = [0.5, 0.9, 0.99, 0.999].map(|share| times.at(share));
    let (count, any) = (times.len(), at_any_moment(times).at(0.99));
    println!("{name}: {count} requests, p50 {p50} µs, p90 {p90}, p99 {p99}, p99.9 {p999}; p99 at any moment {any}");
}
