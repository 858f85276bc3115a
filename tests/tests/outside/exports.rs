//! `GET /v1/exports/listings`

use serde_json::Value;
use tests::app::TestApp;
use tests::postings::{dozen, posting};

const ALL: &str = "/v1/exports/listings?work_mode=any";

#[test]
fn lines_are_the_listings_of_the_search() {
    TestApp::on_both(dozen, |app| {
        let answer = app.get(ALL);
        assert_eq!((answer.media(), answer.header("cache-control")), (Some("application/x-ndjson"), Some("no-store")));
        let lines: Vec<Value> =
            answer.body.split(|byte| *byte == b'\n').filter(|l| !l.is_empty()).map(|l| serde_json::from_slice(l).unwrap()).collect();
        let found = app.get("/v1/listings?work_mode=any&limit=100").json();
        assert_eq!(&lines, found["items"].as_array().unwrap());
    });
}

#[test]
fn rows_are_the_listings_of_the_search() {
    TestApp::on_both(dozen, |app| {
        let answer = app.get_with(&format!("{ALL}&sort=-salary"), &[("accept", "text/csv")]);
        assert_eq!(answer.media(), Some("text/csv"));
        let mut reader = csv::Reader::from_reader(answer.body.as_slice());
        let at = reader.headers().unwrap().iter().position(|name| name == "id").unwrap();
        let rows: Vec<String> = reader.records().map(|row| row.unwrap()[at].to_owned()).collect();
        let found = app.get("/v1/listings?work_mode=any&limit=100&sort=-salary").json();
        let wanted: Vec<&str> = found["items"].as_array().unwrap().iter().map(|item| item["id"].as_str().unwrap()).collect();
        assert_eq!(rows, wanted);
    });
}

#[test]
fn an_export_goes_on_behind_its_first_piece() {
    let many = || (0..1_203).map(|n| posting(&format!("Engineer {n}")).at(&format!("Company {n}")).accept()).collect();
    let app = TestApp::embedded(many());
    let answer = app.get(ALL);
    let mut ids: Vec<String> = String::from_utf8(answer.body)
        .unwrap()
        .lines()
        .map(|line| serde_json::from_str::<Value>(line).unwrap()["id"].as_str().unwrap().to_owned())
        .collect();
    assert_eq!(ids.len(), 1_203);
    ids.sort();
    ids.dedup();
    assert_eq!(ids.len(), 1_203);
}

#[test]
fn nothing_found_is_an_empty_file_and_a_wrong_filter_is_refused() {
    let app = TestApp::embedded(dozen());
    assert_eq!(app.get("/v1/exports/listings?skill=cobol").body, b"");
    let csv = app.get_with("/v1/exports/listings?skill=cobol", &[("accept", "text/csv")]);
    assert_eq!(csv.body.iter().filter(|byte| **byte == b'\n').count(), 1);
    assert_eq!(app.get("/v1/exports/listings?skil=cobol").status, 400);
    assert_eq!(app.get("/v1/exports/listings?limit=5").status, 400);
    assert_eq!(app.get_with(ALL, &[("accept", "application/pdf")]).status, 406);
    let head = app.send("HEAD", ALL, &[]);
    assert_eq!((head.status, head.body.len()), (200, 0));
}
