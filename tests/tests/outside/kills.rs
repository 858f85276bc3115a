//! The process that matches, puts messages together and sends them is killed (SIGKILL) at random while matches flow: nothing is
//! missed, and nothing is told twice.

use std::collections::{HashMap, HashSet};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::thread::park_timeout;
use std::time::Duration;

use alerts::channel::Names;
use alerts::channel::webhook::Webhook;
use alerts::digest::Digester;
use alerts::matching::Matcher;
use alerts::webhooks::Sender;
use chrono::TimeDelta;
use db::deliveries::Lane;
use db::{DatabaseUrl, Db};
use domain::alert::DeliveryState;
use domain::id::{AlertId, ListingId};
use domain::time::Timestamp;
use domain::webhook::Reach;
use serde_json::{Value, json};
use tests::alerting::{addresses_of, random, save};
use tests::app::TestApp;
use tests::postings::posting;
use tests::receiver::Receiver;

const DATABASE: &str = "REMNAVI_KILLED_DATABASE";
const RUN: &str = "REMNAVI_KILLED_RUN";
const PEOPLE: usize = 2;
/// Listings that come while one process lives.
const COME: usize = 10;

#[test]
fn a_few_kills_lose_nothing_and_repeat_nothing() {
    kill_and_count(6, 6 * COME);
}

#[test]
#[ignore = "the figure: a hundred kills take some minutes"]
fn a_hundred_kills_while_ten_thousand_matches_flow_lose_nothing_and_repeat_nothing() {
    kill_and_count(100, 10_000 / PEOPLE);
}

fn kill_and_count(kills: usize, listings: usize) {
    let app = TestApp::embedded_with_private_targets();
    let receiver = Receiver::start();
    let people: Vec<_> = (0..PEOPLE).map(|n| app.person(&format!("ana{n}"))).collect();
    for person in &people {
        assert_eq!(person.send_json("POST", "/v1/webhook-endpoints", &json!({ "url": receiver.url() })).status, 201);
        save(person, "skill=rust", json!({ "cadence": "instant", "channels": ["webhook"] }));
    }
    app.later(TimeDelta::seconds(1));
    let mut come = 0;
    for run in 0..kills {
        let mut process = start(&app, run);
        // It is killed wherever it is when these are stored and some messages have come: at another place each time.
        let heard = receiver.got().len();
        let batch = listings / kills;
        for _ in 0..batch.div_ceil(COME) {
            let firms = come..(come + COME).min((run + 1) * batch);
            come = firms.end;
            app.add(firms.map(|n| posting("Engineer").at(&format!("Firm {n}")).saying("<p>Rust.</p>").accept()).collect());
        }
        let patience = 40 + 37 * (run % 5);
        for _ in 0..patience {
            if receiver.got().len() > heard + run % 3 {
                break;
            }
            park_timeout(Duration::from_millis(5));
        }
        process.kill().unwrap();
        process.wait().unwrap();
    }
    let mut last = start(&app, kills);
    for _ in 0..12_000 {
        if is_done(app.db()) {
            break;
        }
        park_timeout(Duration::from_millis(10));
    }
    last.kill().unwrap();
    last.wait().unwrap();
    assert!(is_done(app.db()), "the rest should have been told");
    assert_eq!(app.db().read_blocking(db::listings::count).unwrap(), come as u64);
    everything_was_told_once(&app, &receiver, come);
}

/// Holds what the receiver got against what there is: each listing came to each person under one identifier.
fn everything_was_told_once(app: &TestApp, receiver: &Receiver, listings: usize) {
    let mut bodies: HashMap<String, String> = HashMap::new();
    for got in receiver.got() {
        let body = bodies.entry(got.header("webhook-id").to_owned()).or_insert_with(|| got.body.clone());
        assert_eq!(*body, got.body, "a repeat says the same");
    }
    let mut alerts = HashSet::new();
    let mut told: HashMap<String, HashSet<ListingId>> = HashMap::new();
    for body in bodies.values() {
        let event: Value = serde_json::from_str(body).unwrap();
        let id = AlertId::parse(event["data"]["alert_id"].as_str().unwrap()).unwrap();
        assert!(alerts.insert(id), "{id} came under two identifiers");
        let (alert, items) = app.db().read_blocking(|c| db::alerts::get(c, id)).unwrap().unwrap();
        assert_eq!(event["data"]["total"], items.len());
        let mine = told.entry(alert.user.to_string()).or_default();
        for item in items {
            assert!(mine.insert(item.listing), "{} was told twice", item.listing);
        }
    }
    assert_eq!(told.len(), PEOPLE);
    assert!(told.values().all(|mine| mine.len() == listings), "each of {listings} was told: {:?}", told.values().map(HashSet::len));
}

fn is_done(db: &Db) -> bool {
    let left = db.read_blocking(|c| {
        let behind = alerts::matching::behind(c)?;
        let (waiting, _) = db::matches::waiting(c)?;
        let unsent = db::deliveries::tallies(c)?.iter().any(|tally| tally.state == DeliveryState::Waiting);
        Ok(behind != 0 || waiting != 0 || unsent)
    });
    !left.unwrap()
}

/// Starts this program again, as the process that is killed.
fn start(app: &TestApp, run: usize) -> Child {
    Command::new(std::env::current_exe().unwrap())
        .args(["kills::the_process", "--exact", "--ignored"])
        .env(DATABASE, app.database_url().to_string())
        .env(RUN, run.to_string())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap()
}

/// What `worker` does, without pauses in which nothing could be killed.
#[test]
#[ignore = "the process that is killed: the stories above start it"]
fn the_process() {
    let Some(path) = std::env::var_os(DATABASE) else { return };
    let run: i64 = std::env::var(RUN).unwrap().parse().unwrap();
    // Each process lives two minutes after the one before, so that leases of the dead have run out.
    let now = move || clock().plus(TimeDelta::minutes(2 * run));
    let db = Db::open(&DatabaseUrl::sqlite(path.as_ref())).unwrap();
    let addresses = addresses_of(&db, "http://127.0.0.1:1");
    let sender = Arc::new(Sender::new(db.clone(), Webhook::new("RemNavi/0", Reach::Private, Names::System), addresses, random));
    let mut threads = Vec::new();
    for lane in [Lane::Steady, Lane::Failing] {
        let sender = sender.clone();
        threads.push(std::thread::spawn(move || {
            forever(|| sender.step(lane, now()).is_ok_and(|done| done == alerts::webhooks::Outcome::Idle))
        }));
    }
    let digester = Digester::new(db.clone(), random);
    threads.push(std::thread::spawn(move || forever(|| digester.step(now()).is_ok_and(|done| done.people == 0))));
    let mut matcher = Matcher::new(db).unwrap();
    forever(|| matcher.step(now()).is_ok_and(|done| done == alerts::matching::Outcome::Idle));
}

#[expect(clippy::disallowed_methods, reason = "a process that is killed lives in real time")]
fn clock() -> Timestamp {
    Timestamp::from_chrono(chrono::Utc::now())
}

/// Works until the process is killed.
fn forever(mut step: impl FnMut() -> bool) {
    loop {
        if step() {
            park_timeout(Duration::from_millis(2));
        }
    }
}
