//! `GET /v1/sources`

use tests::app::TestApp;
use tests::postings::dozen;

#[test]
fn every_source_shows_its_terms() {
    TestApp::on_both(dozen, |app| {
        let body = app.get("/v1/sources?limit=100").json();
        let items = body["items"].as_array().unwrap();
        assert!(items.len() >= 12);
        let remotive = items.iter().find(|source| source["slug"] == "remotive").unwrap();
        assert_eq!(remotive["listings"], 12);
        assert!(remotive["attribution"].is_string(), "Remotive asks for a link back");
    });
}
