//! `GET /v1/resolve`

use serde_json::{Value, json};
use tests::app::TestApp;
use tests::postings::dozen;

#[test]
fn a_text_becomes_a_search_that_can_be_followed() {
    let app = TestApp::embedded(dozen());
    let body = app.get("/v1/resolve?q=remote%20golang%20in%20portugal%20aws").json();
    let pieces: Vec<(&str, &str)> = body["pieces"]
        .as_array()
        .unwrap()
        .iter()
        .map(|piece| (piece["parameter"].as_str().unwrap(), piece["value"].as_str().unwrap()))
        .collect();
    assert!(pieces.contains(&("skill", "go")) && pieces.contains(&("work_from", "PT")) && pieces.contains(&("skill", "aws")), "{body}");
    assert_eq!(body["rest"], Value::Null);
    assert_eq!(body["query"]["applied"]["skill_all"], json!(["aws", "go"]));
    let url = body["url"].as_str().unwrap();
    let path = url.get(url.find("/v1/").unwrap()..).unwrap();
    let found = app.get(path).json();
    assert_eq!(found["items"][0]["company"]["slug"], "bluebarn");
    assert_eq!(found["query"]["applied"], body["query"]["applied"]);
}

#[test]
fn nothing_to_read_is_a_problem_and_nothing_read_is_none() {
    let app = TestApp::embedded(Vec::new());
    assert_eq!(app.get("/v1/resolve").status, 400);
    assert_eq!(app.get("/v1/resolve?q=x&sort=-score").status, 400);
    let body = app.get("/v1/resolve?q=zebra").json();
    assert_eq!((&body["pieces"], &body["rest"]), (&json!([]), &Value::from("zebra")));
}
