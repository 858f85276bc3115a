//! `GET /v1/companies`, `/v1/companies/{slug}`

use tests::app::TestApp;
use tests::postings::dozen;

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
