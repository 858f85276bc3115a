//! `POST /v1/auth/register`, `POST /v1/auth/verify-email`

use chrono::TimeDelta;
use domain::account::MailKind;
use serde_json::json;
use tests::app::TestApp;
use tests::people::PASSWORD;

fn sign_up(app: &TestApp, email: &str) -> tests::app::Answer {
    app.post("/v1/auth/register", &json!({ "email": email, "password": PASSWORD, "name": "Ana" }))
}

#[test]
fn an_account_exists_once_its_address_is_proven() {
    TestApp::on_both(Vec::new, |app| {
        assert_eq!(sign_up(app, "Ana@Mail.example").status, 202);
        let log_in = || app.post("/v1/auth/login", &json!({ "email": "ana@mail.example", "password": PASSWORD })).status;
        assert_eq!(log_in(), 401);
        let token = app.mailed("ana@mail.example", MailKind::VerifyEmail).unwrap();
        let verify = || app.post("/v1/auth/verify-email", &json!({ "token": token }));
        assert_eq!(verify().status, 204);
        let again = verify();
        assert_eq!((again.status, again.json()["code"].as_str()), (401, Some("token-invalid")));
        assert_eq!(log_in(), 200);
        let me = app.log_in("ana@mail.example").get("/v1/me").json();
        assert_eq!((me["email"].as_str(), me["name"].as_str()), (Some("Ana@Mail.example"), Some("Ana")));
    });
}

#[test]
fn nobody_learns_whether_an_address_has_an_account() {
    TestApp::on_both(Vec::new, |app| {
        app.person("ana");
        let (known, unknown) = (sign_up(app, "ana@mail.example"), sign_up(app, "bo@mail.example"));
        assert_eq!((known.status, &known.body), (unknown.status, &unknown.body));
        assert_eq!(known.header("cache-control"), Some("no-store"));
        assert!(app.mailed("ana@mail.example", MailKind::AlreadyRegistered).is_some(), "its owner is told");
        assert_eq!(app.post("/v1/auth/login", &json!({ "email": "ana@mail.example", "password": PASSWORD })).status, 200);
    });
}

#[test]
fn whoever_signs_up_with_anothers_address_gains_nothing() {
    TestApp::on_both(Vec::new, |app| {
        let thief = json!({ "email": "ana@mail.example", "password": "the thief's own words" });
        assert_eq!(app.post("/v1/auth/register", &thief).status, 202);
        app.mailed("ana@mail.example", MailKind::VerifyEmail);
        sign_up(app, "ana@mail.example");
        let token = app.mailed("ana@mail.example", MailKind::VerifyEmail).unwrap();
        assert_eq!(app.post("/v1/auth/verify-email", &json!({ "token": token })).status, 204);
        assert_eq!(app.post("/v1/auth/login", &json!({ "email": "ana@mail.example", "password": "the thief's own words" })).status, 401);
        assert_eq!(app.post("/v1/auth/login", &json!({ "email": "ana@mail.example", "password": PASSWORD })).status, 200);
    });
}

#[test]
fn a_token_that_proves_an_address_lasts_a_day() {
    TestApp::on_both(Vec::new, |app| {
        sign_up(app, "ana@mail.example");
        let token = app.mailed("ana@mail.example", MailKind::VerifyEmail).unwrap();
        app.later(TimeDelta::hours(24));
        assert_eq!(app.post("/v1/auth/verify-email", &json!({ "token": token })).status, 401);
        for nonsense in ["", "x", &"x".repeat(10_000)] {
            assert_eq!(app.post("/v1/auth/verify-email", &json!({ "token": nonsense })).status, 401);
        }
    });
}

#[test]
fn what_could_become_a_header_or_is_easily_guessed_is_refused() {
    TestApp::on_both(Vec::new, |app| {
        let refused = |body: serde_json::Value, pointer: &str, code: &str| {
            let answer = app.post("/v1/auth/register", &body);
            let problem = answer.json();
            assert_eq!((answer.status, problem["code"].as_str()), (422, Some("validation-failed")), "{body}");
            assert_eq!(
                (problem["errors"][0]["pointer"].as_str(), problem["errors"][0]["code"].as_str()),
                (Some(pointer), Some(code)),
                "{problem}"
            );
            assert!(!problem.to_string().contains("qwertyuiop"), "secrets are not repeated");
        };
        let body = |email: &str, password: &str, name: &str| json!({ "email": email, "password": password, "name": name });
        for name in ["Ana\r\nBcc: all@mail.example", "Ana\nX-Header: 1", "Ana\u{0}", "Ana\u{85}"] {
            refused(body("ana@mail.example", PASSWORD, name), "/name", "bad_character");
        }
        for email in ["ana@mail.example\r\nBcc: all@mail.example", "ana@mail.example, all@mail.example", "ana", "\"a\\\r\n\"@mail.example"]
        {
            refused(body(email, PASSWORD, "Ana"), "/email", "malformed");
        }
        refused(body("ana@mail.example", "qwertyuiop", "Ana"), "/password", "common_password");
        refused(body("ana@mail.example", "short", "Ana"), "/password", "too_short");
        refused(body("ana@mail.example", &"xy!z".repeat(40), "Ana"), "/password", "too_long");
        assert!(app.mailed("ana@mail.example", MailKind::VerifyEmail).is_none());
    });
}

#[test]
fn a_network_that_signs_up_again_and_again_has_to_wait() {
    TestApp::on_both(Vec::new, |app| {
        let answers: Vec<_> =
            (0..70).map(|n| app.post("/v1/auth/request-password-reset", &json!({ "email": format!("nobody{n}@mail.example") }))).collect();
        let refused = answers.iter().find(|answer| answer.status == 429).unwrap();
        assert!(refused.header("retry-after").unwrap().parse::<u64>().unwrap() >= 1);
        assert_eq!(answers[0].status, 202);
        app.later(TimeDelta::minutes(30));
        assert_eq!(app.post("/v1/auth/request-password-reset", &json!({ "email": "nobody@mail.example" })).status, 202);
    });
}

#[test]
fn nobodys_mailbox_is_filled() {
    TestApp::on_both(Vec::new, |app| {
        app.person("ana");
        let mails = (0..8)
            .filter(|_| {
                assert_eq!(sign_up(app, "ana@mail.example").status, 202);
                app.mailed("ana@mail.example", MailKind::AlreadyRegistered).is_some()
            })
            .count();
        assert!((1..=3).contains(&mails), "{mails} mails");
    });
}
