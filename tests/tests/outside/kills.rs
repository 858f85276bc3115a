//! The process that matches, puts messages together and sends them is killed (SIGKILL) at random while matches flow: nothing is
//! missed, and nothing is told twice. Only the mail that was on its way at a kill may come once more.

use std::collections::{HashMap, HashSet};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::thread::park_timeout;
use std::time::Duration;

use alerts::channel::Names;
use alerts::channel::smtp::Smtp;
use alerts::channel::webhook::Webhook;
use alerts::digest::Digester;
use alerts::letters::Postman;
use alerts::matching::Matcher;
use alerts::webhooks::Sender;
use chrono::TimeDelta;
use db::deliveries::Lane;
use db::{DatabaseUrl, Db};
use domain::account::Email;
use domain::alert::DeliveryState;
use domain::id::{AlertId, ListingId};
use domain::saved_search::Channel;
use domain::time::Timestamp;
use domain::webhook::Reach;
use serde_json::{Value, json};
use tests::alerting::{addresses_of, random, save};
use tests::app::TestApp;
use tests::mail_server::MailServer;
use tests::people::Person;
use tests::postings::posting;
use tests::receiver::Receiver;

const DATABASE: &str = "REMNAVI_KILLED_DATABASE";
const MAIL_SERVER: &str = "REMNAVI_KILLED_MAIL_SERVER";
const RUN: &str = "REMNAVI_KILLED_RUN";
const PEOPLE: usize = 2;
/// Listings that come while one process lives.
const COME: usize = 10;

#[test]
fn a_few_kills_lose_nothing_and_repeat_nothing() {
    TestApp::on_both_with_private_targets(|app| kill_and_count(app, 6, 6 * COME));
}

#[test]
#[ignore = "the figure: a hundred kills take some minutes"]
fn a_hundred_kills_while_ten_thousand_matches_flow_lose_nothing_and_repeat_nothing() {
    kill_and_count(&TestApp::embedded_with_private_targets(), 100, 10_000 / PEOPLE);
}

#[test]
#[ignore = "the figure: thirty kills take a minute"]
fn thirty_kills_while_three_thousand_matches_flow_on_both_databases_lose_nothing_and_repeat_nothing() {
    TestApp::on_both_with_private_targets(|app| kill_and_count(app, 30, 3_000 / PEOPLE));
}

fn kill_and_count(app: &TestApp, kills: usize, listings: usize) {
    let (receiver, server) = (Receiver::start(), MailServer::start());
    // How many mails had come when each process was dead.
    let mut mails = Vec::new();
    let people: Vec<_> = (0..PEOPLE).map(|n| app.person(&format!("ana{n}"))).collect();
    for person in &people {
        assert_eq!(person.send_json("POST", "/v1/webhook-endpoints", &json!({ "url": receiver.url() })).status, 201);
        save(person, "skill=rust", json!({ "cadence": "instant", "channels": ["webhook", "email"] }));
    }
    app.later(TimeDelta::seconds(1));
    let mut come = 0;
    for run in 0..kills {
        let mut process = start(app, &server, run);
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
        server.settle();
        mails.push(server.taken().len());
    }
    let mut last = start(app, &server, kills);
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
    everything_was_told_once(app, &receiver, come);
    every_mail_came_and_only_those_on_their_way_again(app, &people, &server, &mails);
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

/// A mail comes twice only if the server took it and the process died before it wrote that down: it was the last that the process sent.
fn every_mail_came_and_only_those_on_their_way_again(app: &TestApp, people: &[Person<'_>], server: &MailServer, deaths: &[usize]) {
    let taken: Vec<String> = server.taken().iter().map(|mail| mail.header("Message-ID")).collect();
    for (place, id) in taken.iter().enumerate() {
        if taken[place + 1..].contains(id) {
            assert!(deaths.contains(&(place + 1)), "{id} came again, and was the {place}th, between {deaths:?}");
        }
    }
    let of = |person: &Person<'_>| {
        let email = Email::parse(&person.email).unwrap();
        let user = app.db().read_blocking(|c| db::users::by_email(c, &email)).unwrap().unwrap();
        app.db().read_blocking(|c| db::deliveries::of_user(c, user.id)).unwrap()
    };
    let sent = people.iter().flat_map(of).filter(|sent| sent.channel == Channel::Email);
    let sent: HashSet<String> = sent.map(|sent| sent.id.to_string()).collect();
    let came: HashSet<String> = taken.iter().map(|id| id.split('@').next().unwrap().to_owned()).collect();
    assert_eq!(came, sent, "each message came by mail");
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
fn start(app: &TestApp, server: &MailServer, run: usize) -> Child {
    Command::new(std::env::current_exe().unwrap())
        .args(["kills::the_process", "--exact", "--ignored"])
        .env(DATABASE, app.database_address())
        .env(MAIL_SERVER, server.address().to_string())
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
    let Ok(address) = std::env::var(DATABASE) else { return };
    let run: i64 = std::env::var(RUN).unwrap().parse().unwrap();
    // Each process lives eleven minutes after the one before, so that leases of the dead have run out.
    let now = move || clock().plus(TimeDelta::minutes(11 * run));
    let db = Db::open(&DatabaseUrl::parse(&address).unwrap()).unwrap();
    let smtp = Smtp::new(&format!("smtp://{}", std::env::var(MAIL_SERVER).unwrap()), "RemNavi <jobs@remnavi.example>").unwrap();
    let addresses = addresses_of(&db, "http://127.0.0.1:1");
    let postman = Postman::new(db.clone(), smtp, addresses.clone(), random).unwrap();
    let sender = Arc::new(Sender::new(db.clone(), Webhook::new("RemNavi/0", Reach::Private, Names::System), addresses, random));
    let mut threads =
        vec![std::thread::spawn(move || forever(|| postman.step(now()).is_ok_and(|done| done == alerts::mails::Outcome::Idle)))];
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
