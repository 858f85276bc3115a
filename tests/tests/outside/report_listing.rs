//! `POST /v1/listings/{id}/report`

use domain::report::ReportReason;
use serde_json::json;
use tests::app::TestApp;
use tests::postings::posting;

#[test]
fn a_report_is_taken_and_holds_nothing_of_a_person() {
    TestApp::on_both(
        || vec![posting("Tester").accept()],
        |app| {
            let id = app.id_of("Tester");
            let posting = app.get(&format!("/v1/listings/{id}")).json()["postings"][0]["id"].clone();
            let answer = app.post(&format!("/v1/listings/{id}/report"), &json!({ "reason": "wrong_merge", "posting_id": posting }));
            assert_eq!(answer.status, 202);
            let body = answer.json();
            assert_eq!((&body["listing_id"], &body["reason"]), (&json!(id), &json!("wrong_merge")));
            assert_eq!(app.post(&format!("/v1/listings/{id}/report"), &json!({ "reason": "spam" })).status, 202);
            let stored = app.db().read_blocking(|c| db::reports::latest(c, 10)).unwrap();
            assert_eq!(stored.len(), 2);
            let merge = stored.iter().find(|report| report.reason == ReportReason::WrongMerge).unwrap();
            assert_eq!((json!(merge.listing), json!(merge.posting)), (json!(id), posting));
        },
    );
}

#[test]
fn what_is_no_report_is_refused_and_so_is_a_flood() {
    let app = TestApp::embedded(vec![posting("Tester").accept()]);
    let path = format!("/v1/listings/{}/report", app.id_of("Tester"));
    for body in
        [json!({}), json!({ "reason": "dull" }), json!({ "reason": "spam", "posting_id": "7" }), json!({ "reason": "spam", "by": "me" })]
    {
        assert_eq!(app.post(&path, &body).status, 422, "{body}");
    }
    assert_eq!(app.post("/v1/listings/lst_01kt2qjh00e28t5cy4tqk6f25n/report", &json!({ "reason": "spam" })).status, 404);
    let statuses: Vec<u16> = (0..25).map(|_| app.post(&path, &json!({ "reason": "spam" })).status).collect();
    assert!(statuses.starts_with(&[202]) && statuses.ends_with(&[429]), "{statuses:?}");
}
