//! `POST /v1/saved-searches/preview`

use chrono::TimeDelta;
use serde_json::json;
use tests::app::TestApp;
use tests::postings::{noon, posting};

#[test]
fn a_preview_says_what_the_last_thirty_days_would_have_brought() {
    TestApp::on_both(Vec::new, |app| {
        let add = |title: &str, days: i64| {
            app.add(vec![
                posting(title)
                    .at(&format!("Firm {days}"))
                    .location("Remote, Portugal")
                    .saying("<p>Rust and SQL.</p>")
                    .days_old(-days)
                    .accept(),
            ]);
        };
        // Stories begin at noon; listings come as the days go by.
        add("Writer too old", 0);
        for day in 5..35 {
            app.later(TimeDelta::days(if day == 5 { 5 } else { 1 }));
            if day % 5 == 0 {
                add(&format!("Backend Engineer {day}"), day);
            }
        }
        let ana = app.person("ana");
        let preview = |query: &str| ana.send_json("POST", "/v1/saved-searches/preview", &json!({ "query": query }));
        let answer = preview("skill=rust&posted_after=P3D");
        let body = answer.json();
        assert_eq!((answer.status, answer.header("cache-control")), (200, Some("private, no-cache")), "{body}");
        let days = body["days"].as_array().unwrap();
        assert_eq!(days.len(), 30);
        let today = noon().plus(TimeDelta::days(34)).date().to_string();
        assert_eq!(days[29]["on"].as_str(), Some(today.as_str()));
        let came: Vec<usize> = days.iter().enumerate().filter(|(_, day)| day["matches"] == 1).map(|(place, _)| place).collect();
        assert_eq!(came, [0, 5, 10, 15, 20, 25], "every fifth day from day 5, counted from 29 days ago");
        assert_eq!((&body["total"], body["examples"].as_array().unwrap().len()), (&json!(6), 5));
        assert_eq!(body["next_week"], json!({ "estimate": 1, "least": 1, "most": 2 }));
        let newest = body["examples"][0]["id"].as_str().unwrap();
        ana.send_json("PUT", &format!("/v1/bookmarks/{newest}"), &json!({ "kind": "hidden" }));
        assert_eq!(preview("skill=rust&posted_after=P3D").json()["total"], 5, "what is hidden does not count");
        assert_eq!(preview("").json()["errors"][0]["code"], "unfiltered");
    });
}

#[test]
fn closed_listings_count_for_they_were_open_when_they_came() {
    TestApp::on_both(Vec::new, |app| {
        let mut draft = posting("Backend Engineer").saying("<p>Rust.</p>");
        draft.0.expires_at = Some(noon().plus(TimeDelta::days(1)));
        app.add(vec![draft.accept()]);
        app.expire(noon().plus(TimeDelta::days(2)));
        let ana = app.person("ana");
        let body = ana.send_json("POST", "/v1/saved-searches/preview", &json!({ "query": "skill=rust" })).json();
        assert_eq!(body["total"], 1);
        assert!(body["examples"][0]["closed_at"].is_string());
    });
}
