//! `POST /v1/auth/request-password-reset`

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse, post};
use db::mail_tokens::Holder;
use domain::account::{Email, MailKind};
use domain::id::MailId;
use serde::Deserialize;
use utoipa::ToSchema;
use validator::Validate;

use super::{Letter, MailPromise, network, promised};
use crate::access::throttle::{Try, too_many};
use crate::body::Body;
use crate::extract;
use crate::openapi::schemas;
use crate::problem::Problem;
use crate::state::State;

/// An address.
#[derive(Deserialize, Validate, ToSchema)]
pub struct ResetRequest {
    /// The account's e-mail address, in any letter case.
    #[validate(required(code = "required"), custom(function = super::email))]
    #[schema(required, schema_with = schemas::email)]
    email: Option<String>,
}

/// Ask for a mail to set a new password
///
/// The answer is the same whether or not there is an account.
#[utoipa::path(tag = "accounts", request_body = ResetRequest, responses((status = 202, description = "A mail is on its way, if it may be.", body = MailPromise)))]
#[post("/v1/auth/request-password-reset")]
pub async fn request_password_reset(state: Data<State>, request: HttpRequest, body: Body<ResetRequest>) -> Result<HttpResponse, Problem> {
    extract::nothing(&request)?;
    let email = Email::parse(&body.value.email.unwrap_or_default())?;
    let (now, network) = (state.now(), network(&state, &request));
    let id = MailId::new(now, (state.random)());
    let done = state.write(move |c| {
        if let Some(wait) = Try::sign_up(&network).book(c, now)? {
            return Ok(Err(too_many(wait)));
        }
        if let Some(user) = db::users::by_email(c, &email)? {
            let letter = Letter { id, kind: MailKind::ResetPassword, address: user.email, holder: Holder::User(user.id), network };
            letter.post(c, now)?;
        }
        Ok(Ok(()))
    });
    done.await??;
    promised()
}
