//! What logins tell and what they cost others: the real server over SQLite, its clients on the same machine.
//! `cargo bench -p tests --bench logins -- [--listings N] [--seconds S]`.
//!
//! First 500 failing logins in turn, of accounts that there are and of those that there are not: whoever measures must not find out which
//! is which. Then searches, alone and during a storm of logins.
#![allow(missing_docs, dead_code, clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, clippy::print_stdout)]

#[path = "../http/arguments.rs"]
mod arguments;
#[path = "../http/client.rs"]
mod client;
#[path = "../../../search/tests/support/mod.rs"]
mod support;
#[path = "../http/times.rs"]
mod times;
#[path = "../http/world.rs"]
mod world;

use std::net::{Ipv4Addr, SocketAddr};
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::time::{Duration, Instant};

use arguments::number;
use client::Client;
use domain::account::Email;
use domain::id::UserId;
use times::Times;
use world::World;

/// The hash of another password than the one that is tried, at today's cost.
const HASH: &str = "$argon2id$v=19$m=19456,t=2,p=1$MDEyMzQ1Njc4OWFiY2RlZg$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
const LOGINS: u32 = 500;
/// Connections that log in at once during the storm.
const STORM: usize = 32;
const SEARCH: &str =
    "/v1/listings?family=software-engineering&skill=python,javascript,java&score_min=40&facets=role,seniority,skill,country";

fn main() {
    let (listings, seconds) = (number("--listings", 100_000), Duration::from_secs(number("--seconds", 10)));
    let world = World::build(listings);
    for n in 0..LOGINS {
        world.db().write_blocking(|c| db::users::insert(c, &account(n))).unwrap();
    }
    let (address, stop) = world.serve();
    let (known, unknown) = interleaved(address);
    println!("{LOGINS} failing logins in turn: known accounts {known:.2} ms, unknown ones {unknown:.2} ms (medians)");
    search(address, Duration::from_millis(500));
    let (p50, p99) = search(address, seconds);
    println!("{listings} listings, one connection that searches: p50 {p50} µs, p99 {p99} µs");
    let (done, logins, refused) = (AtomicBool::new(false), AtomicU32::new(0), AtomicU32::new(0));
    let (p50, p99) = std::thread::scope(|scope| {
        for _ in 0..STORM {
            scope.spawn(|| {
                let mut client = Client::connect(address);
                while !done.load(Ordering::Relaxed) {
                    match log_in(&mut client, &format!("known{}@mail.example", next() % LOGINS)) {
                        401 => logins.fetch_add(1, Ordering::Relaxed),
                        _ => refused.fetch_add(1, Ordering::Relaxed),
                    };
                }
            });
        }
        let measured = search(address, seconds);
        done.store(true, Ordering::Relaxed);
        measured
    });
    let per_second = f64::from(logins.into_inner()) / seconds.as_secs_f64();
    println!("the same while {STORM} connections log in ({per_second:.0}/s, {} refused): p50 {p50} µs, p99 {p99} µs", refused.into_inner());
    drop(stop);
}

fn account(n: u32) -> db::users::User {
    db::users::User {
        id: UserId::new(support::now(), u128::from(n)),
        email: Email::parse(&format!("known{n}@mail.example")).unwrap(),
        name: None,
        password_hash: HASH.to_owned(),
        version: 1,
        created_at: support::now(),
        updated_at: support::now(),
    }
}

/// A number that was not given before.
fn next() -> u32 {
    static NEXT: AtomicU32 = AtomicU32::new(1);
    NEXT.fetch_add(1, Ordering::Relaxed)
}

/// A login with a wrong password from an address that nobody has come from: what is measured is no limit.
fn log_in(client: &mut Client, email: &str) -> u16 {
    let body = format!("{{\"email\":\"{email}\",\"password\":\"wrong horse battery\"}}");
    let from = Ipv4Addr::from_bits(0x0b00_0000 + next());
    let length = body.len();
    client.send(&format!(
        "POST /v1/auth/login HTTP/1.1\r\nhost: bench\r\nx-forwarded-for: {from}\r\ncontent-type: application/json\r\ncontent-length: {length}\r\n\r\n{body}"
    ))
}

/// The medians, in milliseconds, of logins to accounts that there are and to those that there are not.
fn interleaved(address: SocketAddr) -> (f64, f64) {
    let mut client = Client::connect(address);
    let mut times = [Vec::new(), Vec::new()];
    for n in 0..LOGINS {
        let name = if n % 2 == 0 { "known" } else { "nobody" };
        let began = Instant::now();
        let status = log_in(&mut client, &format!("{name}{n}@mail.example"));
        times[n as usize % 2].push(began.elapsed().as_secs_f64() * 1_000.0);
        assert_eq!(status, 401);
    }
    times.each_mut().iter_mut().for_each(|times| times.sort_by(f64::total_cmp));
    (times[0][times[0].len() / 2], times[1][times[1].len() / 2])
}

/// The median and the 99th percentile, in µs, of one connection that searches again and again.
fn search(address: SocketAddr, time: Duration) -> (u64, u64) {
    let (began, mut client, mut times) = (Instant::now(), Client::connect(address), Vec::new());
    while began.elapsed() < time {
        let at = Instant::now();
        client.get(SEARCH, "identity");
        times.push(at.elapsed().as_micros() as u64);
    }
    let times = Times::new(times);
    (times.at(0.5), times.at(0.99))
}
