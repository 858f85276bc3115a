//! Webhooks, from the request for a test to the receiver that takes it.

use std::collections::HashSet;
use std::net::IpAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use alerts::channel::Names;
use alerts::channel::webhook::Webhook;
use alerts::webhooks::{LEASE, Outcome, Sender};
use chrono::TimeDelta;
use db::deliveries::Lane;
use domain::time::Timestamp;
use domain::webhook::{ATTEMPTS, Reach};
use serde_json::{Value, json};
use tests::alerting::{Alerting, addresses, save};
use tests::app::TestApp;
use tests::people::Person;
use tests::postings::posting;
use tests::receiver::{Manner, Receiver};

/// Somebody with an endpoint, and the receiver behind it.
struct Story<'a> {
    app: &'a TestApp,
    ana: Person<'a>,
    receiver: Receiver,
    sender: Sender,
    /// The endpoint's path.
    endpoint: String,
    secret: String,
}

impl Story<'_> {
    fn on_both(tell: impl Fn(&Story<'_>)) {
        TestApp::on_both_with_private_targets(|app| {
            let (ana, receiver) = (app.person("ana"), Receiver::start());
            let made = ana.send_json("POST", "/v1/webhook-endpoints", &json!({ "url": receiver.url() }));
            let endpoint = made.header("location").unwrap().to_owned();
            let secret = made.json()["secret"].as_str().unwrap().to_owned();
            let sender = sender(app, Reach::Private, Names::System);
            tell(&Story { app, ana, receiver, sender, endpoint, secret });
        });
    }

    /// Asks for a test; gives the path of its delivery.
    fn test(&self) -> String {
        let answer = self.ana.send("POST", &format!("{}/test", self.endpoint));
        assert_eq!(answer.status, 202);
        answer.header("location").unwrap().to_owned()
    }

    fn step(&self) -> Outcome {
        match self.sender.step(Lane::Steady, self.app.now()).unwrap() {
            Outcome::Idle => self.sender.step(Lane::Failing, self.app.now()).unwrap(),
            done => done,
        }
    }

    /// A step that fails for now; then it is the time of the next one. Says how long that took.
    fn fails_for_now(&self) -> TimeDelta {
        let Outcome::Again(again) = self.step() else { panic!("it should have been tried again") };
        assert_eq!(self.step(), Outcome::Idle, "not before its time");
        let pause = again.since(self.app.now());
        self.app.later(pause);
        pause
    }

    /// How a delivery stands. Time may have gone by since the login.
    fn shown(&self, delivery: &str) -> Value {
        self.app.log_in(&self.ana.email).get(delivery).json()
    }
}

fn sender(app: &TestApp, reach: Reach, names: Names) -> Sender {
    Sender::new(app.db().clone(), Webhook::new("RemNavi/0", reach, names), addresses(app), || 0)
}

#[test]
fn a_test_arrives_once_and_its_signature_is_good() {
    Story::on_both(|story| {
        assert_eq!(story.step(), Outcome::Idle);
        let delivery = story.test();
        assert_eq!((story.step(), story.step()), (Outcome::Delivered, Outcome::Idle));
        let [got] = &story.receiver.got()[..] else { panic!("one message") };
        assert_eq!((got.line.as_str(), got.header("content-type")), ("POST /jobs", "application/json"));
        assert!(got.header("user-agent").starts_with("RemNavi/"));
        assert!(delivery.ends_with(got.header("webhook-id")));
        assert_eq!(got.header("webhook-timestamp"), story.app.now().unix_seconds().to_string());
        assert!(got.is_signed_with(&story.secret));
        let event: Value = serde_json::from_str(&got.body).unwrap();
        assert_eq!((&event["type"], &event["timestamp"]), (&json!("webhook.test"), &json!(story.app.now().to_string())));
        let shown = story.shown(&delivery);
        assert_eq!((&shown["state"], &shown["attempts"], &shown["last_status"]), (&json!("delivered"), &json!(1), &json!(204)));
    });
}

#[test]
#[expect(clippy::disallowed_methods, reason = "the library of the standard asks the real clock, so the message must be of today")]
fn a_receiver_takes_it_as_the_standard_says_and_nothing_that_was_changed() {
    Story::on_both(|story| {
        story.test();
        let today = Timestamp::from_chrono(chrono::Utc::now());
        assert_eq!(story.sender.step(Lane::Steady, today).unwrap(), Outcome::Delivered);
        let got = story.receiver.got().remove(0);
        assert!(got.is_good_for(&story.secret));
        let mut changed = got.clone();
        changed.body = changed.body.replace("Nothing", "Everything");
        assert!(!changed.is_good_for(&story.secret));
        assert!(!got.is_good_for("whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="));
    });
}

#[test]
fn both_secrets_sign_for_a_day() {
    Story::on_both(|story| {
        let fresh = story.ana.send("POST", &format!("{}/rotate", story.endpoint)).json()["secret"].as_str().unwrap().to_owned();
        story.test();
        assert_eq!(story.step(), Outcome::Delivered);
        let got = story.receiver.got().remove(0);
        assert!(got.is_signed_with(&story.secret) && got.is_signed_with(&fresh));
        story.app.later(TimeDelta::hours(24));
        let delivery = format!("/v1/webhook-deliveries/{}", got.header("webhook-id"));
        assert_eq!(story.app.log_in(&story.ana.email).send("POST", &format!("{delivery}/replay")).status, 202);
        assert_eq!(story.step(), Outcome::Delivered);
        let later = story.receiver.got().remove(1);
        assert!(!later.is_signed_with(&story.secret) && later.is_signed_with(&fresh));
    });
}

#[test]
fn whatever_is_not_a_two_hundred_is_tried_again_under_the_same_id() {
    Story::on_both(|story| {
        let delivery = story.test();
        let elsewhere = Receiver::start();
        for (manner, status, part) in [
            (Manner::Answers(500), json!(500), "It answered 500."),
            (Manner::Answers(404), json!(404), "It answered 404."),
            (Manner::Redirects(elsewhere.url()), json!(307), "redirects are not followed"),
            (Manner::HangsUp, Value::Null, "closed before there was an answer"),
            (Manner::Babbles, Value::Null, "no HTTP"),
        ] {
            story.receiver.next(manner.clone());
            story.fails_for_now();
            let shown = story.shown(&delivery);
            assert_eq!((&shown["state"], &shown["last_status"]), (&json!("waiting"), &status), "{manner:?}");
            assert!(shown["last_error"].as_str().unwrap().contains(part), "{shown}");
        }
        assert_eq!(story.step(), Outcome::Delivered);
        let got = story.receiver.got();
        let ids: HashSet<&str> = got.iter().map(|got| got.header("webhook-id")).collect();
        let bodies: HashSet<&str> = got.iter().map(|got| got.body.as_str()).collect();
        assert_eq!((got.len(), ids.len(), bodies.len()), (6, 1, 1));
        assert!(got.iter().all(|got| got.is_signed_with(&story.secret)));
        assert_eq!(elsewhere.got().len(), 0, "nobody was sent elsewhere");
        let shown = story.shown(&delivery);
        assert_eq!((&shown["attempts"], &shown["last_error"]), (&json!(6), &Value::Null));
    });
}

#[test]
fn a_receiver_that_talks_without_end_has_taken_the_message() {
    Story::on_both(|story| {
        story.test();
        story.receiver.next(Manner::TalksOn);
        assert_eq!(story.step(), Outcome::Delivered);
    });
}

#[test]
fn after_ten_attempts_over_three_days_it_is_dead_and_can_be_sent_again() {
    Story::on_both(|story| {
        let delivery = story.test();
        story.receiver.always(Manner::Answers(503));
        let pauses: Vec<i64> = (1..ATTEMPTS).map(|_| story.fails_for_now().num_seconds()).collect();
        // The earliest times that chance allows: a fifth before the plain ones.
        assert_eq!(pauses, [4, 240, 1_440, 5_760, 14_400, 28_800, 40_320, 57_600, 69_120]);
        assert_eq!((story.step(), story.receiver.got().len()), (Outcome::Dead, 10));
        story.app.later(TimeDelta::days(7));
        assert_eq!(story.step(), Outcome::Idle);
        let shown = story.shown(&delivery);
        assert_eq!((&shown["state"], &shown["attempts"], &shown["next_attempt_at"]), (&json!("dead"), &json!(10), &Value::Null));
        story.receiver.always(Manner::Answers(200));
        let ana = story.app.log_in(&story.ana.email);
        let replay = || ana.send("POST", &format!("{delivery}/replay"));
        assert_eq!((replay().status, replay().status), (202, 409), "it waits already");
        assert_eq!((story.step(), story.shown(&delivery)["state"].clone()), (Outcome::Delivered, json!("delivered")));
    });
}

#[test]
fn a_receiver_that_is_gone_gets_nothing_more_until_its_owner_says_so() {
    Story::on_both(|story| {
        let delivery = story.test();
        story.receiver.next(Manner::Answers(410));
        assert_eq!(story.step(), Outcome::Disabled);
        let endpoint = story.ana.get(&story.endpoint).json();
        assert_eq!((&endpoint["state"], &endpoint["disabled_reason"]), (&json!("disabled"), &json!("gone")));
        let shown = story.shown(&delivery);
        assert_eq!((&shown["state"], &shown["last_status"]), (&json!("dead"), &json!(410)));
        assert_eq!(story.ana.send("POST", &format!("{delivery}/replay")).status, 409);
        assert_eq!(story.ana.send_json("PATCH", &story.endpoint, &json!({ "state": "enabled" })).status, 200);
        assert_eq!(story.ana.send("POST", &format!("{delivery}/replay")).status, 202);
        assert_eq!(story.step(), Outcome::Delivered);
    });
}

#[test]
fn a_sender_that_died_leaves_the_message_to_another() {
    Story::on_both(|story| {
        story.test();
        let job = story.sender.take(Lane::Steady, story.app.now()).unwrap().unwrap();
        // The receiver takes it, and nobody writes that down.
        story.sender.send(&job, story.app.now());
        assert_eq!(story.step(), Outcome::Idle, "it is leased");
        story.app.later(LEASE + TimeDelta::seconds(1));
        assert_eq!(story.step(), Outcome::Delivered);
        let got = story.receiver.got();
        assert_eq!((got.len(), got[0].header("webhook-id")), (2, got[1].header("webhook-id")), "by its id a receiver knows it again");
    });
}

#[test]
fn a_name_that_leads_elsewhere_by_the_time_of_sending_is_not_followed() {
    TestApp::on_both(Vec::new, |app| {
        let ana = app.person("ana");
        // Public when it is registered, as the server looks it up.
        let made = ana.send_json("POST", "/v1/webhook-endpoints", &json!({ "url": "https://hooks.acme.example/" }));
        let path = made.header("location").unwrap();
        let delivery = ana.send("POST", &format!("{path}/test")).header("location").unwrap().to_owned();
        let asked = Arc::new(AtomicUsize::new(0));
        let count = asked.clone();
        let names = Names::Given(Arc::new(move |name: &str| -> Vec<IpAddr> {
            assert_eq!(name, "hooks.acme.example");
            count.fetch_add(1, Ordering::SeqCst);
            vec![IpAddr::from([127, 0, 0, 1])]
        }));
        let sender = sender(app, Reach::Public, names);
        assert!(matches!(sender.step(Lane::Steady, app.now()).unwrap(), Outcome::Again(_)));
        assert_eq!(asked.load(Ordering::SeqCst), 1, "looked up once: what was checked is what would be connected to");
        let shown = ana.get(&delivery).json();
        assert_eq!(shown["last_error"], "Nothing was sent: the host leads to a loopback address.");
        assert_eq!((&shown["state"], &shown["last_status"]), (&json!("waiting"), &Value::Null));
    });
}

#[test]
fn a_receiver_that_says_nothing_holds_up_only_its_own_endpoint() {
    Story::on_both(|story| {
        let silent = Receiver::start();
        silent.always(Manner::SaysNothing);
        let made = story.ana.send_json("POST", "/v1/webhook-endpoints", &json!({ "url": silent.url() }));
        let path = made.header("location").unwrap();
        assert_eq!(story.ana.send("POST", &format!("{path}/test")).status, 202);
        let now = story.app.now();
        let stuck = story.sender.take(Lane::Steady, now).unwrap().unwrap();
        assert!(story.sender.take(Lane::Steady, now).unwrap().is_none(), "an endpoint gets one at a time");
        story.test();
        assert_eq!(story.step(), Outcome::Delivered, "while the other is still being sent");
        drop(stuck);
    });
}

#[test]
fn an_alert_arrives_with_its_listings_and_links_that_lead_back() {
    Story::on_both(|story| {
        let alerting = Alerting::of(story.app);
        let search = save(&story.ana, "company=acme", json!({ "channels": ["webhook"], "cadence": "instant" }));
        story.app.later(TimeDelta::seconds(1));
        story.app.add(vec![posting("Data Engineer").at("Acme").saying("<p>Python.</p>").accept()]);
        assert_eq!(alerting.run(), 1);
        story.receiver.next(Manner::Answers(500));
        story.fails_for_now();
        assert_eq!((story.step(), story.step()), (Outcome::Delivered, Outcome::Idle));
        let got = story.receiver.got();
        assert_eq!((got.len(), got[0].header("webhook-id"), &got[0].body), (2, got[1].header("webhook-id"), &got[1].body));
        assert!(got[1].is_signed_with(&story.secret));
        let event: Value = serde_json::from_str(&got[1].body).unwrap();
        let told = &event["data"]["saved_searches"][0];
        assert_eq!((&event["type"], &told["id"]), (&json!("saved_search.matches"), &json!(search.to_string())));
        assert_eq!(told["listings"][0]["title"], "Data Engineer");
        let (_, path) = told["listings"][0]["url"].as_str().unwrap().split_once("/v1/").unwrap();
        assert_eq!(story.app.get(&format!("/v1/{path}")).json()["id"], told["listings"][0]["id"]);
        let log = story.ana.get(&format!("{}/deliveries", story.endpoint)).json();
        assert_eq!((&log["items"][0]["alert_id"], &log["items"][0]["attempts"]), (&event["data"]["alert_id"], &json!(2)));
    });
}

#[test]
fn a_message_stays_the_same_whatever_becomes_of_its_listings() {
    Story::on_both(|story| {
        let alerting = Alerting::of(story.app);
        let search = save(&story.ana, "company=acme", json!({ "channels": ["webhook"], "cadence": "instant" }));
        story.app.later(TimeDelta::seconds(1));
        let job = || posting("Data Engineer").at("Acme");
        story.app.add(vec![job().saying("<p>Python.</p>").accept()]);
        assert_eq!(alerting.run(), 1);
        story.receiver.next(Manner::Answers(500));
        story.fails_for_now();
        story.app.add(vec![job().saying("<p>Python, SQL and Rust.</p>").paying("€50,000 - €60,000 a year").accept()]);
        let path = format!("/v1/saved-searches/{search}");
        assert_eq!(story.ana.send_json("PATCH", &path, &json!({ "name": "Another name" })).status, 200);
        assert_eq!(story.step(), Outcome::Delivered);
        let delivery = format!("/v1/webhook-deliveries/{}", story.receiver.got()[0].header("webhook-id"));
        assert_eq!(story.ana.send("POST", &format!("{delivery}/replay")).status, 202);
        assert_eq!(story.step(), Outcome::Delivered);
        let got = story.receiver.got();
        let said: HashSet<(&str, &str)> = got.iter().map(|got| (got.header("webhook-id"), got.body.as_str())).collect();
        assert_eq!((got.len(), said.len()), (3, 1), "{said:?}");
        // Who no longer wants it gets nothing.
        assert_eq!(story.ana.send("DELETE", &path).status, 204);
        assert_eq!(story.ana.send("POST", &format!("{delivery}/replay")).status, 202);
        assert_eq!((story.step(), story.receiver.got().len()), (Outcome::Dead, 3));
    });
}

#[test]
fn matches_arrive_with_what_the_message_tells() {
    Story::on_both(|story| {
        save(&story.ana, "skill=rust", json!({ "cadence": "instant", "channels": ["webhook"], "name": "Rust from home" }));
        story.app.later(TimeDelta::seconds(1));
        let job = posting("Backend Engineer").at("Acme").location("Remote, Portugal").saying("<p>Rust.</p>");
        story.app.add(vec![job.paying("€50,000 - €60,000 a year").accept()]);
        assert_eq!(Alerting::of(story.app).run(), 1);
        assert_eq!((story.step(), story.step()), (Outcome::Delivered, Outcome::Idle));
        let got = story.receiver.got().remove(0);
        assert!(got.is_signed_with(&story.secret));
        let event: Value = serde_json::from_str(&got.body).unwrap();
        assert_eq!((&event["type"], &event["data"]["total"]), (&json!("saved_search.matches"), &json!(1)));
        let search = &event["data"]["saved_searches"][0];
        let listing = &search["listings"][0];
        assert_eq!(
            (&search["name"], &listing["company"]["slug"], &listing["salary"]["min"]),
            (&json!("Rust from home"), &json!("acme"), &json!(50_000))
        );
        // Members are those of the API's list form, and the links lead to what the message tells.
        let found = story.app.get(story.app.path_of(search["search_url"].as_str().unwrap())).json();
        for (name, value) in listing.as_object().unwrap().iter().filter(|(name, _)| !matches!(name.as_str(), "url" | "apply_url")) {
            match value.as_object() {
                Some(members) => assert!(members.iter().all(|(member, value)| found["items"][0][name][member] == *value), "{name}"),
                None => assert_eq!(found["items"][0][name], *value, "{name}"),
            }
        }
        let told = story.app.get(story.app.path_of(event["data"]["alert_url"].as_str().unwrap())).json();
        assert_eq!(told["items"][0]["listing"]["id"], listing["id"]);
    });
}
