//! `GET /v1/listings/{id}/similar`

use tests::app::TestApp;
use tests::postings::dozen;

#[test]
fn listings_like_one_come_without_itself() {
    TestApp::on_both(dozen, |app| {
        let id = app.id_of("Backend Engineer");
        let body = app.get(&format!("/v1/listings/{id}/similar?limit=3")).json();
        let items = body["items"].as_array().unwrap();
        assert!((1..=3).contains(&items.len()));
        assert!(items.iter().all(|item| item["id"] != id.as_str()));
        assert_eq!(items[0]["title"], "Senior Backend Engineer", "the same role is the nearest");
    });
}
