//! `GET /v1/listings/{id}/why-not`

use serde_json::{Value, json};
use tests::app::TestApp;
use tests::postings::dozen;

fn obstacles(body: &Value) -> Vec<(&str, &str)> {
    body["obstacles"].as_array().unwrap().iter().map(|o| (o["parameter"].as_str().unwrap(), o["listing"].as_str().unwrap())).collect()
}

#[test]
fn the_filters_in_the_way_are_named_with_the_listings_own_value() {
    TestApp::on_both(dozen, |app| {
        let id = app.id_of("Senior Backend Engineer");
        let path = format!("/v1/listings/{id}/why-not?salary_min=200000&work_from=PT&seniority=senior&skill=go,rust&q=blockchain");
        let body = app.get(&path).json();
        assert_eq!(body["found"], false);
        let named = obstacles(&body);
        assert_eq!(named.iter().map(|(name, _)| *name).collect::<Vec<_>>(), ["q", "work_from", "salary_min"]);
        assert_eq!(named[1].1, "ineligible: US");
        assert_eq!(named[2].1, "150000 to 180000 USD a year");
        assert_eq!(body["obstacles"][2]["asked"], json!(["200000"]));
    });
}

#[test]
fn what_the_search_asks_by_itself_counts_too() {
    TestApp::on_both(dozen, |app| {
        let id = app.id_of("Engineering Manager");
        let body = app.get(&format!("/v1/listings/{id}/why-not")).json();
        assert_eq!(obstacles(&body), [("work_mode", "hybrid")]);
        let found = app.get(&format!("/v1/listings/{id}/why-not?work_mode=any&q=manager")).json();
        assert_eq!((&found["found"], &found["obstacles"]), (&Value::Bool(true), &json!([])));
    });
}

#[test]
fn only_filters_are_taken() {
    let app = TestApp::embedded(dozen());
    let id = app.id_of("Accountant");
    assert_eq!(app.get(&format!("/v1/listings/{id}/why-not?limit=5")).status, 400);
    assert_eq!(app.get("/v1/listings/lst_00000000000000000000000000/why-not").status, 404);
}
