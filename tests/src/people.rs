//! People with accounts, made through the API; only their mail is read from the queue, because nothing sends it here.

use chrono::TimeDelta;
use db::mail_tokens;
use domain::account::{MailKind, Secret};
use serde_json::{Value, json};

use crate::app::{Answer, TestApp};

/// The password of everybody in the stories.
pub const PASSWORD: &str = "correct horse battery";

/// Somebody who is logged in.
pub struct Person<'a> {
    app: &'a TestApp,
    /// The address.
    pub email: String,
    /// The access token.
    pub access_token: String,
    /// The refresh token.
    pub refresh_token: String,
    /// The session.
    pub session: String,
}

impl TestApp {
    /// Somebody new with an account, logged in.
    pub fn person(&self, name: &str) -> Person<'_> {
        let email = format!("{name}@mail.example");
        assert_eq!(self.post("/v1/auth/register", &json!({ "email": email, "password": PASSWORD })).status, 202);
        let token = self.mailed(&email, MailKind::VerifyEmail).expect("a mail that proves the address");
        assert_eq!(self.post("/v1/auth/verify-email", &json!({ "token": token })).status, 204);
        self.log_in(&email)
    }

    /// A login with the usual password.
    pub fn log_in(&self, email: &str) -> Person<'_> {
        let answer = self.post("/v1/auth/login", &json!({ "email": email, "password": PASSWORD }));
        assert_eq!(answer.status, 200, "{}", String::from_utf8_lossy(&answer.body));
        let pair = answer.json();
        let text = |name: &str| pair[name].as_str().unwrap().to_owned();
        Person {
            app: self,
            email: email.to_owned(),
            access_token: text("access_token"),
            refresh_token: text("refresh_token"),
            session: text("session_id"),
        }
    }

    /// Does what a sender of mail does with all that is due; gives the token of the last mail of a kind to an address, empty for kinds without one.
    pub fn mailed(&self, address: &str, kind: MailKind) -> Option<String> {
        let now = self.now();
        let mut found = None;
        while let Some(mail) = self.db().write_blocking(|c| db::mails::lease(c, now, now.plus(TimeDelta::minutes(1)))).unwrap() {
            let secret = Secret::new([mail.id.bits(), now.unix_micros().unsigned_abs().into()]);
            self.db()
                .write_blocking(|c| {
                    if let Some(life) = mail.kind.token_life() {
                        mail_tokens::issue(c, &secret.hash(), mail.holder, now.plus(life))?;
                    }
                    db::mails::sent(c, mail.id, now)
                })
                .unwrap();
            if mail.kind == kind && mail.address.as_str().eq_ignore_ascii_case(address) {
                found = Some(mail.kind.token_life().map_or_else(String::new, |_| secret.reveal().to_owned()));
            }
        }
        found
    }
}

impl Person<'_> {
    /// The header that says who it is.
    pub fn bearer(&self) -> String {
        format!("Bearer {}", self.access_token)
    }

    /// A GET as this person.
    pub fn get(&self, path: &str) -> Answer {
        self.app.get_with(path, &[("authorization", &self.bearer())])
    }

    /// A request without a body as this person.
    pub fn send(&self, method: &str, path: &str) -> Answer {
        self.app.send(method, path, &[("authorization", &self.bearer())])
    }

    /// A request with a JSON body as this person.
    pub fn send_json(&self, method: &str, path: &str, body: &Value) -> Answer {
        self.app.send_json(method, path, &[("authorization", &self.bearer())], body)
    }

    /// As [`Self::send_json`], with further headers.
    pub fn send_json_with(&self, method: &str, path: &str, headers: &[(&str, &str)], body: &Value) -> Answer {
        let bearer = self.bearer();
        let headers: Vec<(&str, &str)> = headers.iter().copied().chain([("authorization", bearer.as_str())]).collect();
        self.app.send_json(method, path, &headers, body)
    }
}
