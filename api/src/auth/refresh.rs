//! `POST /v1/auth/refresh`

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse, post};
use db::sessions::{self, Refresh};
use domain::account::Secret;
use serde::Deserialize;
use utoipa::ToSchema;
use validator::Validate;

use super::{TokenPair, granted};
use crate::access::cookie;
use crate::body::{Body, present};
use crate::extract;
use crate::problem::{Code, Problem, ProblemDocument};
use crate::state::State;

/// A refresh token; browsers leave it out, because they send it as a cookie.
#[derive(Deserialize, Validate, ToSchema)]
pub struct RefreshRequest {
    /// The refresh token.
    #[serde(default, deserialize_with = "present")]
    #[schema(nullable = false, max_length = 200)]
    refresh_token: Option<String>,
}

/// Get a new access token
///
/// Exchanges a refresh token for a new pair. Each is good once: one that comes again ends its session, because somebody else has it, too;
/// except within 30 seconds when its successor was never used, because then the answer was lost. A session lasts 14 days after its
/// last use and 90 days at most.
#[utoipa::path(tag = "accounts", request_body = RefreshRequest, responses((status = 200, description = "Tokens.", body = TokenPair), (status = 401, body = ProblemDocument), (status = 403, body = ProblemDocument)))]
#[post("/v1/auth/refresh")]
pub async fn refresh(state: Data<State>, request: HttpRequest, body: Body<RefreshRequest>) -> Result<HttpResponse, Problem> {
    extract::nothing(&request)?;
    let given = body.value.refresh_token.map(|token| Secret::presented(&token));
    let as_cookie = given.is_none();
    let given = match given {
        Some(token) => Some(token),
        None => cookie::token(&request, &state)?,
    };
    let given =
        given.ok_or_else(|| Problem::new(Code::Unauthenticated, "There is no refresh token, neither in the body nor as a cookie."))?;
    let (now, token) = (state.now(), Secret::new(state.random_pair()));
    let (presented, fresh) = (given.hash(), token.hash());
    match state.write(move |c| sessions::refresh(c, &presented, &fresh, now)).await? {
        Refresh::Rotated(session) => granted(&state, &session, &token, as_cookie).await,
        Refresh::Reused => Err(Problem::new(Code::TokenInvalid, "The refresh token was used before; its session has been ended.")),
        Refresh::Unknown => Err(Problem::new(Code::TokenInvalid, "The refresh token is none, or its session has ended.")),
    }
}
