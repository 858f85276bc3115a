//! Cross-origin requests: public reads are open to every origin without credentials; listed origins may send them.

use actix_web::http::header::{self, HeaderMap, HeaderValue};

const EXPOSED: HeaderValue =
    HeaderValue::from_static("ETag, Link, Location, Retry-After, RateLimit, RateLimit-Policy, Deprecation, Sunset, X-Request-Id");

/// Headers for an answer to a request from an origin.
pub fn allow(headers: &mut HeaderMap, origin: Option<&HeaderValue>, credentials_for: &[String]) {
    let Some(origin) = origin else { return };
    let listed = origin.to_str().is_ok_and(|origin| credentials_for.iter().any(|known| known == origin));
    if listed {
        headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, origin.clone());
        headers.insert(header::ACCESS_CONTROL_ALLOW_CREDENTIALS, HeaderValue::from_static("true"));
    } else {
        headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
    }
    headers.insert(header::ACCESS_CONTROL_EXPOSE_HEADERS, EXPOSED);
}

/// Further headers for the answer to a preflight request.
pub fn preflight(headers: &mut HeaderMap, methods: &HeaderValue) {
    headers.insert(header::ACCESS_CONTROL_ALLOW_METHODS, methods.clone());
    let taken = HeaderValue::from_static("accept, authorization, content-type, idempotency-key, if-match, if-none-match, x-request-id");
    headers.insert(header::ACCESS_CONTROL_ALLOW_HEADERS, taken);
    headers.insert(header::ACCESS_CONTROL_MAX_AGE, HeaderValue::from_static("600"));
}
