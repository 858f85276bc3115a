//! `GET /v1/listings/{id}`

use chrono::TimeDelta;
use serde_json::{Value, json};
use tests::app::TestApp;
use tests::postings::{dozen, noon, posting};

#[test]
fn a_listing_in_full_carries_texts_postings_and_evidence() {
    TestApp::on_both(dozen, |app| {
        let id = app.id_of("Senior Backend Engineer");
        let body = app.get(&format!("/v1/listings/{id}")).json();
        assert_eq!(body["id"], Value::from(id));
        assert!(body["description_html"].as_str().unwrap().contains("<p>"));
        assert!(body["description_text"].as_str().unwrap().contains("Rust and PostgreSQL"));
        assert_eq!(body["postings"].as_array().unwrap().len(), 1);
        let evidence = body["eligibility"]["evidence"].as_array().unwrap();
        assert!(!evidence.is_empty());
        let clauses = body["score_clauses"].as_array().unwrap();
        let points: u64 = clauses.iter().map(|clause| clause["points"].as_u64().unwrap()).sum();
        assert_eq!(body["score"], points);
    });
}

#[test]
fn script_never_reaches_a_reader() {
    let postings =
        || vec![posting("Tester").saying("<p onclick='x()'>Hi<script>alert(1)</script><img src=x onerror=alert(1)></p>").accept()];
    TestApp::on_both(postings, |app| {
        let body = app.get(&format!("/v1/listings/{}", app.id_of("Tester"))).json();
        assert_eq!(body["description_html"], "<p>Hi</p>");
    });
}

#[test]
fn a_closed_listing_is_gone_and_says_since_when() {
    let postings = || {
        let mut ending = posting("Tester");
        ending.0.expires_at = Some(noon().plus(TimeDelta::days(1)));
        vec![ending.accept(), posting("Writer").at("Bluebarn").accept()]
    };
    TestApp::on_both(postings, |app| {
        let id = app.id_of("Tester");
        app.expire(noon().plus(TimeDelta::days(3)));
        let answer = app.get(&format!("/v1/listings/{id}"));
        assert_eq!(answer.status, 410);
        let body = answer.json();
        assert_eq!(body["code"], "gone");
        assert!(body.to_string().contains("Tester"), "{body}");
        assert_eq!(app.get("/v1/listings?include=total").json()["total"]["value"], 1);
    });
}

#[test]
fn the_same_job_on_two_platforms_is_one_listing() {
    let postings = || {
        let first = posting("Senior Backend Engineer").at("Acme").location("Remote - US");
        let mut second = first.clone().from("remoteok");
        second.0.url = "https://board.example/jobs/77".to_owned();
        second.0.apply_url = Some(format!("{}?utm_source=board", first.0.url));
        second.0.external_id = "77".to_owned();
        vec![first.accept(), second.accept()]
    };
    TestApp::on_both(postings, |app| {
        assert_eq!(app.get("/v1/listings?include=total").json()["total"]["value"], 1);
        let body = app.get(&format!("/v1/listings/{}", app.id_of("Senior Backend Engineer"))).json();
        assert_eq!(body["sources"].as_array().unwrap().len(), 2);
    });
}

/// A listing as schema.org's JobPosting.
fn job_posting(app: &TestApp, title: &str) -> Value {
    let answer = app.get_with(&format!("/v1/listings/{}", app.id_of(title)), &[("accept", "application/ld+json")]);
    assert_eq!(answer.media(), Some("application/ld+json"));
    answer.json()
}

#[test]
fn schema_org_is_served_to_those_who_ask_with_what_search_engines_require() {
    TestApp::on_both(dozen, |app| {
        let body = job_posting(app, "Senior Backend Engineer");
        assert_eq!((&body["@context"], &body["@type"]), (&json!("https://schema.org/"), &json!("JobPosting")));
        for member in ["title", "description", "datePosted", "url"] {
            assert!(body[member].as_str().is_some_and(|text| !text.is_empty()), "{member}: {body}");
        }
        assert_eq!(body["hiringOrganization"]["name"], "Acme");
        assert_eq!(body["jobLocationType"], "TELECOMMUTE");
        assert_eq!(body["applicantLocationRequirements"], json!([{ "@type": "Country", "name": "US" }]));
        let pay = json!({ "@type": "QuantitativeValue", "unitText": "YEAR", "minValue": 150_000, "maxValue": 180_000 });
        assert_eq!(body["baseSalary"], json!({ "@type": "MonetaryAmount", "currency": "USD", "value": pay }));
        assert_eq!(job_posting(app, "Junior Data Analyst")["baseSalary"]["value"]["value"], 32_000);
    });
}

#[test]
fn schema_org_has_nothing_that_would_have_to_be_invented() {
    let postings = || {
        let mut silent = posting("Tester").location("Remote");
        silent.0.posted_at = None;
        silent.0.company = None;
        vec![silent.accept()]
    };
    TestApp::on_both(postings, |app| {
        let body = job_posting(app, "Tester");
        for member in [
            "datePosted",
            "hiringOrganization",
            "validThrough",
            "employmentType",
            "applicantLocationRequirements",
            "baseSalary",
            "directApply",
        ] {
            assert_eq!(body.get(member), None, "{member}");
        }
        assert!(!body.to_string().contains("null"), "{body}");
    });
}

#[test]
fn a_job_that_comes_again_under_a_new_id_stays_as_old_as_it_was() {
    let job = || {
        let mut job = posting("Tester").at("Acme").location("Remote - US").saying("<p>You will test what we build, every day.</p>");
        job.0.requisition = Some("R-42".to_owned());
        job
    };
    let first = || {
        let mut first = job();
        first.0.expires_at = Some(noon().plus(TimeDelta::days(41)));
        vec![first.accept()]
    };
    TestApp::on_both(first, |app| {
        let path = format!("/v1/listings/{}", app.id_of("Tester"));
        app.later(TimeDelta::days(40));
        let before = app.get(&path).json();
        app.expire(noon().plus(TimeDelta::days(42)));
        assert_eq!(app.get(&path).status, 410);
        let mut again = job();
        again.0.external_id = "again".to_owned();
        again.0.url = "https://acme.example/jobs/again".to_owned();
        again.0.posted_at = Some(noon().plus(TimeDelta::days(42)));
        app.add(vec![again.accept()]);
        let after = app.get(&path).json();
        assert_eq!(after["first_seen_at"], before["first_seen_at"]);
        assert!(after["score"].as_u64().unwrap() <= before["score"].as_u64().unwrap() + 2, "{} {}", before["score"], after["score"]);
    });
}
