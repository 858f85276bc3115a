//! `PATCH /v1/me`

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse, patch};
use db::mail_tokens::Holder;
use db::mails::{self, Mail};
use db::{mail_tokens, sessions, users};
use domain::account::{MailKind, Name, Password};
use domain::id::MailId;
use domain::violation::{Violation, ViolationCode};
use serde::Deserialize;
use utoipa::ToSchema;
use validator::Validate;

use super::views::Account;
use crate::access::Member;
use crate::access::throttle::{Try, too_many};
use crate::auth;
use crate::body::{Patch, present};
use crate::extract;
use crate::middleware::conditional::IfMatch;
use crate::openapi::schemas;
use crate::problem::{Code, Problem, ProblemDocument};
use crate::reply;
use crate::state::State;

/// What changes of an account. Members that are left out stay as they are.
#[derive(Deserialize, Validate, ToSchema)]
pub struct AccountPatch {
    /// What you want to be called; null for nothing.
    #[serde(default, deserialize_with = "present")]
    #[validate(custom(function = auth::name))]
    #[schema(schema_with = schemas::optional_name)]
    name: Option<Option<String>>,
    /// A new password. Every other session ends.
    #[serde(default, deserialize_with = "present")]
    #[validate(custom(function = auth::new_password))]
    #[schema(schema_with = schemas::new_password)]
    password: Option<String>,
    /// The password as it is; needed for a new one.
    #[serde(default, deserialize_with = "present")]
    #[validate(length(max = 128, code = "too_long", message = "At most 128 characters."))]
    #[schema(nullable = false, max_length = 128)]
    current_password: Option<String>,
}

/// Change your account
///
/// A merge patch (RFC 7396). A new password needs the current one, and ends every other session.
#[utoipa::path(
    tag = "accounts",
    security(("access_token" = [])),
    params(IfMatch),
    request_body(content = AccountPatch, content_type = "application/merge-patch+json"),
    responses((status = 200, description = "The account as it is now.", body = Account), (status = 412, body = ProblemDocument)),
)]
#[patch("/v1/me")]
pub async fn update_me(
    member: Member,
    state: Data<State>,
    request: HttpRequest,
    patch: Patch<AccountPatch>,
) -> Result<HttpResponse, Problem> {
    extract::nothing(&request)?;
    let wanted = IfMatch::read(request.headers())?;
    let Patch(AccountPatch { name, password, current_password }) = patch;
    let (id, now) = (member.user(), state.now());
    let mut user = state.read(move |c| users::get(c, id)).await?.ok_or_else(Problem::not_found)?;
    if !wanted.allows(&reply::tag(user.version)) {
        return Err(changed());
    }
    if let Some(name) = name {
        user.name = name.map(|name| Name::parse(&name)).transpose()?;
    }
    let has_new_password = password.is_some();
    if let Some(password) = password {
        let current = current_password.ok_or_else(|| wrong_current(ViolationCode::Required, "A new password needs the current one."))?;
        check_current(&state, &request, &user, current).await?;
        user.password_hash = state.passwords.hash(Password::choose(&password)?, (state.random)().to_le_bytes()).await?;
    }
    let mail = Mail {
        id: MailId::new(now, (state.random)()),
        kind: MailKind::PasswordChanged,
        address: user.email.clone(),
        holder: Holder::User(id),
        created_at: now,
        attempts: 0,
    };
    let session = member.session.id;
    let done = state.write(move |c| {
        if !users::update(c, &user, now)? {
            return Ok(Err(changed()));
        }
        if has_new_password {
            sessions::end_all(c, id, Some(session))?;
            mail_tokens::revoke(c, Holder::User(id))?;
            mails::insert(c, &mail)?;
        }
        users::get(c, id).map(|user| user.ok_or_else(Problem::not_found))
    });
    let user = done.await??;
    reply::owned(&Account::from(&user), user.version, user.updated_at)
}

/// A session alone does not show who sits at the keyboard; guessing is limited as at login.
async fn check_current(state: &State, request: &HttpRequest, user: &users::User, given: String) -> Result<(), Problem> {
    let attempt = Try::login(&user.email, &auth::network(state, request), true);
    let (booked, now) = (attempt.clone(), state.now());
    if let Some(wait) = state.write(move |c| booked.book(c, now)).await? {
        return Err(too_many(wait));
    }
    if !state.passwords.verify(Password::presented(&given), Some(user.password_hash.clone())).await?.right {
        return Err(wrong_current(ViolationCode::Incorrect, "This is not the current password."));
    }
    state.write(move |c| attempt.give_back(c)).await
}

fn wrong_current(code: ViolationCode, detail: &str) -> Problem {
    Problem::invalid(vec![Violation::pointer("/current_password", code, detail)])
}

fn changed() -> Problem {
    Problem::new(Code::PreconditionFailed, "The account has changed since.")
}
