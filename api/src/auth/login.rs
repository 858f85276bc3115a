//! `POST /v1/auth/login`

use actix_web::http::header;
use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse, post};
use db::sessions::{self, Session};
use db::users;
use domain::account::{Email, Password, Secret};
use domain::id::{SessionId, UserId};
use domain::text;
use serde::Deserialize;
use utoipa::ToSchema;
use validator::Validate;

use super::{TokenPair, granted, network};
use crate::access::throttle::{Try, too_many};
use crate::body::{Body, present};
use crate::extract;
use crate::openapi::schemas;
use crate::problem::{Code, Problem, ProblemDocument};
use crate::state::State;

/// The most characters of what a client says it is.
const MAX_CLIENT: usize = 200;

/// Where the refresh token goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Delivery {
    /// Into the answer, for apps that keep it themselves.
    Body,
    /// Into a cookie that scripts can't read, for browsers.
    Cookie,
}

/// An address with its password.
#[derive(Deserialize, Validate, ToSchema)]
pub struct Credentials {
    /// The e-mail address, in any letter case.
    #[validate(required(code = "required"), custom(function = super::email))]
    #[schema(required, schema_with = schemas::email)]
    email: Option<String>,
    /// The password.
    #[validate(required(code = "required"), length(max = 128, code = "too_long", message = "At most 128 characters."))]
    #[schema(required, nullable = false, max_length = 128)]
    password: Option<String>,
    /// Where the refresh token goes; `body` when not given.
    #[serde(default, deserialize_with = "present")]
    #[schema(nullable = false)]
    refresh_token_in: Option<Delivery>,
}

/// Log in
///
/// Gives an access token of ten minutes and a refresh token. A wrong password and an address without an account get the same answer
/// after the same time. Failures are limited by network and by account, so that nobody can be shut out by others' failures.
#[utoipa::path(tag = "accounts", request_body = Credentials, responses((status = 200, description = "Tokens.", body = TokenPair), (status = 401, body = ProblemDocument)))]
#[post("/v1/auth/login")]
pub async fn login(state: Data<State>, request: HttpRequest, body: Body<Credentials>) -> Result<HttpResponse, Problem> {
    extract::nothing(&request)?;
    let Credentials { email, password, refresh_token_in } = body.value;
    let (email, password) = (Email::parse(&email.unwrap_or_default())?, Password::presented(&password.unwrap_or_default()));
    let (now, network) = (state.now(), network(&state, &request));
    let tried = state.write({
        let network = network.clone();
        move |c| {
            let user = users::by_email(c, &email)?;
            // Asked for nobody, too, so that it takes as long.
            let id = user.as_ref().map_or(UserId::from_bits(0), |user| user.id);
            let attempt = Try::login(&email, &network, users::knows_network(c, id, &network)?);
            Ok(attempt.book(c, now)?.map_or(Ok((user, attempt)), |wait| Err(too_many(wait))))
        }
    });
    let (user, attempt) = tried.await??;
    let verdict = state.passwords.verify(password.clone(), user.as_ref().map(|user| user.password_hash.clone())).await?;
    let Some(user) = user.filter(|_| verdict.right) else {
        return Err(Problem::new(Code::Unauthenticated, "The address or the password is wrong."));
    };
    let stronger = match verdict.outdated {
        true => Some(state.passwords.hash(password, (state.random)().to_le_bytes()).await?),
        false => None,
    };
    let session = Session::begin(SessionId::new(now, (state.random)()), user.id, client_of(&request), now);
    let token = Secret::new(state.random_pair());
    let started = session.clone();
    let hash = token.hash();
    let begin = state.write(move |c| {
        attempt.give_back(c)?;
        users::remember_network(c, user.id, &network, now)?;
        if let Some(stronger) = stronger {
            users::set_password(c, user.id, &stronger, Some(&user.password_hash))?;
        }
        sessions::start(c, &started, &hash)
    });
    begin.await?;
    granted(&state, &session, &token, refresh_token_in == Some(Delivery::Cookie)).await
}

/// What the client says it is, for the list of sessions.
fn client_of(request: &HttpRequest) -> Option<String> {
    let said = request.headers().get(header::USER_AGENT)?.to_str().ok()?;
    text::line(&said.chars().take(MAX_CLIENT).collect::<String>())
}
