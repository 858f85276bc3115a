//! How long webhooks to receivers that answer wait for those to receivers that don't: the program's own senders over SQLite.
//! `cargo bench -p tests --bench webhooks -- [--endpoints N] [--seconds S]`.
//!
//! Half of the endpoints say nothing, so that each request to one holds a sender for 15 seconds. Every second each endpoint gets a message.
#![allow(missing_docs, clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, clippy::print_stdout, clippy::disallowed_methods)]
#![allow(dead_code, reason = "of what benchmarks share")]

#[path = "http/arguments.rs"]
mod arguments;
#[path = "http/times.rs"]
mod times;

use std::time::{Duration, Instant};

use arguments::number;
use chrono::Utc;
use cli::settings::Settings;
use cli::tasks::{self, Stop};
use db::deliveries::{self, Delivery};
use db::webhook_endpoints::{self, Endpoint};
use db::{DatabaseUrl, Db};
use domain::account::Email;
use domain::alert::DeliveryState;
use domain::id::{DeliveryId, UserId, WebhookEndpointId};
use domain::time::Timestamp;
use domain::webhook::{Reach, SigningSecret, Target};
use tests::receiver::{Manner, Receiver};
use times::Times;

fn now() -> Timestamp {
    Timestamp::from_chrono(Utc::now())
}

fn main() {
    let (count, seconds) = (number("--endpoints", 100u64), number("--seconds", 20));
    let dir = tempfile::tempdir().unwrap();
    let db = Db::open(&DatabaseUrl::sqlite(&dir.path().join("bench.db"))).unwrap();
    db.migrate().unwrap();
    let user = UserId::new(now(), 1);
    let (healthy, dead) = (Receiver::start(), Receiver::start());
    dead.always(Manner::SaysNothing);
    let endpoints: Vec<Endpoint> = (0..count).map(|n| endpoint(user, n.into(), if n % 2 == 0 { &healthy } else { &dead })).collect();
    db.write_blocking(|c| {
        db::users::insert(c, &account(user))?;
        endpoints.iter().try_for_each(|endpoint| webhook_endpoints::insert(c, endpoint))
    })
    .unwrap();
    let settings = Settings { webhook_targets: Reach::Private, ..Settings::default() };
    let stop = Stop::default();
    let running = tasks::webhooks::begin(&settings, &db, &stop).unwrap();
    let began = Instant::now();
    for second in 0..seconds {
        db.write_blocking(|c| {
            endpoints.iter().enumerate().try_for_each(|(n, endpoint)| {
                let id = DeliveryId::new(now(), u128::from(second * count) + n as u128);
                deliveries::insert(c, &Delivery::webhook(id, user, endpoint.id, None, now()))
            })
        })
        .unwrap();
        stop.wait(Duration::from_secs(second + 1).saturating_sub(began.elapsed()));
    }
    stop.wait(Duration::from_secs(3));
    let mut waits = Vec::new();
    for endpoint in endpoints.iter().step_by(2) {
        for delivery in db.read_blocking(|c| deliveries::older(c, endpoint.id, None, usize::MAX)).unwrap() {
            assert_eq!(delivery.state, DeliveryState::Delivered);
            waits.push(delivery.finished_at.unwrap().since(delivery.created_at).num_milliseconds().unsigned_abs());
        }
    }
    let waits = Times::new(waits);
    println!(
        "{count} endpoints, half of them silent; {} messages to the others: p50 {} ms, p99 {} ms, at most {} ms from being due to being recorded",
        waits.len(),
        waits.at(0.5),
        waits.at(0.99),
        waits.at(1.0)
    );
    stop.request();
    // Senders that wait for the silent ones are done within 15 seconds.
    running.into_iter().for_each(|task| task.join().unwrap());
}

fn endpoint(user: UserId, n: u128, receiver: &Receiver) -> Endpoint {
    Endpoint {
        id: WebhookEndpointId::new(now(), n),
        user,
        target: Target::stored(&receiver.url()).unwrap(),
        description: None,
        secret: SigningSecret::new([n, 1]),
        previous: None,
        disabled: None,
        version: 1,
        created_at: now(),
        updated_at: now(),
    }
}

fn account(id: UserId) -> db::users::User {
    let email = Email::parse("ana@mail.example").unwrap();
    db::users::User { id, email, name: None, password_hash: String::new(), version: 1, created_at: now(), updated_at: now() }
}
