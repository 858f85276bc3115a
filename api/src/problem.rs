//! Problem documents (RFC 9457): one table of codes, one shape.

use std::fmt;

use actix_web::http::StatusCode;
use actix_web::http::header::{self, HeaderName};
use actix_web::{HttpResponse, ResponseError};
use domain::time::Timestamp;
use domain::violation::{Fault, Location, Violation};
use serde::Serialize;
use utoipa::ToSchema;

/// What `WWW-Authenticate` calls the place that a token opens (RFC 6750 §3).
const REALM: &str = "remnavi";
/// The most violations that one document names.
const MAX_ERRORS: usize = 50;

macro_rules! codes {
    ($($(#[$meta:meta])* $name:ident = $slug:literal, $status:ident, $title:literal, $about:literal;)+) => {
        /// What went wrong, for programs. Each code has one status and one title.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum Code { $($(#[$meta])* #[doc = $about] $name,)+ }

        impl Code {
            /// Every code.
            pub const ALL: &'static [Code] = &[$(Code::$name,)+];

            /// The last segment of the problem's type.
            pub const fn slug(self) -> &'static str { match self { $(Code::$name => $slug,)+ } }

            /// The status of answers with this code.
            pub const fn status(self) -> StatusCode { match self { $(Code::$name => StatusCode::$status,)+ } }

            /// The title, which never varies.
            pub const fn title(self) -> &'static str { match self { $(Code::$name => $title,)+ } }

            /// What it means and what to do, for the problem's page.
            pub const fn about(self) -> &'static str { match self { $(Code::$name => $about,)+ } }
        }
    };
}

codes! {
    MalformedRequest = "malformed-request", BAD_REQUEST, "Request cannot be read", "The request is not well-formed HTTP. Check the client.";
    InvalidParameter = "invalid-parameter", BAD_REQUEST, "Parameters are not valid", "One or more parameters are unknown or have a wrong value; `errors` names each.";
    InvalidCursor = "invalid-cursor", BAD_REQUEST, "Cursor is not valid", "The cursor is damaged, has expired, or belongs to other filters or another order. Start from the first page.";
    Unauthenticated = "unauthenticated", UNAUTHORIZED, "Not authenticated", "The operation needs an access token or an API key in the `Authorization` header, or the credentials given are wrong.";
    TokenExpired = "token-expired", UNAUTHORIZED, "Access token has expired", "Access tokens live for ten minutes. Get a new one with the refresh token.";
    TokenInvalid = "token-invalid", UNAUTHORIZED, "Token is not valid", "The token is damaged, was used before, was withdrawn, or belongs to somewhere else. Log in again.";
    Forbidden = "forbidden", FORBIDDEN, "Forbidden", "The caller is known, and may not do this; `detail` says what is missing.";
    InsufficientScope = "insufficient-scope", FORBIDDEN, "API key has not the scope", "The API key was not made for this; `WWW-Authenticate` names the scope that is needed.";
    NotFound = "not-found", NOT_FOUND, "Not found", "There is nothing at this address. Paths are case-sensitive and have no trailing slash.";
    MethodNotAllowed = "method-not-allowed", METHOD_NOT_ALLOWED, "Method not allowed", "The resource does not take this method; the `Allow` header names those that it takes.";
    NotAcceptable = "not-acceptable", NOT_ACCEPTABLE, "No acceptable representation", "The resource has no representation that `Accept` takes.";
    Gone = "gone", GONE, "Listing has closed", "The listing existed and has closed; `listing` says which it was and when it closed.";
    Conflict = "conflict", CONFLICT, "Conflict", "The state of the account does not allow this; `detail` says why.";
    RequestInProgress = "request-in-progress", CONFLICT, "Request is in progress", "A request with the same `Idempotency-Key` is still being worked on. Try again after `Retry-After`.";
    PreconditionFailed = "precondition-failed", PRECONDITION_FAILED, "Precondition failed", "The resource has changed: its `ETag` is not the one of `If-Match`. Get it again.";
    ContentTooLarge = "content-too-large", PAYLOAD_TOO_LARGE, "Content is too large", "The body of the request is larger than the operation takes.";
    UriTooLong = "uri-too-long", URI_TOO_LONG, "Address is too long", "The query string is longer than 8 KiB. Ask for fewer values.";
    UnsupportedMediaType = "unsupported-media-type", UNSUPPORTED_MEDIA_TYPE, "Media type is not supported", "The body has a media type or coding that the operation does not take; `Accept` or `Accept-Patch` names what it takes.";
    ValidationFailed = "validation-failed", UNPROCESSABLE_ENTITY, "Request is not valid", "One or more members of the body are missing, unknown or wrong; `errors` names each.";
    IdempotencyKeyReused = "idempotency-key-reused", UNPROCESSABLE_ENTITY, "Idempotency key was used for another request", "The `Idempotency-Key` was sent with another body within 24 hours. Use a fresh key for each request.";
    UnsafeUrl = "unsafe-url", UNPROCESSABLE_ENTITY, "Address is not safe", "Nothing may be sent to this address: webhooks go to public hosts over https, on port 443 or 8443; `errors` says everything that speaks against it.";
    HeaderFieldsTooLarge = "header-fields-too-large", REQUEST_HEADER_FIELDS_TOO_LARGE, "Header fields are too large", "The header fields of the request are too large.";
    QuotaExceeded = "quota-exceeded", TOO_MANY_REQUESTS, "Too many requests", "The client's quota is used up; `Retry-After` says when it begins anew.";
    Internal = "internal", INTERNAL_SERVER_ERROR, "Internal error", "Something went wrong on the server. Quote the `request_id` when you report it.";
    Overloaded = "overloaded", SERVICE_UNAVAILABLE, "Overloaded", "The server has more to do than it can, or is starting or stopping. Try again after `Retry-After`.";
    Timeout = "timeout", GATEWAY_TIMEOUT, "Timed out", "The answer took longer than the server allows itself.";
}

/// A refusal on its way out. The middleware makes the document of it, because only it knows the request.
#[derive(Debug, Clone)]
pub struct Problem {
    /// What went wrong.
    pub code: Code,
    /// One sentence for people.
    pub detail: String,
    /// Everything that was wrong with the request.
    pub violations: Vec<Violation>,
    /// The listing that is gone. Boxed, because a refusal travels in every `Result`.
    pub listing: Option<Box<ClosedListing>>,
    /// Headers of the answer beside those of every problem.
    pub headers: Vec<(HeaderName, String)>,
}

/// What is still said of a listing that has closed.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ClosedListing {
    /// The identifier.
    #[schema(max_length = 32)]
    pub id: String,
    /// The title.
    #[schema(max_length = 1000)]
    pub title: String,
    /// When it closed.
    #[schema(value_type = String, format = DateTime)]
    pub closed_at: Timestamp,
}

impl Problem {
    /// A problem with a sentence of its own.
    pub fn new(code: Code, detail: impl Into<String>) -> Problem {
        let headers = match code {
            Code::Unauthenticated => vec![(header::WWW_AUTHENTICATE, format!("Bearer realm=\"{REALM}\""))],
            Code::TokenExpired | Code::TokenInvalid => {
                vec![(header::WWW_AUTHENTICATE, format!("Bearer realm=\"{REALM}\", error=\"invalid_token\""))]
            }
            _ => Vec::new(),
        };
        Problem { code, detail: detail.into(), violations: Vec::new(), listing: None, headers }
    }

    /// An API key that was not made for this.
    pub fn insufficient_scope(scope: &str) -> Problem {
        let challenge = format!("Bearer realm=\"{REALM}\", error=\"insufficient_scope\", scope=\"{scope}\"");
        Problem::new(Code::InsufficientScope, format!("This needs the scope {scope}.")).with(header::WWW_AUTHENTICATE, challenge)
    }

    /// Says when it is worth trying again.
    pub fn retry_after(self, seconds: i64) -> Problem {
        self.with(header::RETRY_AFTER, seconds.max(1).to_string())
    }

    /// Adds a header to the answer.
    pub fn with(mut self, name: HeaderName, value: String) -> Problem {
        self.headers.push((name, value));
        self
    }

    /// There is nothing here.
    pub fn not_found() -> Problem {
        Problem::new(Code::NotFound, "There is nothing at this address.")
    }

    /// Members of the body are wrong.
    pub fn invalid(violations: Vec<Violation>) -> Problem {
        let detail = match violations.len() {
            1 => "1 member is not valid.".to_owned(),
            n => format!("{n} members are not valid."),
        };
        Problem { violations, ..Problem::new(Code::ValidationFailed, detail) }
    }

    /// A failure whose cause goes to the log only.
    pub fn internal(cause: &dyn std::error::Error) -> Problem {
        let mut text = cause.to_string();
        let mut next = cause.source();
        while let Some(cause) = next {
            text = format!("{text}: {cause}");
            next = cause.source();
        }
        log::error!("{text}");
        Problem::new(Code::Internal, "Something went wrong on the server.")
    }
}

impl From<Vec<Violation>> for Problem {
    fn from(violations: Vec<Violation>) -> Problem {
        let detail = match violations.len() {
            1 => "1 parameter is not valid.".to_owned(),
            n => format!("{n} parameters are not valid."),
        };
        Problem { violations, ..Problem::new(Code::InvalidParameter, detail) }
    }
}

/// A member of a body that its own rules let through all the same.
impl From<Fault> for Problem {
    fn from(fault: Fault) -> Problem {
        Problem::invalid(vec![Violation::pointer("", fault.code, fault.detail)])
    }
}

impl From<db::Error> for Problem {
    fn from(error: db::Error) -> Problem {
        match error {
            db::Error::Busy => Problem::new(Code::Overloaded, "The database is busy."),
            error => Problem::internal(&error),
        }
    }
}

impl From<search::Error> for Problem {
    fn from(error: search::Error) -> Problem {
        Problem::internal(&error)
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.detail)
    }
}

impl ResponseError for Problem {
    fn status_code(&self) -> StatusCode {
        self.code.status()
    }

    fn error_response(&self) -> HttpResponse {
        let mut response = HttpResponse::new(self.status_code());
        response.extensions_mut().insert(self.clone());
        response
    }
}

/// A problem document (RFC 9457).
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Problem)]
pub struct ProblemDocument {
    /// The problem's type; resolves to a page about it.
    #[serde(rename = "type")]
    #[schema(format = "uri", max_length = 4000)]
    pub kind: String,
    /// The type's title, which never varies.
    pub title: &'static str,
    /// The status.
    #[schema(minimum = 400, maximum = 599)]
    pub status: u16,
    /// One sentence about this occurrence, for people.
    pub detail: String,
    /// The path that was asked for.
    pub instance: String,
    /// The last segment of the type, for programs.
    #[schema(max_length = 40)]
    pub code: &'static str,
    /// The request's identifier, as in `X-Request-Id`.
    #[schema(max_length = 64)]
    pub request_id: String,
    /// Everything that is wrong with the request, in its order.
    pub errors: Vec<ErrorEntry>,
    /// Which listing is gone; only with `gone`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub listing: Option<ClosedListing>,
}

/// One thing that is wrong with a request; exactly one of `pointer`, `parameter` and `header` says where.
#[derive(Debug, Serialize, ToSchema)]
pub struct ErrorEntry {
    /// A JSON pointer (RFC 6901) into the body.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pointer: Option<String>,
    /// A query or path parameter.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub parameter: Option<String>,
    /// A header field.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub header: Option<String>,
    /// What is wrong, for programs.
    #[schema(max_length = 40)]
    pub code: &'static str,
    /// What is wrong, for people.
    pub detail: String,
}

impl ProblemDocument {
    /// The document of a problem with a request.
    pub fn new(problem: &Problem, base: &str, path: &str, request_id: &str) -> ProblemDocument {
        let kind = match problem.code {
            // The one problem type that is registered.
            Code::QuotaExceeded => "https://iana.org/assignments/http-problem-types#quota-exceeded".to_owned(),
            code => format!("{base}/problems/{}", code.slug()),
        };
        ProblemDocument {
            kind,
            title: problem.code.title(),
            status: problem.code.status().as_u16(),
            detail: problem.detail.clone(),
            instance: path.chars().take(1000).collect(),
            code: problem.code.slug(),
            request_id: request_id.to_owned(),
            errors: problem.violations.iter().take(MAX_ERRORS).map(ErrorEntry::from).collect(),
            listing: problem.listing.as_deref().cloned(),
        }
    }
}

impl From<&Violation> for ErrorEntry {
    fn from(violation: &Violation) -> ErrorEntry {
        let (mut pointer, mut parameter, mut header) = (None, None, None);
        match violation.location.clone() {
            Location::Pointer(at) => pointer = Some(at),
            Location::Parameter(name) => parameter = Some(name),
            Location::Header(name) => header = Some(name),
        }
        ErrorEntry { pointer, parameter, header, code: violation.code.slug(), detail: violation.detail.clone() }
    }
}
