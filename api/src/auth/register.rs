//! `POST /v1/auth/register`

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse, post};
use db::mail_tokens::Holder;
use db::registrations::{self, Registration};
use domain::account::{Email, MailKind, Name, Password};
use domain::id::{MailId, RegistrationId};
use serde::Deserialize;
use utoipa::ToSchema;
use validator::Validate;

use super::{Letter, MailPromise, SIGN_UP_LIFE, network, promised};
use crate::access::throttle::{Try, too_many};
use crate::body::{Body, present};
use crate::extract;
use crate::openapi::schemas;
use crate::problem::Problem;
use crate::state::State;

/// A sign-up.
#[derive(Deserialize, Validate, ToSchema)]
pub struct SignUp {
    /// The e-mail address. It is compared without regard to letter case.
    #[validate(required(code = "required"), custom(function = super::email))]
    #[schema(required, schema_with = schemas::email)]
    email: Option<String>,
    /// The password: any characters, compared exactly as received. Common ones are refused.
    #[validate(required(code = "required"), custom(function = super::new_password))]
    #[schema(required, schema_with = schemas::new_password)]
    password: Option<String>,
    /// What you want to be called.
    #[serde(default, deserialize_with = "present")]
    #[validate(custom(function = super::name))]
    #[schema(schema_with = schemas::name)]
    name: Option<String>,
}

/// Sign up
///
/// Sends a mail with a link that proves the address; the account exists once it is used. The answer is the same, and takes as long,
/// when the address has an account already: its owner is told so by mail.
#[utoipa::path(tag = "accounts", request_body = SignUp, responses((status = 202, description = "A mail is on its way, if it may be.", body = MailPromise)))]
#[post("/v1/auth/register")]
pub async fn register(state: Data<State>, request: HttpRequest, body: Body<SignUp>) -> Result<HttpResponse, Problem> {
    extract::nothing(&request)?;
    let SignUp { email, password, name } = body.value;
    let (email, password) = (Email::parse(&email.unwrap_or_default())?, Password::choose(&password.unwrap_or_default())?);
    let name = name.map(|name| Name::parse(&name)).transpose()?;
    let (now, network) = (state.now(), network(&state, &request));
    let attempt = Try::sign_up(&network);
    if let Some(wait) = state.write(move |c| attempt.book(c, now)).await? {
        return Err(too_many(wait));
    }
    let salt = (state.random)().to_le_bytes();
    let password_hash = state.passwords.hash(password, salt).await?;
    let id = RegistrationId::new(now, (state.random)());
    let mail = MailId::new(now, (state.random)());
    state
        .write(move |c| {
            let (kind, holder) = match db::users::by_email(c, &email)? {
                Some(user) => (MailKind::AlreadyRegistered, Holder::User(user.id)),
                None => {
                    let expires_at = now.plus(SIGN_UP_LIFE);
                    let sign_up = Registration { id, email: email.clone(), name, password_hash, created_at: now, expires_at };
                    registrations::insert(c, &sign_up)?;
                    (MailKind::VerifyEmail, Holder::Registration(id))
                }
            };
            Letter { id: mail, kind, address: email, holder, network }.post(c, now)
        })
        .await?;
    promised()
}
