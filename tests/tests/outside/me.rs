//! `/v1/me`, `POST /v1/me/export`

use chrono::TimeDelta;
use domain::account::MailKind;
use serde_json::{Value, json};
use tests::alerting::{Alerting, save};
use tests::app::TestApp;
use tests::people::PASSWORD;
use tests::postings::dozen;

#[test]
fn an_account_is_read_and_changed_while_it_is_what_the_tag_says() {
    TestApp::on_both(Vec::new, |app| {
        let ana = app.person("ana");
        let me = ana.get("/v1/me");
        assert_eq!((me.json()["email"].as_str(), me.header("cache-control")), (Some("ana@mail.example"), Some("private, no-cache")));
        assert!(me.header("vary").unwrap().contains("authorization"));
        let tag = me.header("etag").unwrap().to_owned();
        assert!(!tag.starts_with("W/"), "it is strong");
        let change = |tag: &str, name: Value| ana.send_json_with("PATCH", "/v1/me", &[("if-match", tag)], &json!({ "name": name }));
        let changed = change(&tag, json!("  Ana   Maria "));
        assert_eq!((changed.status, changed.json()["name"].as_str()), (200, Some("Ana Maria")));
        let late = change(&tag, json!("Bo"));
        assert_eq!((late.status, late.json()["code"].as_str()), (412, Some("precondition-failed")));
        assert_eq!(change(changed.header("etag").unwrap(), Value::Null).json()["name"], Value::Null, "null removes");
        assert_eq!(ana.send_json("PATCH", "/v1/me", &json!({})).status, 200, "without a tag the last change wins");
        let unchanged =
            app.get_with("/v1/me", &[("authorization", &ana.bearer()), ("if-none-match", ana.get("/v1/me").header("etag").unwrap())]);
        assert_eq!(unchanged.status, 304);
    });
}

#[test]
fn a_new_password_needs_the_current_one_and_ends_the_other_sessions() {
    TestApp::on_both(Vec::new, |app| {
        let ana = app.person("ana");
        let other = app.log_in(&ana.email);
        let change = |body: Value| ana.send_json("PATCH", "/v1/me", &body);
        let pointer = |answer: &tests::app::Answer| answer.json()["errors"][0]["pointer"].as_str().unwrap().to_owned();
        let wrong = change(json!({ "password": "another horse battery", "current_password": "not it at all" }));
        assert_eq!((wrong.status, pointer(&wrong).as_str()), (422, "/current_password"));
        let missing = change(json!({ "password": "another horse battery" }));
        assert_eq!((missing.status, pointer(&missing).as_str()), (422, "/current_password"));
        assert_eq!(change(json!({ "password": "another horse battery", "current_password": PASSWORD })).status, 200);
        assert_eq!((ana.get("/v1/me").status, other.get("/v1/me").status), (200, 401));
        assert!(app.mailed("ana@mail.example", MailKind::PasswordChanged).is_some());
    });
}

#[test]
fn everything_that_is_kept_can_be_taken_along_and_removed() {
    TestApp::on_both(dozen, |app| {
        let ana = app.person("ana");
        ana.send_json("POST", "/v1/saved-searches", &json!({ "name": "Rust", "query": "skill=rust" }));
        ana.send_json("PUT", &format!("/v1/bookmarks/{}", app.id_of("Data Engineer")), &json!({ "kind": "saved" }));
        ana.send_json("POST", "/v1/api-keys", &json!({ "name": "CI", "scopes": ["searches:read"] }));
        let export = ana.send("POST", "/v1/me/export");
        assert_eq!((export.status, export.header("cache-control")), (200, Some("no-store")));
        let export = export.json();
        for list in ["sessions", "saved_searches", "bookmarks", "api_keys", "networks"] {
            assert_eq!(export[list].as_array().unwrap().len(), 1, "{list}");
        }
        assert_eq!(export["api_keys"][0]["key"], Value::Null);
        app.later(TimeDelta::minutes(16));
        let refreshed = app.post("/v1/auth/refresh", &json!({ "refresh_token": ana.refresh_token })).json();
        let bearer = format!("Bearer {}", refreshed["access_token"].as_str().unwrap());
        for (method, path) in [("DELETE", "/v1/me"), ("POST", "/v1/me/export")] {
            let refused = app.send(method, path, &[("authorization", &bearer)]);
            assert_eq!((refused.status, refused.json()["code"].as_str()), (403, Some("forbidden")), "that login is too long ago");
        }
        let ana = app.log_in(&ana.email);
        assert_eq!(ana.send("DELETE", "/v1/me").status, 204);
        assert_eq!(ana.get("/v1/me").status, 401);
        assert_eq!(app.post("/v1/auth/login", &json!({ "email": ana.email, "password": PASSWORD })).status, 401);
        app.person("ana");
    });
}

#[test]
fn what_was_told_is_taken_along_and_no_secret_and_nothing_of_others() {
    TestApp::on_both(Vec::new, |app| {
        let alerting = Alerting::of(app);
        let people = ["ana", "bo"].map(|name| app.person(name));
        let mut secrets = Vec::new();
        for person in &people {
            let made = person.send_json("POST", "/v1/webhook-endpoints", &json!({ "url": "https://hooks.acme.example/" }));
            secrets.push(made.json()["secret"].as_str().unwrap().to_owned());
            assert_eq!(person.send("POST", &format!("{}/test", made.header("location").unwrap())).status, 202);
            save(person, "skill=rust", json!({ "cadence": "instant", "channels": ["email", "webhook"] }));
        }
        app.later(TimeDelta::seconds(1));
        app.add(dozen());
        assert_eq!(alerting.run(), 2);
        let ana = &people[0];
        assert_eq!(app.post("/v1/auth/request-password-reset", &json!({ "email": ana.email })).status, 202);
        let export = ana.send("POST", "/v1/me/export");
        let text = String::from_utf8_lossy(&export.body).into_owned();
        assert!(secrets.iter().all(|secret| !text.contains(secret)) && !text.contains("argon2"), "no secret");
        let export = export.json();
        for list in ["matches", "alerts", "webhook_tests", "told", "mails", "webhook_endpoints"] {
            assert_eq!(export[list].as_array().unwrap().len(), 1, "{list}: {}", export[list]);
        }
        let (search, found, alert) = (&export["saved_searches"][0], &export["matches"][0], &export["alerts"][0]);
        assert_eq!((&found["saved_search_id"], &export["told"][0]["listing_id"]), (&search["id"], &found["listing_id"]));
        let item = json!({ "saved_search_id": search["id"], "listing_id": found["listing_id"], "position": 0 });
        assert_eq!((&alert["kind"], &alert["items"]), (&json!("instant"), &json!([item])));
        let ways: Vec<&str> = alert["deliveries"].as_array().unwrap().iter().map(|sent| sent["channel"].as_str().unwrap()).collect();
        assert_eq!(ways, ["email", "webhook"]);
        assert_eq!(export["webhook_tests"][0]["endpoint_id"], export["webhook_endpoints"][0]["id"]);
        assert_eq!((&export["mails"][0]["kind"], &export["mails"][0]["sent_at"]), (&json!("reset_password"), &Value::Null));
    });
}
