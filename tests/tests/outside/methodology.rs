//! `GET /v1/methodology`, `/v1/methodology/{version}`

use std::collections::BTreeSet;

use tests::app::TestApp;
use tests::postings::dozen;

#[test]
fn every_clause_of_a_listing_and_every_rule_of_its_evidence_is_explained() {
    TestApp::on_both(dozen, |app| {
        let versions = app.get("/v1/methodology").json();
        assert_eq!(versions["items"][0]["current"], true);
        let version = versions["items"][0]["version"].to_string();
        let rules = app.get(&format!("/v1/methodology/{version}")).json();
        let pillars = rules["pillars"].as_array().unwrap();
        assert_eq!(pillars.iter().map(|pillar| pillar["points"].as_u64().unwrap()).sum::<u64>(), 100);
        let clauses: BTreeSet<&str> =
            pillars.iter().flat_map(|pillar| pillar["clauses"].as_array().unwrap()).map(|c| c["clause"].as_str().unwrap()).collect();
        let known: BTreeSet<&str> =
            rules["reading"]["rules"].as_array().unwrap().iter().map(|rule| rule["name"].as_str().unwrap()).collect();
        let listings = app.get("/v1/listings?work_mode=any&limit=100").json();
        for item in listings["items"].as_array().unwrap() {
            let listing = app.get(&format!("/v1/listings/{}", item["id"].as_str().unwrap())).json();
            assert_eq!(listing["score_version"].to_string(), version);
            for clause in listing["score_clauses"].as_array().unwrap() {
                assert!(clauses.contains(clause["clause"].as_str().unwrap()), "{clause}");
            }
            for posting in listing["postings"].as_array().unwrap() {
                for reading in posting["readings"].as_array().unwrap() {
                    assert!(known.contains(reading["evidence"]["rule"].as_str().unwrap()), "{reading}");
                }
            }
        }
    });
}

#[test]
fn a_version_that_never_was_is_not_found() {
    let app = TestApp::embedded(Vec::new());
    for version in ["0", "2", "01", "x"] {
        assert_eq!(app.get(&format!("/v1/methodology/{version}")).status, 404, "{version}");
    }
}
