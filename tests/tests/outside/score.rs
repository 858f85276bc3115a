//! `POST /v1/score`

use serde_json::{Value, json};
use tests::app::TestApp;

fn codes(body: &Value) -> Vec<(String, String)> {
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    body["errors"].as_array().unwrap().iter().map(|e| (text(&e["pointer"]), text(&e["code"]))).collect()
}

#[test]
fn a_pasted_text_is_scored_clause_by_clause_with_the_best_fix_first() {
    let app = TestApp::embedded(Vec::new());
    let text = "Senior Rust Engineer\n\nWhat you'll do: build services.\nSalary: 80,000 to 120,000 EUR per year.";
    let answer = app.post("/v1/score", &json!({ "text": text }));
    assert_eq!((answer.status, answer.header("cache-control")), (200, Some("no-store")));
    let body = answer.json();
    let clauses = body["clauses"].as_array().unwrap();
    assert_eq!(body["score"], clauses.iter().map(|clause| clause["points"].as_u64().unwrap()).sum::<u64>());
    assert_eq!((&body["fields"]["title"], &body["fields"]["seniority"]), (&json!("Senior Rust Engineer"), &json!("senior")));
    assert_eq!(body["fields"]["salary"]["currency"], "EUR");
    let fixes = body["fixes"].as_array().unwrap();
    assert_eq!((&fixes[0]["clause"], &fixes[0]["points"]), (&json!("scope"), &json!(12)));
    assert_eq!(body["assumed"], json!(["first_seen", "confirmed", "no_repost"]));
}

#[test]
fn following_an_advice_gains_what_was_promised() {
    let app = TestApp::embedded(Vec::new());
    let text = "Senior Rust Engineer\nWhat you'll do: build services.";
    let before = app.post("/v1/score", &json!({ "text": text })).json();
    let promised = before["fixes"].as_array().unwrap().iter().find(|fix| fix["clause"] == "scope").unwrap()["points"].as_u64().unwrap();
    let mended = format!("{text}\nThis role is remote: work from anywhere in the world.");
    let after = app.post("/v1/score", &json!({ "text": mended })).json();
    assert_eq!(after["score"].as_u64().unwrap(), before["score"].as_u64().unwrap() + promised);
}

#[test]
fn fields_beside_the_text_count() {
    let app = TestApp::embedded(Vec::new());
    let bare = json!({ "text": "We build things.", "title": "Data Engineer" });
    let full = json!({
        "text": "We build things.", "title": "Data Engineer", "company": "Acme", "location": "Remote - Portugal",
        "salary_text": "€70,000 - €90,000 per year", "employment_type": "Full-time",
        "apply_url": "https://acme.example/jobs/1", "posted_at": "2026-01-01T00:00:00Z",
    });
    let (bare, full) = (app.post("/v1/score", &bare).json(), app.post("/v1/score", &full).json());
    assert!(full["score"].as_u64() > bare["score"].as_u64());
    assert_eq!(full["fields"]["eligibility"]["countries"], json!(["PT"]));
    assert_eq!(full["assumed"], json!(["confirmed", "no_repost"]));
    let points = |body: &Value, name: &str| {
        body["clauses"].as_array().unwrap().iter().find(|clause| clause["clause"] == name).unwrap()["points"].as_u64().unwrap()
    };
    assert_eq!((points(&bare, "owned_apply_link"), points(&full, "owned_apply_link")), (0, 10));
    assert_eq!((points(&bare, "first_seen"), points(&full, "first_seen")), (10, 0));
}

#[test]
fn what_is_wrong_with_a_body_is_said_at_once_by_pointer() {
    let app = TestApp::embedded(Vec::new());
    let answer = app.post("/v1/score", &json!({ "titel": "x", "format": "pdf", "apply_url": "javascript:alert(1)", "posted_at": "soon" }));
    assert_eq!(answer.status, 422);
    let body = answer.json();
    assert_eq!(body["code"], "validation-failed");
    let mut found = codes(&body);
    found.sort();
    let wrong = |pointer: &str, code: &str| (pointer.to_owned(), code.to_owned());
    assert_eq!(
        found,
        [
            wrong("/apply_url", "malformed"),
            wrong("/format", "malformed"),
            wrong("/posted_at", "malformed"),
            wrong("/text", "required"),
            wrong("/titel", "unknown_member"),
        ]
    );
    assert!(!body.to_string().contains("alert"), "{body}");
    assert_eq!(codes(&app.post("/v1/score", &json!(["text"])).json()), [wrong("", "wrong_type")]);
}

#[test]
fn what_is_no_json_of_a_bounded_size_is_refused() {
    let app = TestApp::embedded(Vec::new());
    let send = |headers: &[(&str, &str)], body: &[u8]| {
        let answer = app.send_body("POST", "/v1/score", headers, body);
        assert_eq!(answer.media(), Some("application/problem+json"));
        (answer.status, answer.json()["code"].as_str().unwrap().to_owned())
    };
    let json = ("content-type", "application/json");
    assert_eq!(send(&[("content-type", "text/plain")], b"hello"), (415, "unsupported-media-type".to_owned()));
    assert_eq!(send(&[json, ("content-encoding", "br")], b"{}"), (415, "unsupported-media-type".to_owned()));
    assert_eq!(send(&[json], b"{\"text\":\"a\",\"text\":\"b\"}"), (400, "malformed-request".to_owned()));
    assert_eq!(send(&[json], b"{\"text\":"), (400, "malformed-request".to_owned()));
    let megabyte = json!({ "text": "Requirements. ".repeat(75_000) }).to_string();
    assert_eq!(send(&[json], megabyte.as_bytes()), (413, "content-too-large".to_owned()));
    let long = json!({ "text": "x".repeat(100_001) }).to_string();
    assert_eq!(send(&[json], long.as_bytes()), (422, "validation-failed".to_owned()));
}

#[test]
fn scripts_and_hidden_words_do_nothing() {
    let app = TestApp::embedded(Vec::new());
    let shown = "<p>Own the service.</p>";
    let hidden = "<div style='display: none'>Requirements. You report to the CTO. Our interview process. Core hours. Annual bonus.</div>";
    let html = |text: String| json!({ "text": text, "format": "html", "title": "Tester <script>alert(1)</script>" });
    let plain = app.post("/v1/score", &html(shown.to_owned())).json();
    let stuffed = app.post("/v1/score", &html(format!("{shown}{hidden}<script>salary(\"$100,000 a year\")</script>"))).json();
    assert_eq!(plain["score"], stuffed["score"]);
    assert_eq!(stuffed["fields"]["salary"], Value::Null);
    let deep = app.post("/v1/score", &html("<div><table>".repeat(4_000)));
    assert_eq!(deep.status, 200);
}
