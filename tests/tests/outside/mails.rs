//! Mails about accounts, from the sign-up to the server that takes them.

use alerts::channel::smtp::Smtp;
use alerts::mails::{LEASE, Mailer, Outcome};
use alerts::render::account::Places;
use chrono::TimeDelta;
use domain::alert::DeliveryState;
use serde_json::json;
use tests::app::TestApp;
use tests::mail_server::{MailServer, Manner};
use tests::people::PASSWORD;

/// Whoever waits for a mail, and the server that it comes to.
struct Story<'a> {
    app: &'a TestApp,
    server: MailServer,
    mailer: Mailer,
}

impl Story<'_> {
    fn on_both(tell: impl Fn(&Story<'_>)) {
        TestApp::on_both(Vec::new, |app| {
            let server = MailServer::start();
            let mailer = mailer(app, &format!("smtp://{}", server.address()));
            tell(&Story { app, server, mailer });
        });
    }

    fn sign_up(&self) {
        assert_eq!(self.app.post("/v1/auth/register", &json!({ "email": "ana@mail.example", "password": PASSWORD })).status, 202);
    }

    fn verify(&self, token: &str) -> u16 {
        self.app.post("/v1/auth/verify-email", &json!({ "token": token })).status
    }

    fn step(&self) -> Outcome {
        self.mailer.step(self.app.now()).unwrap()
    }

    /// A step that fails for now; then it is the time of the next one.
    fn fails_for_now(&self) {
        let Outcome::Again(again) = self.step() else { panic!("it should have been tried again") };
        assert_eq!(self.step(), Outcome::Idle, "not before its time");
        self.app.later(again.since(self.app.now()));
    }
}

fn mailer(app: &TestApp, url: &str) -> Mailer {
    let smtp = Smtp::new(url, "RemNavi <jobs@remnavi.example>").unwrap();
    let places = Places::new("https://api.example", Some("https://app.example")).unwrap();
    Mailer::new(app.db().clone(), smtp, places, random)
}

/// Different bits for each call.
fn random() -> u128 {
    use std::sync::atomic::{AtomicU64, Ordering};
    static COUNT: AtomicU64 = AtomicU64::new(1);
    u128::from(COUNT.fetch_add(1, Ordering::Relaxed)) << 32
}

#[test]
fn whoever_signs_up_gets_a_mail_that_proves_the_address() {
    Story::on_both(|story| {
        assert_eq!(story.step(), Outcome::Idle);
        story.sign_up();
        assert_eq!((story.step(), story.step()), (Outcome::Sent, Outcome::Idle));
        let [mail] = &story.server.taken()[..] else { panic!("one mail") };
        assert_eq!(mail.receivers, ["ana@mail.example"]);
        assert_eq!((mail.header("To"), mail.header("From")), ("ana@mail.example".to_owned(), "jobs@remnavi.example".to_owned()));
        assert_eq!(mail.header("Auto-Submitted"), "auto-generated");
        assert!(mail.html().contains(&format!("https://app.example/verify-email#token={}", mail.token())));
        assert_eq!(story.verify(&mail.token()), 204);
        story.app.log_in("ana@mail.example");
    });
}

#[test]
fn a_forgotten_password_is_replaced_through_the_mail_and_its_owner_told() {
    Story::on_both(|story| {
        story.app.person("ana");
        assert_eq!(story.app.post("/v1/auth/request-password-reset", &json!({ "email": "ana@mail.example" })).status, 202);
        assert_eq!(story.step(), Outcome::Sent);
        let reset = json!({ "token": story.server.taken()[0].token(), "password": "another horse battery" });
        assert_eq!(story.app.post("/v1/auth/reset-password", &reset).status, 204);
        assert_eq!(story.step(), Outcome::Sent);
        assert_eq!(story.server.taken()[1].header("Subject"), "Your RemNavi password was changed");
    });
}

#[test]
fn greylisting_and_lost_connections_are_tried_again() {
    Story::on_both(|story| {
        story.sign_up();
        let asked_for = story.app.now();
        story.server.next(Manner::Answers("451 4.7.1 greylisted, come back later"));
        story.fails_for_now();
        let [tally] = story.app.db().read_blocking(db::mails::tallies).unwrap()[..] else { panic!("one mail") };
        assert_eq!((tally.state, tally.count), (DeliveryState::Waiting, 1));
        assert!(tally.oldest_due > Some(asked_for), "it is tried again later");
        story.server.next(Manner::HangsUp);
        story.fails_for_now();
        assert_eq!(story.step(), Outcome::Sent);
        assert_eq!(story.server.taken().len(), 1);
        assert_eq!(story.verify(&story.server.taken()[0].token()), 204);
    });
}

#[test]
fn an_address_that_is_refused_is_given_up_at_once() {
    Story::on_both(|story| {
        story.sign_up();
        story.server.next(Manner::Answers("550 5.1.1 no such mailbox"));
        assert_eq!(story.step(), Outcome::Dead);
        story.app.later(TimeDelta::hours(2));
        assert_eq!((story.step(), story.server.taken().len()), (Outcome::Idle, 0));
        let [tally] = story.app.db().read_blocking(db::mails::tallies).unwrap()[..] else { panic!("one mail") };
        assert_eq!((tally.state, tally.count), (DeliveryState::Dead, 1), "and that can be seen");
    });
}

#[test]
fn a_wrong_password_of_the_mail_server_costs_nobody_a_mail() {
    Story::on_both(|story| {
        story.sign_up();
        story.server.next(Manner::LetsNobodyIn);
        let wrong = mailer(story.app, &format!("smtp://me:wrong@{}", story.server.address()));
        assert!(matches!(wrong.step(story.app.now()).unwrap(), Outcome::Again(_)));
        story.app.later(TimeDelta::minutes(2));
        assert_eq!((story.step(), story.server.taken().len()), (Outcome::Sent, 1));
    });
}

#[test]
fn a_server_that_is_away_for_a_day_ends_the_waiting() {
    Story::on_both(|story| {
        story.sign_up();
        let nowhere = mailer(story.app, "smtp://127.0.0.1:1");
        let mut failures = 1;
        while let Outcome::Again(again) = nowhere.step(story.app.now()).unwrap() {
            story.app.later(again.since(story.app.now()));
            failures += 1;
        }
        assert!((20..40).contains(&failures), "{failures}");
        assert_eq!(story.step(), Outcome::Idle);
    });
}

#[test]
fn whoever_dies_between_acceptance_and_record_causes_one_more_copy() {
    Story::on_both(|story| {
        story.sign_up();
        let now = story.app.now();
        let (mail, content) = story.mailer.take(now).unwrap().unwrap();
        story.mailer.send(&mail, &content, now).unwrap();
        // Here the process dies: nothing is recorded, and the lease stands.
        assert_eq!(story.step(), Outcome::Idle);
        story.app.later(LEASE + TimeDelta::seconds(1));
        assert_eq!((story.step(), story.step()), (Outcome::Sent, Outcome::Idle));
        copies_are_one_mail(story);
    });
}

#[test]
fn a_connection_that_breaks_after_acceptance_causes_one_more_copy() {
    Story::on_both(|story| {
        story.sign_up();
        story.server.next(Manner::TakesSilently);
        story.fails_for_now();
        assert_eq!((story.step(), story.step()), (Outcome::Sent, Outcome::Idle));
        copies_are_one_mail(story);
    });
}

/// Two copies with one `Message-ID`, of which the later one's token is good.
fn copies_are_one_mail(story: &Story<'_>) {
    let [first, second] = &story.server.taken()[..] else { panic!("two copies") };
    assert!(!first.header("Message-ID").is_empty());
    assert_eq!(first.header("Message-ID"), second.header("Message-ID"));
    assert_eq!((story.verify(&first.token()), story.verify(&second.token())), (401, 204));
}

#[test]
fn their_queue_shows_in_metrics_and_in_health() {
    Story::on_both(|story| {
        let inside = story.app.inside();
        let oldest = || inside.metrics().value("remnavi_oldest_due_seconds", &[("queue", "account_email")]);
        let mails = |state: &str| inside.metrics().value("remnavi_deliveries", &[("channel", "account_email"), ("state", state)]);
        assert_eq!((mails("waiting"), oldest()), (None, None));
        let asked_for = story.app.now();
        story.sign_up();
        story.app.later(TimeDelta::seconds(90));
        assert_eq!((mails("waiting"), oldest()), (Some(1.0), Some(90.0)), "nobody has sent it");
        let waits = json!([{ "channel": "account_email", "state": "waiting", "count": 1, "oldest_due_at": asked_for.to_string() }]);
        assert_eq!(story.app.get("/v1/alerting").json()["deliveries"], waits);
        story.server.next(Manner::Answers("451 4.7.1 greylisted, come back later"));
        let Outcome::Again(again) = story.step() else { panic!("it should be tried again") };
        assert_eq!((mails("waiting"), oldest()), (Some(1.0), Some(0.0)), "it waits, and is not due");
        story.app.later(again.since(story.app.now()) + TimeDelta::seconds(7));
        assert_eq!(oldest(), Some(7.0));
        assert_eq!(story.step(), Outcome::Sent);
        assert_eq!((mails("waiting"), mails("delivered"), oldest()), (None, Some(1.0), None));
        story.app.post("/v1/auth/request-password-reset", &json!({ "email": "nobody@mail.example" }));
        assert_eq!(mails("waiting"), None, "there is nobody to write to");
    });
}
