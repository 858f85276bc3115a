//! `POST /v1/auth/verify-email`

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse, post};
use db::users::User;
use db::{mail_tokens, registrations, users};
use domain::account::Secret;
use domain::id::UserId;
use serde::Deserialize;
use utoipa::ToSchema;
use validator::Validate;

use super::network;
use crate::access::throttle::{Try, too_many};
use crate::body::Body;
use crate::extract;
use crate::problem::{Code, Problem, ProblemDocument};
use crate::reply;
use crate::state::State;

/// The token of a mail.
#[derive(Deserialize, Validate, ToSchema)]
pub struct MailToken {
    /// The token, from the link.
    #[validate(required(code = "required"))]
    #[schema(required, nullable = false, max_length = 200)]
    token: Option<String>,
}

/// Prove an address
///
/// Makes the account that was signed up for. The token is good once, for 24 hours.
#[utoipa::path(tag = "accounts", request_body = MailToken, responses((status = 204, description = "The account exists; log in."), (status = 401, body = ProblemDocument)))]
#[post("/v1/auth/verify-email")]
pub async fn verify_email(state: Data<State>, request: HttpRequest, body: Body<MailToken>) -> Result<HttpResponse, Problem> {
    extract::nothing(&request)?;
    let token = Secret::presented(&body.value.token.unwrap_or_default()).hash();
    let (now, attempt) = (state.now(), Try::token(&network(&state, &request)));
    let id = UserId::new(now, (state.random)());
    let done = state.write(move |c| {
        if let Some(wait) = attempt.book(c, now)? {
            return Ok(Err(too_many(wait)));
        }
        let sign_up = mail_tokens::redeem_registration(c, &token, now)?;
        let Some(sign_up) = sign_up.map(|id| registrations::get(c, id)).transpose()?.flatten() else { return Ok(Err(unknown_token())) };
        attempt.give_back(c)?;
        let user = User {
            id,
            email: sign_up.email.clone(),
            name: sign_up.name,
            password_hash: sign_up.password_hash,
            version: 1,
            created_at: now,
            updated_at: now,
        };
        // An account that was made meanwhile, by another sign-up for the address, stays.
        users::insert(c, &user)?;
        registrations::forget(c, &sign_up.email)?;
        Ok(Ok(()))
    });
    done.await??;
    Ok(reply::nothing())
}

/// The refusal of a token that is none.
pub fn unknown_token() -> Problem {
    Problem::new(Code::TokenInvalid, "The token is none, was used, or has expired. Ask for another mail.")
}
