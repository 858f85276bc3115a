//! `POST /v1/auth/refresh`

use chrono::TimeDelta;
use serde_json::{Value, json};
use tests::app::{Answer, TestApp};
use tests::people::PASSWORD;

fn refresh(app: &TestApp, token: &str) -> Answer {
    app.post("/v1/auth/refresh", &json!({ "refresh_token": token }))
}

fn next(answer: &Answer) -> String {
    answer.json()["refresh_token"].as_str().unwrap().to_owned()
}

#[test]
fn each_token_is_good_once_and_one_that_comes_again_ends_the_session() {
    TestApp::on_both(Vec::new, |app| {
        let ana = app.person("ana");
        let first = refresh(app, &ana.refresh_token);
        assert_eq!((first.status, first.header("cache-control")), (200, Some("no-store")));
        app.later(TimeDelta::minutes(9));
        let second = refresh(app, &next(&first));
        let fresh = second.json()["access_token"].as_str().unwrap().to_owned();
        let me = || app.get_with("/v1/me", &[("authorization", &format!("Bearer {fresh}"))]).status;
        assert_eq!(me(), 200);
        let stolen = refresh(app, &ana.refresh_token);
        assert_eq!((stolen.status, stolen.json()["code"].as_str()), (401, Some("token-invalid")));
        assert_eq!(refresh(app, &next(&second)).status, 401);
        assert_eq!(me(), 401, "access tokens end with their session");
    });
}

#[test]
fn a_lost_answer_can_be_asked_for_again() {
    TestApp::on_both(Vec::new, |app| {
        let ana = app.person("ana");
        let lost = refresh(app, &ana.refresh_token);
        app.later(TimeDelta::seconds(29));
        let again = refresh(app, &ana.refresh_token);
        assert_eq!((lost.status, again.status), (200, 200));
        app.later(TimeDelta::minutes(5));
        assert_eq!(refresh(app, &next(&again)).status, 200);
        assert_eq!(refresh(app, &next(&lost)).status, 401, "only one of them goes on");
    });
}

#[test]
fn of_ten_tabs_that_refresh_at_once_none_is_logged_out() {
    TestApp::on_both(Vec::new, |app| {
        let ana = app.person("ana");
        let answers: Vec<Answer> = std::thread::scope(|threads| {
            let all: Vec<_> = (0..10).map(|_| threads.spawn(|| refresh(app, &ana.refresh_token))).collect();
            all.into_iter().map(|thread| thread.join().unwrap()).collect()
        });
        assert!(answers.iter().all(|answer| answer.status == 200));
        assert_eq!(ana.get("/v1/me").status, 200);
    });
}

#[test]
fn a_browser_sends_the_cookie_and_gets_the_next_one() {
    TestApp::on_both(Vec::new, |app| {
        app.person("ana");
        let body = json!({ "email": "ana@mail.example", "password": PASSWORD, "refresh_token_in": "cookie" });
        let answer = app.post("/v1/auth/login", &body);
        let cookie = answer.header("set-cookie").unwrap().split(';').next().unwrap().to_owned();
        let elsewhere = app.send_json("POST", "/v1/auth/refresh", &[("cookie", &cookie), ("origin", "https://evil.example")], &json!({}));
        assert_eq!(elsewhere.status, 403, "a page of another origin may not use it");
        let answer = app.send_json("POST", "/v1/auth/refresh", &[("cookie", &cookie)], &json!({}));
        assert_eq!((answer.status, answer.json()["refresh_token"].clone()), (200, Value::Null));
        let fresh = answer.header("set-cookie").unwrap();
        assert!(fresh.starts_with("__Host-remnavi_refresh=") && !fresh.starts_with(&cookie));
        assert_eq!(app.post("/v1/auth/refresh", &json!({})).status, 401);
    });
}

#[test]
fn a_session_lasts_two_idle_weeks_and_ninety_days() {
    TestApp::on_both(Vec::new, |app| {
        let ana = app.person("ana");
        app.later(TimeDelta::days(14));
        assert_eq!(refresh(app, &ana.refresh_token).status, 401);
        let mut token = app.log_in(&ana.email).refresh_token;
        for _ in 0..6 {
            app.later(TimeDelta::days(13));
            token = next(&refresh(app, &token));
        }
        app.later(TimeDelta::days(12));
        assert_eq!(refresh(app, &token).status, 401, "ninety days have passed");
        for nonsense in ["", "x", &"x".repeat(5_000)] {
            assert_eq!(refresh(app, nonsense).status, 401);
        }
    });
}
