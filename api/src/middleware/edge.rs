//! The one middleware: refuses what no handler should see, and shapes every answer.

use std::panic::AssertUnwindSafe;
use std::time::{Duration, Instant};

use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::error::InternalError;
use actix_web::http::header::{self, HeaderMap, HeaderName, HeaderValue};
use actix_web::http::{Method, StatusCode};
use actix_web::middleware::Next;
use actix_web::web::{Bytes, Data};
use actix_web::{Error, HttpRequest, HttpResponse, ResponseError};
use futures_util::FutureExt;

use super::coding::{Coding, SMALLEST};
use super::methods::Methods;
use super::{accept, client, conditional, cors, request_id};
use crate::limits::{Quota, WINDOW};
use crate::problem::{Code, Problem, ProblemDocument};
use crate::reply::{self, Cache};
use crate::state::State;

/// The longest query string, in bytes as meant: an escape (`%20`) is one, so that every script has the same room.
const MAX_QUERY: usize = 8 * 1024;
/// How long a handler may take.
const TIME_LIMIT: Duration = Duration::from_secs(10);

/// Takes a request through limits and refusals to its handler, and the answer back through headers, validators and codings.
pub async fn edge(request: ServiceRequest, next: Next<impl MessageBody + 'static>) -> Result<ServiceResponse<BoxBody>, Error> {
    let started = Instant::now();
    let (Some(state), Some(methods)) = (request.app_data::<Data<State>>().cloned(), request.app_data::<Data<Methods>>().cloned()) else {
        return next.call(request).await.map(ServiceResponse::map_into_boxed_body);
    };
    let seen = Seen {
        id: request_id::of(&request, &state),
        path: request.path().to_owned(),
        head: request.method() == Method::HEAD,
        reads: matches!(*request.method(), Method::GET | Method::HEAD),
        headers: request.headers().clone(),
        allowed: methods.allowed(request.path()).map(|methods| methods.join(", ")),
    };
    let quota = state.limits.count(client::of(request.request(), &state), state.now());
    let (http_request, answer) = match refuse(&request, &seen, &state, quota) {
        Some(refusal) => (Some(request.into_parts().0), refusal.into_response()),
        None => handle(request, next, &state).await,
    };
    let pattern = http_request.as_ref().and_then(|request| request.match_pattern());
    let response = finish(answer, &seen, &state, quota);
    state.metrics.answered(pattern.as_deref().unwrap_or("none"), response.status().as_u16(), started.elapsed().as_secs_f64());
    match http_request {
        Some(http_request) => Ok(ServiceResponse::new(http_request, response)),
        None => Err(InternalError::from_response("the handler did not answer", response).into()),
    }
}

/// What the answer must know of the request.
struct Seen {
    id: String,
    path: String,
    head: bool,
    /// Whether it only reads: such answers have a tag and can be unchanged.
    reads: bool,
    headers: HeaderMap,
    /// What `Allow` says; `None` for an unknown path.
    allowed: Option<String>,
}

enum Refusal {
    Problem(Problem),
    /// The answer to OPTIONS.
    Options,
}

impl Refusal {
    fn into_response(self) -> HttpResponse {
        match self {
            Refusal::Problem(problem) => problem.error_response(),
            Refusal::Options => HttpResponse::NoContent().finish(),
        }
    }
}

/// The length of a query string in bytes, each escape counted as the byte that it stands for.
fn meant(query: &str) -> usize {
    query.len() - 2 * query.bytes().filter(|&byte| byte == b'%').count().min(query.len() / 3)
}

fn refuse(request: &ServiceRequest, seen: &Seen, state: &State, quota: Quota) -> Option<Refusal> {
    let problem = |code, detail: &str| Some(Refusal::Problem(Problem::new(code, detail)));
    if is_page(&seen.path) {
        return None;
    }
    if meant(request.query_string()) > MAX_QUERY {
        return problem(Code::UriTooLong, "The query string is longer than 8 KiB.");
    }
    let Some(allowed) = &seen.allowed else { return Some(Refusal::Problem(Problem::not_found())) };
    if !allowed.split(", ").any(|method| method == request.method().as_str()) {
        return problem(Code::MethodNotAllowed, &format!("This resource takes {allowed}."));
    }
    if request.method() == Method::OPTIONS {
        return Some(Refusal::Options);
    }
    if quota.exceeded && !is_health(&seen.path) {
        return problem(Code::QuotaExceeded, &format!("At most {} requests in {WINDOW} seconds.", quota.limit));
    }
    let media = reply::media_of(&seen.path);
    let accept = seen.headers.get_all(header::ACCEPT).filter_map(|value| value.to_str().ok()).collect::<Vec<_>>().join(",");
    if !accept.trim().is_empty() && !accept::takes(&accept, media) {
        return problem(Code::NotAcceptable, &format!("This resource is available as {}.", media.join(" or ")));
    }
    if !is_health(&seen.path) && !(state.ready)() {
        return problem(Code::Overloaded, "The server is starting or stopping.");
    }
    None
}

/// Calls the handler, with a limit on time and on how many run at once; a panic is an internal error like any other.
/// The request does not come back from a handler that did not answer.
async fn handle(
    mut request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
    state: &State,
) -> (Option<HttpRequest>, HttpResponse<BoxBody>) {
    let refused = |problem: Problem| problem.error_response();
    let running = state.limits.enter();
    if running.is_none() && !is_never_shed(request.path()) {
        let problem = Problem::new(Code::Overloaded, "Too many requests are running.");
        return (Some(request.into_parts().0), refused(problem));
    }
    if request.method() == Method::HEAD {
        request.head_mut().method = Method::GET;
    }
    let called = AssertUnwindSafe(next.call(request)).catch_unwind();
    match tokio::time::timeout(TIME_LIMIT, called).await {
        Ok(Ok(Ok(response))) => {
            let (request, response) = response.into_parts();
            (Some(request), response.map_into_boxed_body())
        }
        Ok(Ok(Err(error))) => (None, error.error_response()),
        Ok(Err(_panic)) => {
            log::error!("a handler panicked; the panic's own message stands above");
            (None, refused(Problem::new(Code::Internal, "Something went wrong on the server.")))
        }
        Err(_elapsed) => (None, refused(Problem::new(Code::Timeout, "The answer took too long."))),
    }
}

/// Headers, problem document, validators, coding.
fn finish(answer: HttpResponse<BoxBody>, seen: &Seen, state: &State, quota: Quota) -> HttpResponse<BoxBody> {
    let mut answer = documented(answer, seen, state);
    let headers = answer.headers_mut();
    set(headers, "x-request-id", &seen.id);
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    set(headers, "ratelimit-policy", &format!("\"default\";q={};w={WINDOW}", quota.limit));
    set(headers, "ratelimit", &format!("\"default\";r={};t={}", quota.left, quota.resets_in));
    cors::allow(headers, seen.headers.get(header::ORIGIN), &state.settings.cors_origins);
    if let Some(allowed) = &seen.allowed
        && matches!(answer.status(), StatusCode::METHOD_NOT_ALLOWED | StatusCode::NO_CONTENT)
        && let Ok(allowed) = HeaderValue::from_str(allowed)
    {
        let headers = answer.headers_mut();
        cors::preflight(headers, &allowed);
        headers.insert(header::ALLOW, allowed);
    }
    with_charset(answer.headers_mut());
    coded(answer, seen)
}

/// Text is UTF-8, and says so.
fn with_charset(headers: &mut HeaderMap) {
    let media = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).filter(|media| !media.contains(';'));
    let Some(media) = media else { return };
    if (media.starts_with("text/") || media.ends_with("json"))
        && let Ok(value) = HeaderValue::from_str(&format!("{media}; charset=utf-8"))
    {
        headers.insert(header::CONTENT_TYPE, value);
    }
}

/// The problem document of a refusal; also of those that the framework made.
fn documented(mut answer: HttpResponse<BoxBody>, seen: &Seen, state: &State) -> HttpResponse<BoxBody> {
    let status = answer.status();
    let problem = answer.extensions_mut().remove::<Problem>();
    let problem = match problem {
        Some(problem) => problem,
        None if !status.is_client_error() && !status.is_server_error() => return answer,
        None => Problem::new(code_of(status), code_of(status).about()),
    };
    let document = ProblemDocument::new(&problem, &state.settings.public_url, &seen.path, &seen.id);
    let mut answer = HttpResponse::build(problem.code.status());
    answer.insert_header((header::CONTENT_TYPE, "application/problem+json"));
    // What is not there for one caller may be there for another.
    let is_public = !seen.headers.contains_key(header::AUTHORIZATION);
    let cache = if matches!(problem.code, Code::NotFound | Code::Gone) && is_public { Cache::Public } else { Cache::No };
    answer.insert_header((header::CACHE_CONTROL, cache.value()));
    match problem.code {
        Code::QuotaExceeded => answer.insert_header((header::RETRY_AFTER, WINDOW.to_string())),
        Code::Overloaded | Code::RequestInProgress => answer.insert_header((header::RETRY_AFTER, "1")),
        _ => &mut answer,
    };
    for header in &problem.headers {
        answer.insert_header((header.0.clone(), header.1.as_str()));
    }
    answer.body(serde_json::to_vec(&document).unwrap_or_default())
}

/// The code of an answer that no handler of ours made.
fn code_of(status: StatusCode) -> Code {
    Code::ALL.iter().copied().find(|code| code.status() == status).unwrap_or(match status.as_u16() {
        400..500 => Code::MalformedRequest,
        _ => Code::Internal,
    })
}

fn coded(answer: HttpResponse<BoxBody>, seen: &Seen) -> HttpResponse<BoxBody> {
    let (mut answer, body) = answer.into_parts();
    let body = match body.try_into_bytes() {
        Ok(body) => body,
        // A streamed body is sent as it is.
        Err(body) => return answer.set_body(body),
    };
    let readable = seen.reads && answer.status() == StatusCode::OK && !body.is_empty();
    let cache = answer.headers().get(header::CACHE_CONTROL).and_then(|value| value.to_str().ok()).unwrap_or_default().to_owned();
    if readable
        && !answer.headers().contains_key(header::ETAG)
        && !is_health(&seen.path)
        && let Some(tag) = conditional::tag(&body)
    {
        answer.headers_mut().insert(header::ETAG, tag);
    }
    if readable {
        let vary = match cache.starts_with("private") {
            true => "accept, accept-encoding, authorization, origin",
            false => "accept, accept-encoding, origin",
        };
        answer.headers_mut().insert(header::VARY, HeaderValue::from_static(vary));
    }
    if readable && conditional::unchanged(&seen.headers, answer.headers()) {
        *answer.status_mut() = StatusCode::NOT_MODIFIED;
        answer.headers_mut().remove(header::CONTENT_TYPE);
        return answer.set_body(BoxBody::new(()));
    }
    // The length of a compressed secret tells something about it.
    let may_be_coded = body.len() >= SMALLEST && cache != Cache::No.value();
    let coding = Coding::chosen(seen.headers.get(header::ACCEPT_ENCODING)).filter(|_| may_be_coded);
    let body = match coding.and_then(|coding| Some((coding, coding.encode(&body)?))) {
        Some((coding, coded)) => {
            answer.headers_mut().insert(header::CONTENT_ENCODING, HeaderValue::from_static(coding.name()));
            if let Some(tag) = answer.headers().get(header::ETAG).and_then(|tag| conditional::coded(tag, coding.name())) {
                answer.headers_mut().insert(header::ETAG, tag);
            }
            Bytes::from(coded)
        }
        None => body,
    };
    if seen.head {
        // HEAD says how long the content would be.
        answer.headers_mut().insert(header::CONTENT_LENGTH, HeaderValue::from(body.len()));
        return answer.set_body(BoxBody::new(actix_web::body::None::new()));
    }
    answer.set_body(BoxBody::new(body))
}

fn set(headers: &mut HeaderMap, name: &'static str, value: &str) {
    if let Ok(value) = HeaderValue::from_str(value) {
        headers.insert(HeaderName::from_static(name), value);
    }
}

/// Whoever wants out is let out, however much there is to do.
fn is_never_shed(path: &str) -> bool {
    is_health(path) || path == "/v1/auth/logout"
}

/// Never limited.
fn is_health(path: &str) -> bool {
    matches!(path, "/livez" | "/readyz")
}

/// The documentation's own files, which are no part of the API.
fn is_page(path: &str) -> bool {
    path == "/docs" || path.starts_with("/docs/")
}
