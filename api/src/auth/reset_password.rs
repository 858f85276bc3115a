//! `POST /v1/auth/reset-password`

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse, post};
use db::mail_tokens::{self, Holder};
use db::{sessions, users};
use domain::account::{MailKind, Password, Secret};
use domain::id::MailId;
use serde::Deserialize;
use utoipa::ToSchema;
use validator::Validate;

use super::verify_email::unknown_token;
use super::{Letter, network};
use crate::access::throttle::{Try, too_many};
use crate::body::Body;
use crate::extract;
use crate::openapi::schemas;
use crate::problem::{Problem, ProblemDocument};
use crate::reply;
use crate::state::State;

/// The token of a mail with a new password.
#[derive(Deserialize, Validate, ToSchema)]
pub struct NewPassword {
    /// The token, from the link.
    #[validate(required(code = "required"))]
    #[schema(required, nullable = false, max_length = 200)]
    token: Option<String>,
    /// The new password: any characters, compared exactly as received. Common ones are refused.
    #[validate(required(code = "required"), custom(function = super::new_password))]
    #[schema(required, schema_with = schemas::new_password)]
    password: Option<String>,
}

/// Set a new password
///
/// With the token of a mail, which is good once, for 30 minutes. Every session ends.
#[utoipa::path(tag = "accounts", request_body = NewPassword, responses((status = 204, description = "The password is set; log in."), (status = 401, body = ProblemDocument)))]
#[post("/v1/auth/reset-password")]
pub async fn reset_password(state: Data<State>, request: HttpRequest, body: Body<NewPassword>) -> Result<HttpResponse, Problem> {
    extract::nothing(&request)?;
    let NewPassword { token, password } = body.value;
    let (token, password) = (Secret::presented(&token.unwrap_or_default()).hash(), Password::choose(&password.unwrap_or_default())?);
    let (now, network) = (state.now(), network(&state, &request));
    let attempt = Try::token(&network);
    let looked = state.write({
        let (token, attempt) = (token.clone(), attempt.clone());
        move |c| match attempt.book(c, now)? {
            Some(wait) => Ok(Err(too_many(wait))),
            None => mail_tokens::is_good(c, &token, now).map(|good| if good { Ok(()) } else { Err(unknown_token()) }),
        }
    });
    looked.await??;
    let hash = state.passwords.hash(password, (state.random)().to_le_bytes()).await?;
    let mail = MailId::new(now, (state.random)());
    let done = state.write(move |c| {
        let user = mail_tokens::redeem_user(c, &token, now)?;
        let Some(user) = user.map(|id| users::get(c, id)).transpose()?.flatten() else { return Ok(Err(unknown_token())) };
        attempt.give_back(c)?;
        users::set_password(c, user.id, &hash, None)?;
        sessions::end_all(c, user.id, None)?;
        // Whoever reads the account's mail is let in from here, whatever others have tried.
        users::remember_network(c, user.id, &network, now)?;
        let letter = Letter { id: mail, kind: MailKind::PasswordChanged, address: user.email, holder: Holder::User(user.id), network };
        letter.post(c, now).map(Ok)
    });
    done.await??;
    Ok(reply::nothing())
}
