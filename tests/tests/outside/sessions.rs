//! `/v1/me/sessions`

use serde_json::json;
use tests::app::TestApp;

#[test]
fn sessions_are_listed_and_ended() {
    TestApp::on_both(Vec::new, |app| {
        let ana = app.person("ana");
        app.later(chrono::TimeDelta::seconds(1));
        let other = app.log_in(&ana.email);
        let listed = ana.get("/v1/me/sessions?include=total").json();
        let ids: Vec<&str> = listed["items"].as_array().unwrap().iter().map(|item| item["id"].as_str().unwrap()).collect();
        assert_eq!(ids, [other.session.as_str(), ana.session.as_str()], "the newest first");
        assert_eq!(listed["total"]["value"], 2);
        assert_eq!((&listed["items"][0]["is_current"], &listed["items"][1]["is_current"]), (&json!(false), &json!(true)));
        let end = |id: &str| ana.send("DELETE", &format!("/v1/me/sessions/{id}")).status;
        assert_eq!((end(&other.session), end(&other.session)), (204, 204), "ending it again is no error");
        assert_eq!(other.get("/v1/me").status, 401);
        assert_eq!(end("ses_00000000000000000000000000"), 404);
        assert_eq!(ana.send("DELETE", "/v1/me/sessions").status, 204);
        assert_eq!(ana.get("/v1/me").status, 401);
    });
}

#[test]
fn the_session_of_somebody_else_is_not_there() {
    TestApp::on_both(Vec::new, |app| {
        let (ana, bo) = (app.person("ana"), app.person("bo"));
        assert_eq!(ana.send("DELETE", &format!("/v1/me/sessions/{}", bo.session)).status, 404);
        assert_eq!(bo.get("/v1/me").status, 200);
    });
}

#[test]
fn pages_are_walked_by_cursor() {
    TestApp::on_both(Vec::new, |app| {
        let ana = app.person("ana");
        for _ in 0..4 {
            app.later(chrono::TimeDelta::seconds(1));
            app.log_in(&ana.email);
        }
        let mut seen = Vec::new();
        let mut cursor = "first".to_owned();
        loop {
            let page = ana.get(&format!("/v1/me/sessions?limit=2&cursor={cursor}")).json();
            seen.extend(page["items"].as_array().unwrap().iter().map(|item| item["id"].as_str().unwrap().to_owned()));
            match page["page"]["next_cursor"].as_str() {
                Some(next) => cursor = next.to_owned(),
                None => break,
            }
        }
        assert_eq!(seen.len(), 5);
        let bo = app.person("bo");
        assert_eq!(bo.get(&format!("/v1/me/sessions?limit=2&cursor={cursor}")).status, 400, "a cursor is its owner's");
    });
}
