//! `Idempotency-Key`: a request that is sent again has one effect, and the answer of the first (draft-ietf-httpapi-idempotency-key-header).

use std::collections::HashSet;
use std::sync::{Mutex, PoisonError};

use actix_web::http::StatusCode;
use actix_web::http::header::{self, HeaderName};
use actix_web::{HttpRequest, HttpResponse};
use db::Conn;
use db::idempotency::{self, Answer, Claim, Key};
use domain::violation::{Violation, ViolationCode};
use serde::Serialize;
use utoipa::IntoParams;
use utoipa::openapi::path::{Parameter, ParameterIn};

use crate::problem::{Code, Problem};
use crate::reply::Cache;
use crate::state::State;

/// The most characters of a key.
const MAX_KEY: usize = 255;

/// The header, as the document describes it.
pub struct IdempotencyKey;

impl IntoParams for IdempotencyKey {
    fn into_params(_: impl Fn() -> Option<ParameterIn>) -> Vec<Parameter> {
        let parameter = serde_json::json!({
            "name": "Idempotency-Key", "in": "header", "required": false,
            "description": "A fresh text for each request, bare or in quotes. Sent again within 24 hours with the same body, the request has no second effect and gets the same answer, with `Idempotency-Replayed: true`.",
            "schema": { "type": "string", "pattern": format!("^(\"[!-~]{{1,{MAX_KEY}}}\"|[!#-~][!-~]{{0,{}}})$", MAX_KEY - 1), "maxLength": MAX_KEY + 2 },
        });
        serde_json::from_value(parameter).into_iter().collect()
    }
}

/// What a request made.
pub struct Made {
    /// The status.
    pub status: StatusCode,
    /// Where it is, if it is somewhere.
    pub location: Option<String>,
    /// Its tag, if it can be changed.
    pub tag: Option<String>,
    /// The body; empty for none.
    pub body: String,
    /// The body for a repeated request, where it may not be the same: what is shown once is not kept.
    pub kept_body: Option<String>,
}

impl Made {
    /// A new resource at an address.
    pub fn created(location: String, body: &impl Serialize) -> Result<Made, Problem> {
        Made::of(StatusCode::CREATED, Some(location), body)
    }

    /// Something with a body, which may be somewhere.
    pub fn of(status: StatusCode, location: Option<String>, body: &impl Serialize) -> Result<Made, Problem> {
        let body = serde_json::to_string(body).map_err(|error| Problem::internal(&error))?;
        Ok(Made { status, location, tag: None, body, kept_body: None })
    }

    /// The same with a body that is shown once; a repeated request gets the body so far, which has no secret in it.
    pub fn showing_once(self, body: &impl Serialize) -> Result<Made, Problem> {
        let shown = serde_json::to_string(body).map_err(|error| Problem::internal(&error))?;
        Ok(Made { kept_body: Some(self.body), body: shown, ..self })
    }

    fn answer(&self) -> Answer {
        let headers = [(header::LOCATION, &self.location), (header::ETAG, &self.tag)];
        let headers = headers.into_iter().filter_map(|(name, value)| Some((name.to_string(), value.clone()?)));
        Answer { status: self.status.as_u16(), headers: headers.collect(), body: self.body.clone() }
    }
}

/// Keys whose requests this process is working on.
#[derive(Default)]
pub struct Running(Mutex<HashSet<Key>>);

struct Place<'a>(&'a Running, Key);

impl Running {
    fn enter(&self, key: &Key) -> Option<Place<'_>> {
        let mut running = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        running.insert(key.clone()).then(|| Place(self, key.clone()))
    }
}

impl Drop for Place<'_> {
    fn drop(&mut self) {
        self.0.0.lock().unwrap_or_else(PoisonError::into_inner).remove(&self.1);
    }
}

/// Does some work in one transaction; with an `Idempotency-Key`, once. Refusals are not kept: nothing happened.
pub async fn once(
    state: &State,
    request: &HttpRequest,
    principal: String,
    body_hash: String,
    work: impl FnOnce(&mut Conn) -> Result<Result<Made, Problem>, db::Error> + Send + 'static,
) -> Result<HttpResponse, Problem> {
    let Some(key) = key_of(request)? else {
        let made = state.write(work).await??;
        return Ok(response(made.answer(), false));
    };
    let key = Key { principal, operation: format!("{} {}", request.method(), request.path()), key };
    let busy = || Problem::new(Code::RequestInProgress, "A request with this key is still being worked on.");
    let _place = state.running.enter(&key).ok_or_else(busy)?;
    let now = state.now();
    let outcome = state.write(move |c| match idempotency::claim(c, &key, &body_hash, now)? {
        Claim::Done(answer) => Ok(Ok((answer, true))),
        Claim::OtherBody => Ok(Err(Problem::new(Code::IdempotencyKeyReused, "This key was sent with another body."))),
        Claim::New => match work(c)? {
            Ok(made) => {
                let answer = made.answer();
                let body = made.kept_body.unwrap_or_else(|| answer.body.clone());
                idempotency::complete(c, &key, &Answer { body, ..answer.clone() })?;
                Ok(Ok((answer, false)))
            }
            Err(refusal) => idempotency::release(c, &key).map(|()| Err(refusal)),
        },
    });
    let (answer, replayed) = outcome.await??;
    Ok(response(answer, replayed))
}

/// The key of a request: bare, or quoted as a structured string.
fn key_of(request: &HttpRequest) -> Result<Option<String>, Problem> {
    let mut values = request.headers().get_all("idempotency-key");
    let Some(value) = values.next() else { return Ok(None) };
    let text = value.to_str().unwrap_or_default().trim();
    // What begins with a quote has to end with one.
    let key = text.strip_prefix('"').map_or(Some(text), |text| text.strip_suffix('"')).unwrap_or_default();
    let sound = (1..=MAX_KEY).contains(&key.len()) && key.bytes().all(|byte| byte.is_ascii_graphic()) && values.next().is_none();
    if sound {
        return Ok(Some(key.to_owned()));
    }
    let detail = format!("Expected 1 to {MAX_KEY} visible ASCII characters, bare or in quotes.");
    Err(vec![Violation::header("Idempotency-Key", ViolationCode::Malformed, detail)].into())
}

fn response(answer: Answer, replayed: bool) -> HttpResponse {
    let mut response = HttpResponse::build(StatusCode::from_u16(answer.status).unwrap_or(StatusCode::OK));
    response.insert_header((header::CACHE_CONTROL, Cache::No.value()));
    for (name, value) in &answer.headers {
        response.insert_header((name.as_str(), value.as_str()));
    }
    if replayed {
        response.insert_header((HeaderName::from_static("idempotency-replayed"), "true"));
    }
    match answer.body.is_empty() {
        true => response.finish(),
        false => response.insert_header((header::CONTENT_TYPE, "application/json")).body(answer.body),
    }
}
