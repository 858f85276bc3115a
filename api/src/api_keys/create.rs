//! `POST /v1/api-keys`

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse, post};
use db::api_keys::{self, ApiKeyRecord};
use domain::account::{ApiKey, Name, Scope};
use domain::id::ApiKeyId;
use domain::time::Timestamp;
use domain::violation::{Violation, ViolationCode};
use serde::Deserialize;
use utoipa::ToSchema;
use validator::Validate;

use super::views::ApiKeyView;
use crate::access::Member;
use crate::auth;
use crate::body::Body;
use crate::extract;
use crate::idempotency::{self, IdempotencyKey, Made};
use crate::openapi::schemas;
use crate::problem::{Code, Problem, ProblemDocument};
use crate::state::State;

/// The most keys of one person, so that two of each can overlap while one takes the other's place.
const MOST: usize = 20;

/// A key to be made.
#[derive(Deserialize, Validate, ToSchema)]
pub struct NewApiKey {
    /// What you call it.
    #[validate(required(code = "required"), custom(function = auth::name))]
    #[schema(required, schema_with = schemas::name)]
    name: Option<String>,
    /// What it may be used for.
    #[validate(required(code = "required"), length(min = 1, max = 20, code = "out_of_range", message = "1 to 20 scopes."))]
    #[schema(required, schema_with = schemas::scopes)]
    scopes: Option<Vec<Scope>>,
    /// When it ends; never, when not given or null.
    #[schema(value_type = Option<String>, format = DateTime)]
    expires_at: Option<Timestamp>,
}

/// Make an API key
///
/// The answer shows the key, once. To replace a key make the new one first, and remove the old one when nothing uses it any more.
#[utoipa::path(
    tag = "api-keys",
    security(("access_token" = [])),
    params(IdempotencyKey),
    request_body = NewApiKey,
    responses((status = 201, description = "The key, in plain text.", body = ApiKeyView), (status = 409, body = ProblemDocument)),
)]
#[post("/v1/api-keys")]
pub async fn create_api_key(
    member: Member,
    state: Data<State>,
    request: HttpRequest,
    body: Body<NewApiKey>,
) -> Result<HttpResponse, Problem> {
    extract::nothing(&request)?;
    let NewApiKey { name, scopes, expires_at } = body.value;
    let now = state.now();
    if expires_at.is_some_and(|end| end <= now) {
        return Err(Problem::invalid(vec![Violation::pointer("/expires_at", ViolationCode::Past, "This is not in the future.")]));
    }
    let mut scopes = scopes.unwrap_or_default();
    scopes.sort_unstable();
    scopes.dedup();
    let plain = ApiKey::new(state.random_pair());
    let record = ApiKeyRecord {
        id: ApiKeyId::new(now, (state.random)()),
        user: member.user(),
        name: Name::parse(&name.unwrap_or_default())?,
        hint: plain.hint(),
        scopes,
        created_at: now,
        expires_at,
        last_used_at: None,
    };
    let made = Made::created(format!("/v1/api-keys/{}", record.id), &ApiKeyView::new(&record, None))?;
    let made = made.showing_once(&ApiKeyView::new(&record, Some(&plain)))?;
    idempotency::once(&state, &request, member.user().to_string(), body.hash, move |c| {
        if api_keys::of_user(c, record.user)?.len() >= MOST {
            return Ok(Err(Problem::new(Code::Conflict, format!("There are {MOST} keys already. Remove some first."))));
        }
        api_keys::insert(c, &record, &plain.hash())?;
        Ok(Ok(made))
    })
    .await
}
