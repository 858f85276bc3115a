//! `POST /v1/auth/request-password-reset`, `POST /v1/auth/reset-password`

use chrono::TimeDelta;
use domain::account::MailKind;
use serde_json::json;
use tests::app::TestApp;
use tests::people::PASSWORD;

const NEW: &str = "another horse battery";

fn ask(app: &TestApp, email: &str) -> tests::app::Answer {
    app.post("/v1/auth/request-password-reset", &json!({ "email": email }))
}

fn reset(app: &TestApp, token: &str, password: &str) -> u16 {
    app.post("/v1/auth/reset-password", &json!({ "token": token, "password": password })).status
}

#[test]
fn a_new_password_ends_every_session() {
    TestApp::on_both(Vec::new, |app| {
        let ana = app.person("ana");
        assert_eq!(ask(app, "ANA@mail.example").status, 202);
        let token = app.mailed("ana@mail.example", MailKind::ResetPassword).unwrap();
        assert_eq!(reset(app, &token, "password"), 422, "a bad password does not use the token up");
        assert_eq!(reset(app, &token, NEW), 204);
        assert_eq!(reset(app, &token, NEW), 401);
        assert_eq!(ana.get("/v1/me").status, 401);
        let log_in = |password| app.post("/v1/auth/login", &json!({ "email": "ana@mail.example", "password": password })).status;
        assert_eq!((log_in(PASSWORD), log_in(NEW)), (401, 200));
        assert!(app.mailed("ana@mail.example", MailKind::PasswordChanged).is_some(), "the owner is told");
    });
}

#[test]
fn nobody_learns_whether_there_is_an_account() {
    TestApp::on_both(Vec::new, |app| {
        app.person("ana");
        let (known, unknown) = (ask(app, "ana@mail.example"), ask(app, "bo@mail.example"));
        assert_eq!((known.status, &known.body), (unknown.status, &unknown.body));
        assert!(app.mailed("bo@mail.example", MailKind::ResetPassword).is_none());
    });
}

#[test]
fn a_token_lasts_half_an_hour_and_only_the_last_one_is_good() {
    TestApp::on_both(Vec::new, |app| {
        app.person("ana");
        ask(app, "ana@mail.example");
        let first = app.mailed("ana@mail.example", MailKind::ResetPassword).unwrap();
        app.later(TimeDelta::minutes(1));
        ask(app, "ana@mail.example");
        let second = app.mailed("ana@mail.example", MailKind::ResetPassword).unwrap();
        assert_eq!(reset(app, &first, NEW), 401);
        app.later(TimeDelta::minutes(30));
        assert_eq!(reset(app, &second, NEW), 401);
        assert_eq!(app.post("/v1/auth/verify-email", &json!({ "token": second })).status, 401, "it proves no address");
    });
}
