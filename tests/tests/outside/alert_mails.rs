//! Mails about matches, from the digest to the server that takes them, and the links in them.

use alerts::channel::smtp::Smtp;
use alerts::letters::Postman;
use alerts::mails::{LEASE, Outcome};
use chrono::TimeDelta;
use serde_json::{Value, json};
use tests::alerting::{Alerting, addresses, random, save};
use tests::app::TestApp;
use tests::mail_server::{MailServer, Manner, Taken};
use tests::people::Person;
use tests::postings::posting;

/// Somebody with an instant saved search, and the server that her mails come to.
struct Story<'a> {
    app: &'a TestApp,
    ana: Person<'a>,
    search: String,
    alerting: Alerting<'a>,
    server: MailServer,
    postman: Postman,
}

impl Story<'_> {
    fn on_both(tell: impl Fn(&Story<'_>)) {
        TestApp::on_both(Vec::new, |app| {
            let server = MailServer::start();
            let smtp = Smtp::new(&format!("smtp://{}", server.address()), "RemNavi <jobs@remnavi.example>").unwrap();
            let postman = Postman::new(app.db().clone(), smtp, addresses(app), random).unwrap();
            let ana = app.person("ana");
            let search = save(&ana, "skill=rust", json!({ "cadence": "instant", "name": "Rust <b>& \"home\"</b>" })).to_string();
            app.later(TimeDelta::seconds(1));
            tell(&Story { app, ana, search, alerting: Alerting::of(app), server, postman });
        });
    }

    /// So many new listings, and the message about them put together.
    fn come(&self, listings: usize) {
        let one = |n| posting("Backend Engineer (C&A)").at(&format!("Firm {n}")).location("Remote, Portugal").saying("<p>Rust.</p>");
        self.app.add((0..listings).map(|n| one(n).paying("€50,000 - €60,000 a year").accept()).collect());
        assert_eq!(self.alerting.run(), 1);
    }

    fn step(&self) -> Outcome {
        self.postman.step(self.app.now()).unwrap()
    }

    /// A step that fails for now; then it is the time of the next one.
    fn fails_for_now(&self) {
        let Outcome::Again(again) = self.step() else { panic!("it should have been tried again") };
        assert_eq!(self.step(), Outcome::Idle, "not before its time");
        self.app.later(again.since(self.app.now()));
    }

    fn mail(&self) -> Taken {
        self.server.taken().pop().unwrap()
    }

    /// The first delivery of the newest alert, as its owner sees it.
    fn delivery(&self) -> Value {
        let ana = self.app.log_in(&self.ana.email);
        ana.get(&format!("/v1/saved-searches/{}/alerts", self.search)).json()["items"][0]["deliveries"][0].clone()
    }
}

/// The first link of a text after some words.
fn link<'t>(text: &'t str, after: &str) -> &'t str {
    let rest = text.split_once(after).unwrap_or_else(|| panic!("no {after:?} in {text}")).1;
    rest[rest.find("http").unwrap()..].split_whitespace().next().unwrap()
}

#[test]
fn a_mail_says_what_is_new_and_its_links_lead_to_just_that() {
    Story::on_both(|story| {
        story.come(23);
        assert_eq!((story.step(), story.step()), (Outcome::Sent, Outcome::Idle));
        let (mail, app) = (story.mail(), story.app);
        assert_eq!(mail.receivers, ["ana@mail.example"]);
        assert_eq!(mail.header("Subject"), "23 new jobs: Rust <b>& \"home\"</b>");
        let (text, html) = (mail.text(), mail.html());
        assert!(text.contains("Firm 22 · from Portugal · 50000 to 60000 EUR a year"), "{text}");
        assert!(html.contains("Rust &lt;b&gt;&amp;") && html.contains("(C&amp;A)") && !html.contains("<b>"));
        let apply = link(&text, "* Backend");
        assert_eq!(app.get(app.path_of(apply)).status, 302, "{apply}");
        let all = link(&text, "And 3 more: see all 23 of this message");
        let told = |limit: usize| app.get(&format!("{}?limit={limit}&include=total", app.path_of(all))).json();
        assert_eq!(told(100)["items"].as_array().unwrap().len(), 23);
        // Whatever comes or goes meanwhile, the link keeps its promise.
        story.come(24);
        let page = told(20);
        assert_eq!((page["total"]["value"].as_u64(), page["items"].as_array().unwrap().len()), (Some(23), 20));
        let next = page["page"]["next_cursor"].as_str().unwrap();
        let rest = app.get(&format!("{}?limit=20&cursor={next}", app.path_of(all))).json();
        assert_eq!(rest["items"].as_array().unwrap().len(), 3);
        let search = app.get(&format!("{}&limit=100", app.path_of(link(&text, "Search again")))).json();
        let found: Vec<&str> = search["items"].as_array().unwrap().iter().filter_map(|item| item["id"].as_str()).collect();
        let promised = told(100);
        assert!(promised["items"].as_array().unwrap().iter().all(|item| found.contains(&item["listing"]["id"].as_str().unwrap())));
        let forged = format!("{}A", &app.path_of(all)[..app.path_of(all).len() - 1]);
        assert!(app.get(&forged).status == 404 || forged == app.path_of(all));
        assert_eq!(app.get("/v1/alerts/x").status, 404);
    });
}

#[test]
fn one_click_ends_the_mails_and_looking_does_not() {
    Story::on_both(|story| {
        story.come(1);
        assert_eq!(story.step(), Outcome::Sent);
        let mail = story.mail();
        let header = |name: &str| mail.raw.lines().find_map(|line| line.strip_prefix(&format!("{name}: "))).unwrap().to_owned();
        assert_eq!(header("List-Unsubscribe-Post"), "List-Unsubscribe=One-Click");
        let address = header("List-Unsubscribe");
        let address = address.trim_matches(['<', '>']);
        assert_eq!(address, link(&mail.text(), "Stop these mails"));
        let path = story.app.path_of(address);
        assert_eq!(story.app.get(path).json(), json!({ "saved_searches": 1 }));
        let page = story.app.get_with(path, &[("accept", "text/html,*/*;q=0.5")]);
        assert!(page.media() == Some("text/html") && String::from_utf8_lossy(&page.body).contains("<form method=\"post\">"));
        story.app.add(vec![posting("Platform Engineer").at("Late Firm").saying("<p>Rust.</p>").accept()]);
        assert_eq!(story.alerting.run(), 1);
        let form = [("content-type", "application/x-www-form-urlencoded")];
        let stopped = story.app.send_body("POST", path, &form, b"List-Unsubscribe=One-Click");
        assert_eq!((stopped.status, stopped.json()), (200, json!({ "saved_searches": 0 })));
        assert_eq!(story.app.send("POST", path, &[]).status, 200, "again is no error");
        assert_eq!(story.step(), Outcome::Dead, "what was about to be sent is not");
        let search = story.ana.get(&format!("/v1/saved-searches/{}", story.search)).json();
        assert_eq!(search["channels"], json!([]));
        assert_eq!(story.app.get(&format!("/v1/unsubscribe/{}", "A".repeat(43))).status, 404);
    });
}

#[test]
fn failures_are_tried_again_or_given_up_and_their_owner_sees_it() {
    Story::on_both(|story| {
        story.come(1);
        story.server.next(Manner::Answers("451 4.7.1 greylisted, come back later"));
        story.fails_for_now();
        let seen = story.delivery();
        assert_eq!((&seen["state"], &seen["attempts"], &seen["last_status"]), (&json!("waiting"), &json!(1), &json!(451)), "{seen}");
        assert!(seen["next_attempt_at"].is_string());
        story.server.next(Manner::HangsUp);
        story.fails_for_now();
        assert_eq!((story.step(), story.server.taken().len()), (Outcome::Sent, 1));
        assert_eq!(story.delivery()["state"], "delivered");
        story.app.add(vec![posting("Platform Engineer").at("Late Firm").saying("<p>Rust.</p>").accept()]);
        assert_eq!(story.alerting.run(), 1);
        story.server.next(Manner::Answers("550 5.1.1 no such mailbox"));
        assert_eq!(story.step(), Outcome::Dead);
        let seen = story.delivery();
        assert_eq!((&seen["state"], &seen["last_status"]), (&json!("dead"), &json!(550)));
        assert!(seen["last_error"].as_str().unwrap().contains("no such mailbox"), "{seen}");
        let health = story.app.get("/v1/alerting").json();
        let count = |state: &str| {
            health["deliveries"].as_array().unwrap().iter().find(|tally| tally["state"] == state).map(|tally| tally["count"].clone())
        };
        assert_eq!((count("delivered"), count("dead"), count("waiting")), (Some(json!(1)), Some(json!(1)), None));
        assert_eq!((&health["unmatched_changes"], &health["overdue_matches"]), (&json!(0), &json!(0)));
    });
}

#[test]
fn whoever_dies_between_acceptance_and_record_causes_one_more_copy() {
    Story::on_both(|story| {
        story.come(1);
        let now = story.app.now();
        let (delivery, message) = story.postman.take(now).unwrap().unwrap();
        story.postman.send(&delivery, &message.unwrap(), now).unwrap();
        // Here the process dies: nothing is recorded, and the lease stands.
        assert_eq!(story.step(), Outcome::Idle);
        story.app.later(LEASE + TimeDelta::seconds(1));
        assert_eq!((story.step(), story.step()), (Outcome::Sent, Outcome::Idle));
        let [first, second] = &story.server.taken()[..] else { panic!("two copies") };
        assert_eq!(first.header("Message-ID"), second.header("Message-ID"));
    });
}

#[test]
fn a_test_shows_what_a_message_looks_like_and_tells_nothing() {
    Story::on_both(|story| {
        let path = format!("/v1/saved-searches/{}/test", story.search);
        assert_eq!(story.ana.send("POST", &path).status, 409, "there is nothing to show");
        story.app.add(vec![posting("Backend Engineer").at("Acme").saying("<p>Rust.</p>").accept()]);
        let key = [("authorization", story.ana.bearer()), ("idempotency-key", "once".to_owned())];
        let key: Vec<(&str, &str)> = key.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let made = story.app.send("POST", &path, &key);
        assert_eq!((made.status, &made.json()["kind"]), (202, &json!("test")));
        let again = story.app.send("POST", &path, &key);
        assert_eq!((again.status, again.header("idempotency-replayed"), again.json()), (202, Some("true"), made.json()));
        assert_eq!(made.header("location"), Some(format!("/v1/saved-searches/{}/alerts", story.search).as_str()));
        assert_eq!((story.step(), story.step()), (Outcome::Sent, Outcome::Idle));
        assert_eq!(story.mail().header("Subject"), "Test: 1 new job: Rust <b>& \"home\"</b>");
        assert_eq!(story.alerting.run(), 1, "it is told all the same");
        assert_eq!(story.step(), Outcome::Sent);
        let many = (0..12).map(|_| story.ana.send("POST", &path).status).filter(|status| *status == 429).count();
        assert!(many > 0, "there is a limit");
    });
}
