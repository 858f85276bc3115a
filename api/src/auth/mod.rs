//! Accounts: signing up, logging in, and staying so.
//!
//! An account exists once its address is proven. Until then nobody can log in to it, and nobody who signs up with an address
//! that isn't theirs can keep its owner from it.

pub mod login;
pub mod logout;
pub mod refresh;
pub mod register;
pub mod request_password_reset;
pub mod reset_password;
mod rules;
pub mod verify_email;

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse};
use chrono::TimeDelta;
use db::Conn;
use db::mail_tokens::Holder;
use db::mails::{self, Mail};
use db::sessions::Session;
use domain::account::{Email, MailKind, Secret, SecretHash};
use domain::id::{MailId, TokenId};
use domain::time::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;

use crate::access::tokens::{Granted, LIFE};
use crate::access::{cookie, throttle};
use crate::middleware::client;
use crate::problem::Problem;
use crate::reply::{self, Cache};
use crate::state::State;

pub use rules::{email, name, new_password};

/// How long a sign-up waits for its address to be proven: as long as the token in its mail, and the time to send it.
const SIGN_UP_LIFE: TimeDelta = TimeDelta::hours(48);

/// What a login gives.
#[derive(Debug, Serialize, ToSchema)]
pub struct TokenPair {
    /// For the `Authorization` header, good for ten minutes.
    #[schema(max_length = 2048)]
    pub access_token: String,
    /// `Bearer`.
    #[schema(max_length = 10)]
    pub token_type: &'static str,
    /// Seconds until the access token expires.
    #[schema(minimum = 1, maximum = 600)]
    pub expires_in: i64,
    /// For `/v1/auth/refresh`, good once; null where it came as a cookie.
    #[schema(max_length = 100, required)]
    pub refresh_token: Option<String>,
    /// The session, as in `/v1/me/sessions`.
    #[schema(max_length = 32)]
    pub session_id: String,
}

/// What is said of a mail that was or was not sent.
#[derive(Debug, Serialize, ToSchema)]
pub struct MailPromise {
    /// Always the same, so that nobody learns whether there is an account.
    #[schema(max_length = 300)]
    pub message: &'static str,
}

impl MailPromise {
    /// The promise, whatever was done.
    pub const ANY: MailPromise = MailPromise { message: "If the address can be used for this, a mail is on its way to it." };
}

/// The answer to a login or refresh.
async fn granted(state: &State, session: &Session, token: &Secret, as_cookie: bool) -> Result<HttpResponse, Problem> {
    let now = state.now();
    if state.tokens.wants_keys(false, now) {
        state.read_keys().await?;
    }
    let grant = Granted { user: session.user, session: session.id };
    let pair = TokenPair {
        access_token: state.tokens.issue(grant, TokenId::new(now, (state.random)()), now)?,
        token_type: "Bearer",
        expires_in: LIFE.num_seconds(),
        refresh_token: (!as_cookie).then(|| token.reveal().to_owned()),
        session_id: session.id.to_string(),
    };
    let response = reply::json(&pair, Cache::No)?;
    Ok(if as_cookie { cookie::set(response, token) } else { response })
}

/// The answer that promises a mail.
fn promised() -> Result<HttpResponse, Problem> {
    let mut response = reply::json(&MailPromise::ANY, Cache::No)?;
    *response.status_mut() = StatusCode::ACCEPTED;
    Ok(response)
}

/// The network that a request comes from.
pub fn network(state: &State, request: &HttpRequest) -> SecretHash {
    throttle::network(client::address(request, &state.settings.trusted_proxies))
}

/// A mail to be written when there were not too many to its address.
struct Letter {
    id: MailId,
    kind: MailKind,
    address: Email,
    holder: Holder,
    network: SecretHash,
}

impl Letter {
    /// Queues it; too many in a row are left out silently, because saying so would tell that there is an account.
    fn post(self, conn: &mut Conn, now: Timestamp) -> Result<(), db::Error> {
        if throttle::Try::mail(&self.address, &self.network).book(conn, now)?.is_some() {
            return Ok(());
        }
        let mail = Mail { id: self.id, kind: self.kind, address: self.address, holder: self.holder, created_at: now, attempts: 0 };
        mails::insert(conn, &mail)
    }
}
