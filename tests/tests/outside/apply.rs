//! `GET /v1/listings/{id}/apply`

use tests::app::TestApp;
use tests::postings::dozen;

#[test]
fn applying_leads_to_the_employers_page() {
    TestApp::on_both(dozen, |app| {
        let id = app.id_of("Data Engineer");
        let answer = app.get(&format!("/v1/listings/{id}/apply"));
        assert_eq!(answer.status, 302);
        assert!(answer.header("location").unwrap().starts_with("https://driftmark.example/"));
    });
}
