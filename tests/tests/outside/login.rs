//! `POST /v1/auth/login`

use chrono::TimeDelta;
use domain::account::MailKind;
use serde_json::{Value, json};
use tests::app::TestApp;
use tests::people::PASSWORD;

fn log_in(app: &TestApp, email: &str, password: &str) -> tests::app::Answer {
    app.post("/v1/auth/login", &json!({ "email": email, "password": password }))
}

fn without_request_id(mut body: Value) -> Value {
    body["request_id"].take();
    body
}

#[test]
fn tokens_are_given_for_the_right_password() {
    TestApp::on_both(Vec::new, |app| {
        app.person("ana");
        let answer = log_in(app, "ANA@mail.example", PASSWORD);
        let pair = answer.json();
        assert_eq!((answer.status, pair["token_type"].as_str(), pair["expires_in"].as_i64()), (200, Some("Bearer"), Some(600)));
        assert_eq!(answer.header("cache-control"), Some("no-store"));
        assert_eq!((answer.header("etag"), answer.header("content-encoding")), (None, None));
    });
}

#[test]
fn a_wrong_password_and_an_unknown_address_look_alike() {
    TestApp::on_both(Vec::new, |app| {
        app.person("ana");
        let (wrong, unknown) = (log_in(app, "ana@mail.example", "wrong horse battery"), log_in(app, "bo@mail.example", PASSWORD));
        assert_eq!((wrong.status, unknown.status), (401, 401));
        assert_eq!(without_request_id(wrong.json()), without_request_id(unknown.json()));
        assert_eq!(wrong.header("www-authenticate"), unknown.header("www-authenticate"));
        assert!(wrong.header("www-authenticate").unwrap().starts_with("Bearer"));
        assert_eq!(log_in(app, "ana@mail.example", &format!("{PASSWORD} ")).status, 401, "it is compared exactly as received");
    });
}

#[test]
fn a_browser_gets_its_refresh_token_as_a_cookie_only() {
    TestApp::on_both(Vec::new, |app| {
        app.person("ana");
        let body = json!({ "email": "ana@mail.example", "password": PASSWORD, "refresh_token_in": "cookie" });
        let answer = app.post("/v1/auth/login", &body);
        assert_eq!(answer.json()["refresh_token"], Value::Null);
        let cookie = answer.header("set-cookie").unwrap();
        for part in ["__Host-remnavi_refresh=", "HttpOnly", "Secure", "SameSite=Strict", "Path=/", "Max-Age="] {
            assert!(cookie.contains(part), "{cookie}");
        }
        assert!(!cookie.contains("Domain"), "{cookie}");
        assert_eq!(log_in(app, "ana@mail.example", PASSWORD).header("set-cookie"), None, "nobody gets one unasked");
    });
}

#[test]
fn guessing_is_slowed_down_and_shuts_nobody_out() {
    TestApp::on_both(Vec::new, |app| {
        // Ana has logged in from here before; Bo has not.
        app.person("ana");
        app.post("/v1/auth/register", &json!({ "email": "bo@mail.example", "password": PASSWORD }));
        let token = app.mailed("bo@mail.example", MailKind::VerifyEmail).unwrap();
        assert_eq!(app.post("/v1/auth/verify-email", &json!({ "token": token })).status, 204);
        let guesses: Vec<u16> = (0..25).map(|n| log_in(app, "bo@mail.example", &format!("guess number {n}")).status).collect();
        assert_eq!((guesses[0], guesses[24]), (401, 429));
        let refused = log_in(app, "bo@mail.example", PASSWORD);
        assert!(refused.status == 429 && refused.header("retry-after").is_some());
        assert_eq!(log_in(app, "ana@mail.example", PASSWORD).status, 200, "others are not hindered");
        // Whoever reads the account's mail gets in all the same.
        app.post("/v1/auth/request-password-reset", &json!({ "email": "bo@mail.example" }));
        let token = app.mailed("bo@mail.example", MailKind::ResetPassword).unwrap();
        assert_eq!(app.post("/v1/auth/reset-password", &json!({ "token": token, "password": PASSWORD })).status, 204);
        assert_eq!(log_in(app, "bo@mail.example", PASSWORD).status, 200);
    });
}

#[test]
fn right_passwords_do_not_count_as_guesses() {
    TestApp::on_both(Vec::new, |app| {
        app.person("ana");
        assert!((0..30).all(|_| log_in(app, "ana@mail.example", PASSWORD).status == 200));
        app.later(TimeDelta::days(1));
        assert_eq!(log_in(app, "ana@mail.example", PASSWORD).status, 200);
    });
}

#[test]
fn a_hash_that_is_cheap_to_guess_is_made_anew() {
    TestApp::on_both(Vec::new, |app| {
        app.person("ana");
        let email = domain::account::Email::parse("ana@mail.example").unwrap();
        let hash = || app.db().read_blocking(|c| db::users::by_email(c, &email)).unwrap().unwrap().password_hash;
        let id = app.db().read_blocking(|c| db::users::by_email(c, &email)).unwrap().unwrap().id;
        // m=8 MiB, t=1 over the usual password with the salt "0123456789abcdef".
        let cheap = CHEAP.to_owned();
        app.db().write_blocking(|c| db::users::set_password(c, id, &cheap, None)).unwrap();
        assert_eq!(log_in(app, "ana@mail.example", PASSWORD).status, 200);
        assert!(hash().starts_with("$argon2id$v=19$m=19456,t=2,p=1$"));
        assert_eq!(log_in(app, "ana@mail.example", PASSWORD).status, 200);
    });
}

/// The hash of the usual password, cheaper than those of today.
const CHEAP: &str = "$argon2id$v=19$m=8192,t=1,p=1$MDEyMzQ1Njc4OWFiY2RlZg$Qd/uPU2dNuqz/ljLQKUryhqKULDfO/egRNHbpCY1GDk";
