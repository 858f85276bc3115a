//! `Idempotency-Key`

use serde_json::{Value, json};
use tests::app::{Answer, TestApp};
use tests::contract::DOCUMENT;
use tests::people::Person;

fn create(person: &Person<'_>, key: &str, body: &Value) -> Answer {
    person.send_json_with("POST", "/v1/saved-searches", &[("idempotency-key", key)], body)
}

#[test]
fn a_request_that_is_sent_again_has_one_effect_and_one_answer() {
    TestApp::on_both(Vec::new, |app| {
        let (ana, bo) = (app.person("ana"), app.person("bo"));
        let body = json!({ "name": "Rust", "query": "skill=rust" });
        let (first, again) = (create(&ana, "\"abc\"", &body), create(&ana, "abc", &body));
        assert_eq!((first.status, again.status), (201, 201));
        assert_eq!(
            (&first.body, first.header("location"), first.header("etag")),
            (&again.body, again.header("location"), again.header("etag"))
        );
        assert_eq!((first.header("idempotency-replayed"), again.header("idempotency-replayed")), (None, Some("true")));
        assert_eq!(ana.get("/v1/saved-searches").json()["items"].as_array().unwrap().len(), 1);
        let other = create(&ana, "abc", &json!({ "name": "Go", "query": "skill=go" }));
        assert_eq!((other.status, other.json()["code"].as_str()), (422, Some("idempotency-key-reused")));
        assert_eq!(create(&bo, "abc", &body).header("idempotency-replayed"), None, "keys are their owner's");
        app.later(chrono::TimeDelta::hours(25));
        let ana = app.log_in(&ana.email);
        assert_eq!(create(&ana, "abc", &body).header("idempotency-replayed"), None, "a day later it is another request");
    });
}

#[test]
fn refusals_are_not_kept() {
    TestApp::on_both(Vec::new, |app| {
        let ana = app.person("ana");
        assert_eq!(create(&ana, "abc", &json!({ "name": "", "query": "skill=rust" })).status, 422);
        assert_eq!(create(&ana, "abc", &json!({ "name": "Rust", "query": "skill=rust" })).status, 201);
        for bad in ["", "\"\"", "two words", &"x".repeat(256), "caf\u{e9}"] {
            let refused = create(&ana, bad, &json!({ "name": "Rust", "query": "skill=rust" }));
            assert_eq!((refused.status, refused.json()["errors"][0]["header"].as_str()), (400, Some("Idempotency-Key")), "{bad:?}");
        }
    });
}

#[test]
fn a_key_is_taken_if_it_is_as_documented() {
    let parameters = &DOCUMENT["paths"]["/v1/saved-searches"]["post"]["parameters"];
    let documented = parameters.as_array().unwrap().iter().find(|parameter| parameter["name"] == "Idempotency-Key").unwrap();
    let documented = jsonschema::validator_for(&documented["schema"]).unwrap();
    TestApp::on_both(Vec::new, |app| {
        let ana = app.person("ana");
        let longest = "x".repeat(255);
        let keys = ["a", "~!$%&/()=?", "a\"b", "\"a\"", "\"a\"b\"", "\"", "\"\"", "\"a", "\"\"\"", "two words", "\"two words\"", &longest];
        let long = [format!("\"{longest}\""), format!("{longest}x"), format!("\"{longest}x\"")];
        for key in keys.into_iter().chain(long.iter().map(String::as_str)) {
            let answer = create(&ana, key, &json!({ "name": "Rust", "query": "skill=rust" }));
            assert_eq!(answer.status, if documented.is_valid(&json!(key)) { 201 } else { 400 }, "{key}");
        }
    });
}

#[test]
fn what_is_shown_once_is_not_kept_for_a_repeated_request() {
    TestApp::on_both(Vec::new, |app| {
        let ana = app.person("ana");
        let body = json!({ "name": "Script", "scopes": ["searches:read"] });
        let make = || ana.send_json_with("POST", "/v1/api-keys", &[("idempotency-key", "k1")], &body).json();
        let (first, again) = (make(), make());
        assert!(first["key"].is_string());
        assert_eq!((&again["key"], &again["id"]), (&Value::Null, &first["id"]));
    });
}

#[test]
fn of_many_at_once_one_has_an_effect() {
    TestApp::on_both(Vec::new, |app| {
        let ana = app.person("ana");
        let body = json!({ "name": "Rust", "query": "skill=rust" });
        let answers: Vec<Answer> = std::thread::scope(|threads| {
            let all: Vec<_> = (0..8).map(|_| threads.spawn(|| create(&ana, "same", &body))).collect();
            all.into_iter().map(|thread| thread.join().unwrap()).collect()
        });
        for answer in &answers {
            match answer.status {
                201 => {}
                409 => assert_eq!((answer.json()["code"].as_str(), answer.header("retry-after")), (Some("request-in-progress"), Some("1"))),
                other => panic!("{other}"),
            }
        }
        assert_eq!(ana.get("/v1/saved-searches").json()["items"].as_array().unwrap().len(), 1);
    });
}
