//! Every refusal is a problem document (RFC 9457).

use serde_json::Value;
use tests::app::{Answer, TestApp};
use tests::postings::dozen;

fn problem(answer: &Answer, status: u16, code: &str) -> Value {
    assert_eq!(answer.status, status);
    assert_eq!(answer.media(), Some("application/problem+json"));
    let body = answer.json();
    assert_eq!(body["code"], code, "{body}");
    assert_eq!(body["status"], status);
    assert_eq!(body["request_id"].as_str(), answer.header("x-request-id"));
    body
}

#[test]
fn all_that_is_wrong_with_a_query_is_said_at_once() {
    TestApp::on_both(dozen, |app| {
        let answer = app.get("/v1/listings?saelary_min=5&limit=1000&salary_min=x&role=&work_from=Mars&sort=-posted_at&sort=-score");
        let body = problem(&answer, 400, "invalid-parameter");
        let wrong: Vec<&str> = body["errors"].as_array().unwrap().iter().map(|e| e["parameter"].as_str().unwrap()).collect();
        for name in ["saelary_min", "limit", "salary_min", "role", "work_from", "sort"] {
            assert!(wrong.contains(&name), "{name} is missing in {wrong:?}");
        }
        assert!(body.to_string().contains("Did you mean salary_min?"));
    });
}

#[test]
fn nothing_is_redirected_or_guessed() {
    TestApp::on_both(dozen, |app| {
        problem(&app.get("/v1/listings/"), 404, "not-found");
        problem(&app.get("/v1/Listings"), 404, "not-found");
        problem(&app.get("/v1/listings/lst_00000000000000000000000000"), 404, "not-found");
        problem(&app.get("/v1/listings/17"), 404, "not-found");
        problem(&app.get("/nothing"), 404, "not-found");
        let answer = app.send("DELETE", "/v1/listings", &[]);
        problem(&answer, 405, "method-not-allowed");
        assert!(answer.header("allow").unwrap().contains("GET"));
        problem(&app.get_with("/v1/listings", &[("accept", "text/html")]), 406, "not-acceptable");
        problem(&app.get(&format!("/v1/listings?q={}", "x".repeat(9000))), 414, "uri-too-long");
        problem(&app.get(&format!("/v1/listings?q={}", "%C5%BC".repeat(4500))), 414, "uri-too-long");
        problem(&app.get(&format!("/v1/listings?q={}", "%C5%BC".repeat(2000))), 400, "invalid-parameter");
        problem(&app.get("/v1/listings?role=backend%00engineer"), 400, "invalid-parameter");
    });
}

#[test]
fn a_cursor_is_for_the_query_that_gave_it() {
    TestApp::on_both(dozen, |app| {
        let cursor = app.get("/v1/listings?limit=2").json()["page"]["next_cursor"].as_str().unwrap().to_owned();
        assert_eq!(app.get(&format!("/v1/listings?limit=5&cursor={cursor}")).status, 200);
        problem(&app.get(&format!("/v1/listings?limit=2&sort=-salary&cursor={cursor}")), 400, "invalid-cursor");
        problem(&app.get("/v1/listings?cursor=AAAA"), 400, "invalid-cursor");
        let mut broken = cursor.clone();
        broken.replace_range(5..6, if &cursor[5..6] == "A" { "B" } else { "A" });
        problem(&app.get(&format!("/v1/listings?limit=2&cursor={broken}")), 400, "invalid-cursor");
    });
}
