//! `/metrics`, at the internal address: how alerts stand, as a collector reads it.

use alerts::channel::Names;
use alerts::channel::smtp::Smtp;
use alerts::channel::webhook::Webhook;
use alerts::letters::Postman;
use alerts::mails::Outcome as Mailed;
use alerts::webhooks::{Outcome, Sender};
use chrono::TimeDelta;
use db::deliveries::Lane;
use domain::webhook::Reach;
use serde_json::json;
use tests::alerting::{Alerting, addresses, random, save};
use tests::app::TestApp;
use tests::mail_server::{MailServer, Manner};
use tests::postings::{dozen, posting};
use tests::receiver::{self, Receiver};

#[test]
fn queues_ages_and_outcomes_are_what_they_are() {
    TestApp::on_both_with_private_targets(|app| {
        let (alerting, ana, receiver, server) = (Alerting::of(app), app.person("ana"), Receiver::start(), MailServer::start());
        let sender = Sender::new(app.db().clone(), Webhook::new("RemNavi/0", Reach::Private, Names::System), addresses(app), || 0);
        let smtp = Smtp::new(&format!("smtp://{}", server.address()), "RemNavi <jobs@remnavi.example>").unwrap();
        let postman = Postman::new(app.db().clone(), smtp, addresses(app), random).unwrap();
        ana.send_json("POST", "/v1/webhook-endpoints", &json!({ "url": receiver.url() }));
        save(&ana, "skill=rust", json!({ "cadence": "instant", "channels": ["email", "webhook"] }));
        app.later(TimeDelta::seconds(1));
        let inside = app.inside();
        let unmatched = || inside.metrics().value("remnavi_unmatched_changes", &[]);
        let overdue = || inside.metrics().value("remnavi_overdue_matches", &[]);
        let oldest = |queue: &str| inside.metrics().value("remnavi_oldest_due_seconds", &[("queue", queue)]);
        let deliveries =
            |channel: &str, state: &str| inside.metrics().value("remnavi_deliveries", &[("channel", channel), ("state", state)]);
        let skipped = |reason: &str| inside.metrics().value("remnavi_skipped_matches_total", &[("reason", reason)]);
        assert_eq!((unmatched(), overdue(), oldest("matches"), deliveries("email", "waiting")), (Some(0.0), Some(0.0), Some(0.0), None));

        app.add(dozen());
        app.add(vec![posting("Engineer").at("Hidden Firm").saying("<p>Rust.</p>").accept()]);
        assert_eq!((unmatched(), inside.metrics().value("remnavi_open_listings", &[])), (Some(13.0), Some(13.0)));
        assert_eq!(alerting.matched(), 2);
        let hidden = app.id_of("Engineer");
        assert_eq!(ana.send_json("PUT", &format!("/v1/bookmarks/{hidden}"), &json!({ "kind": "hidden" })).status, 200);
        app.later(TimeDelta::seconds(90));
        assert_eq!((unmatched(), overdue(), oldest("matches")), (Some(0.0), Some(2.0), Some(90.0)));

        assert_eq!(alerting.digested(), 1);
        app.later(TimeDelta::seconds(30));
        assert_eq!((overdue(), oldest("matches"), skipped("hidden")), (Some(0.0), Some(0.0), Some(1.0)));
        assert_eq!((deliveries("email", "waiting"), deliveries("webhook", "waiting")), (Some(1.0), Some(1.0)));
        assert_eq!((oldest("email"), oldest("webhook")), (Some(30.0), Some(30.0)));

        receiver.next(receiver::Manner::Answers(500));
        let Outcome::Again(again) = sender.step(Lane::Steady, app.now()).unwrap() else { panic!("it should be tried again") };
        assert_eq!((deliveries("webhook", "waiting"), oldest("webhook")), (Some(1.0), Some(0.0)), "it waits, and is not due");
        app.later(again.since(app.now()) + TimeDelta::seconds(7));
        assert_eq!(oldest("webhook"), Some(7.0));
        assert_eq!(sender.step(Lane::Failing, app.now()).unwrap(), Outcome::Delivered);
        server.next(Manner::Answers("550 5.1.1 nobody of that name"));
        assert_eq!(postman.step(app.now()).unwrap(), Mailed::Dead);
        assert_eq!((deliveries("webhook", "delivered"), deliveries("email", "dead")), (Some(1.0), Some(1.0)));
        assert_eq!(
            (deliveries("webhook", "waiting"), deliveries("email", "waiting"), oldest("email")),
            (None, None, None),
            "nothing waits"
        );
        assert_eq!((skipped("hidden"), skipped("hidden")), (Some(1.0), Some(1.0)), "reading counts nothing");

        let answered = |status: &str, operation: &str| {
            inside.metrics().value("remnavi_http_request_seconds_count", &[("operation", operation), ("status", status)])
        };
        app.get("/livez");
        app.get("/v1/listings/lst_00000000000000000000000000");
        assert_eq!((answered("2xx", "/livez"), answered("4xx", "/v1/listings/{id}")), (Some(1.0), Some(1.0)));
    });
}
