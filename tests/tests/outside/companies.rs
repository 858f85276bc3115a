//! `GET /v1/companies`, `/v1/companies/{slug}`

use chrono::TimeDelta;
use serde_json::json;
use tests::app::TestApp;
use tests::postings::{dozen, posting};

#[test]
fn companies_come_with_what_their_listings_say() {
    TestApp::on_both(dozen, |app| {
        let first = app.get("/v1/companies?limit=1").json();
        assert_eq!(first["items"][0]["slug"], "acme");
        assert_eq!(first["items"][0]["listings"], 3);
        let mut seen = vec!["acme".to_owned()];
        let mut cursor = first["page"]["next_cursor"].as_str().map(str::to_owned);
        while let Some(at) = cursor {
            let page = app.get(&format!("/v1/companies?limit=1&cursor={at}")).json();
            seen.extend(page["items"].as_array().unwrap().iter().map(|c| c["slug"].as_str().unwrap().to_owned()));
            cursor = page["page"]["next_cursor"].as_str().map(str::to_owned);
        }
        let all = seen.len();
        seen.sort();
        seen.dedup();
        assert_eq!((seen.len(), all), (10, 10));
        assert_eq!(app.get("/v1/companies/acme").json()["name"], "Acme");
        assert_eq!(app.get("/v1/companies/nobody").status, 404);
    });
}

#[test]
fn a_company_says_where_it_hires_and_since_when_it_was_seen() {
    TestApp::on_both(dozen, |app| {
        app.later(TimeDelta::days(3));
        app.add(vec![posting("Site Reliability Engineer").at("Acme").location("Remote - US").accept()]);
        let acme = app.get("/v1/companies/acme").json();
        assert_eq!((&acme["listings"], &acme["with_pay"], &acme["pay_disclosure"]), (&json!(4), &json!(1), &json!(25)));
        assert_eq!(
            acme["places"],
            json!([
                { "value": "US", "name": "United States", "listings": 2 },
                { "value": "DE", "name": "Germany", "listings": 1 },
            ])
        );
        let found = app.get("/v1/listings?company=acme&work_mode=any").json();
        let mut scores: Vec<u64> = found["items"].as_array().unwrap().iter().map(|item| item["score"].as_u64().unwrap()).collect();
        scores.sort_unstable();
        assert_eq!(acme["median_score"].as_f64().unwrap(), (scores[1] + scores[2]) as f64 / 2.0);
        assert_eq!(
            (&acme["first_seen_at"], &acme["last_seen_at"]),
            (&json!("2026-06-01T12:00:00.000Z"), &json!("2026-06-04T12:00:00.000Z"))
        );
    });
}
