//! `GET /v1/listings/{id}/eligibility`

use serde_json::Value;
use tests::app::TestApp;
use tests::postings::dozen;

fn verdict(app: &TestApp, title: &str, from: &str) -> Value {
    app.get(&format!("/v1/listings/{}/eligibility?work_from={from}", app.id_of(title))).json()
}

#[test]
fn a_verdict_comes_with_its_rule_and_the_words() {
    TestApp::on_both(dozen, |app| {
        let body = verdict(app, "Backend Engineer", "PT");
        assert_eq!(body["verdict"], "eligible");
        assert_eq!(body["rule"], "region");
        assert!(body["evidence"][0]["text"].as_str().unwrap().contains("EU"));
        assert_eq!(verdict(app, "Backend Engineer", "BR")["verdict"], "ineligible");
        assert_eq!(verdict(app, "DevOps Engineer", "BR")["verdict"], "unknown");
        assert_eq!(verdict(app, "Data Engineer", "BR")["verdict"], "eligible");
        assert_eq!(verdict(app, "Engineering Manager", "DE")["verdict"], "ineligible");
    });
}

#[test]
fn the_filter_and_the_verdict_never_differ() {
    TestApp::on_both(dozen, |app| {
        let all = app.get("/v1/listings?work_mode=any&limit=100").json();
        for from in ["US", "PT", "CA", "DE", "BR", "US-CA"] {
            let kept = app.get(&format!("/v1/listings?work_mode=any&limit=100&work_from={from}")).json().to_string();
            for item in all["items"].as_array().unwrap() {
                let id = item["id"].as_str().unwrap();
                let verdict = app.get(&format!("/v1/listings/{id}/eligibility?work_from={from}")).json();
                assert_eq!(kept.contains(id), verdict["verdict"] == "eligible", "{} from {from}", item["title"]);
            }
        }
    });
}

#[test]
fn a_place_must_be_named() {
    TestApp::on_both(dozen, |app| {
        let id = app.id_of("Data Engineer");
        assert_eq!(app.get(&format!("/v1/listings/{id}/eligibility")).status, 400);
        assert_eq!(app.get(&format!("/v1/listings/{id}/eligibility?work_from=Lisbon")).status, 400);
    });
}
