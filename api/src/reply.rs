//! Successful answers.

use actix_web::HttpResponse;
use actix_web::http::header::{self, HeaderValue};
use chrono::{DateTime, Utc};
use domain::time::Timestamp;
use serde::Serialize;

use crate::problem::Problem;

/// How long an answer may be kept (RFC 9111, RFC 5861).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cache {
    /// A public read.
    Public,
    /// What changes with releases only.
    Long,
    /// Only by the caller, and asked about each time.
    Private,
    /// Not at all.
    No,
}

impl Cache {
    /// The value of `Cache-Control`.
    pub fn value(self) -> &'static str {
        match self {
            Cache::Public => "public, max-age=60, stale-while-revalidate=300",
            Cache::Long => "public, max-age=3600",
            Cache::Private => "private, no-cache",
            Cache::No => "no-store",
        }
    }
}

/// A body as JSON.
pub fn json(body: &impl Serialize, cache: Cache) -> Result<HttpResponse, Problem> {
    typed(body, "application/json", cache)
}

/// A body as JSON under another media type.
pub fn typed(body: &impl Serialize, media: &'static str, cache: Cache) -> Result<HttpResponse, Problem> {
    let body = serde_json::to_vec(body).map_err(|error| Problem::internal(&error))?;
    Ok(HttpResponse::Ok().insert_header((header::CONTENT_TYPE, media)).insert_header((header::CACHE_CONTROL, cache.value())).body(body))
}

/// A resource of the caller that can be changed: with its strong tag.
pub fn owned(body: &impl Serialize, version: i64, changed_at: Timestamp) -> Result<HttpResponse, Problem> {
    let response = with_header(json(body, Cache::Private)?, header::ETAG, &tag(version));
    Ok(last_modified(response, changed_at))
}

/// The strong tag of a version.
pub fn tag(version: i64) -> String {
    format!("\"{version}\"")
}

/// What a request did, where there is nothing to say about it.
pub fn nothing() -> HttpResponse {
    HttpResponse::NoContent().insert_header((header::CACHE_CONTROL, Cache::No.value())).finish()
}

/// Adds a header whose value the program made.
pub fn with_header(mut response: HttpResponse, name: header::HeaderName, value: &str) -> HttpResponse {
    if let Ok(value) = HeaderValue::from_str(value) {
        response.headers_mut().insert(name, value);
    }
    response
}

/// Says when a single resource last changed.
pub fn last_modified(response: HttpResponse, at: Timestamp) -> HttpResponse {
    let at: DateTime<Utc> = at.to_chrono();
    with_header(response, header::LAST_MODIFIED, &at.format("%a, %d %b %Y %H:%M:%S GMT").to_string())
}

/// The media types of the representations at a path, the default first.
pub fn media_of(path: &str) -> &'static [&'static str] {
    let segments: Vec<&str> = path.split('/').collect();
    match segments.as_slice() {
        ["", "v1", "listings", _] => &["application/json", "application/ld+json"],
        ["", "v1", "feeds", "listings.json"] => &["application/feed+json", "application/json"],
        ["", "v1", "feeds", "listings.atom"] => &["application/atom+xml", "application/xml", "text/xml"],
        ["", "v1", "feeds", "listings.rss"] => &["application/rss+xml", "application/xml", "text/xml"],
        ["", "v1", "feeds", "json", _] => &["application/feed+json", "application/json"],
        ["", "v1", "feeds", "atom", _] => &["application/atom+xml", "application/xml", "text/xml"],
        ["", "v1", "exports", "listings"] => &["application/x-ndjson", "text/csv"],
        ["", "v1", "changes"] => &["application/json", "application/x-ndjson"],
        ["", "v1", "salaries"] => &["application/json", "image/svg+xml"],
        ["", "v1", "salaries", "chart.svg"] => &["image/svg+xml"],
        ["", "v1", "market"] => &["application/json", "text/csv"],
        ["", "problems", _] => &["text/html"],
        ["", ".well-known", "api-catalog"] => &["application/linkset+json", "application/json"],
        ["", "v1", "listings", _, "apply"] => &["text/html", "application/json", "text/plain"],
        ["", "v1", "unsubscribe", _] => &["application/json", "text/html"],
        _ => &["application/json"],
    }
}
