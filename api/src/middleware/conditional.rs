//! Conditional requests (RFC 9110 §13): 304 for what the client has already.

use std::hash::{BuildHasher, Hasher};

use actix_web::http::header::{self, HeaderMap, HeaderValue};
use chrono::{DateTime, Utc};
use foldhash::quality::FixedState;
use utoipa::IntoParams;
use utoipa::openapi::path::{Parameter, ParameterIn};

/// A weak tag of a body. Two codings of one body share it, which a weak tag may.
pub fn tag(body: &[u8]) -> Option<HeaderValue> {
    // Fixed, so that servers side by side tag one body alike.
    let mut hasher = FixedState::with_seed(0).build_hasher();
    hasher.write(body);
    HeaderValue::from_str(&format!("W/\"{:016x}{:x}\"", hasher.finish(), body.len())).ok()
}

/// Whether the client has this representation. `If-None-Match` (weak comparison) wins over `If-Modified-Since`.
pub fn unchanged(request: &HeaderMap, response: &HeaderMap) -> bool {
    let wanted: Vec<&str> = request.get_all(header::IF_NONE_MATCH).filter_map(|value| value.to_str().ok()).collect();
    if !wanted.is_empty() {
        let Some(tag) = response.get(header::ETAG).and_then(|tag| tag.to_str().ok()) else { return false };
        return wanted.iter().flat_map(|list| list.split(',')).map(str::trim).any(|one| one == "*" || opaque(one) == opaque(tag));
    }
    let time = |headers: &HeaderMap, name| {
        let text = headers.get(name)?.to_str().ok()?;
        Some(DateTime::parse_from_rfc2822(text).ok()?.with_timezone(&Utc))
    };
    match (time(request, header::IF_MODIFIED_SINCE), time(response, header::LAST_MODIFIED)) {
        (Some(since), Some(modified)) => modified <= since,
        _ => false,
    }
}

/// The header `If-Match`, as the document describes it.
pub struct IfMatch;

impl IntoParams for IfMatch {
    fn into_params(_: impl Fn() -> Option<ParameterIn>) -> Vec<Parameter> {
        let parameter = serde_json::json!({
            "name": "If-Match", "in": "header", "required": false,
            "description": "The `ETag` that the resource must still have. Without it the last change wins.",
            "schema": { "type": "string", "pattern": "^\"[a-z0-9-]{1,60}\"$", "maxLength": 100 },
        });
        serde_json::from_value(parameter).into_iter().collect()
    }
}

/// Whether `If-Match` lets a change of a resource with this strong tag happen (RFC 9110 §13.1.1). The tag of any of its codings will do.
pub fn may_change(request: &HeaderMap, tag: &str) -> bool {
    let mut wanted = request.get_all(header::IF_MATCH).peekable();
    let one = |one: &str| one == "*" || (!one.starts_with("W/") && opaque(one) == opaque(tag));
    wanted.peek().is_none() || wanted.filter_map(|value| value.to_str().ok()).flat_map(|list| list.split(',')).any(|tag| one(tag.trim()))
}

/// The strong tag of a coded form of a representation (RFC 9110 §8.8.3.3); weak tags are shared by all forms.
pub fn coded(tag: &HeaderValue, coding: &str) -> Option<HeaderValue> {
    let plain = tag.to_str().ok().filter(|tag| !tag.starts_with("W/"))?.strip_suffix('"')?;
    HeaderValue::from_str(&format!("{plain}{CODED}{coding}\"")).ok()
}

/// Stands between a tag and the coding of its form; no tag of ours has it otherwise.
const CODED: &str = "--";

/// A tag without its weakness and coding.
fn opaque(tag: &str) -> &str {
    let tag = tag.strip_prefix("W/").unwrap_or(tag);
    let tag = tag.trim_matches('"');
    tag.split_once(CODED).map_or(tag, |(plain, _)| plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(pairs: &[(header::HeaderName, &str)]) -> HeaderMap {
        pairs.iter().map(|(name, value)| (name.clone(), HeaderValue::from_str(value).unwrap())).collect()
    }

    #[test]
    fn a_change_needs_the_current_tag_in_whatever_coding() {
        let says = |value: &str| may_change(&headers(&[(header::IF_MATCH, value)]), "\"3\"");
        assert!(says("\"3\"") && says("*") && says("\"2\", \"3--br\"") && may_change(&headers(&[]), "\"3\""));
        assert!(!says("\"2\"") && !says("W/\"3\"") && !says("") && !says("\"33\""));
        assert_eq!(coded(&HeaderValue::from_static("\"3\""), "br").unwrap(), "\"3--br\"");
        assert_eq!(coded(&HeaderValue::from_static("W/\"3\""), "br"), None);
    }

    #[test]
    fn a_tag_wins_over_a_date() {
        let response = headers(&[(header::ETAG, "W/\"a\""), (header::LAST_MODIFIED, "Mon, 01 Jun 2026 12:00:00 GMT")]);
        let says = |pairs: &[(header::HeaderName, &str)]| unchanged(&headers(pairs), &response);
        assert!(says(&[(header::IF_NONE_MATCH, "\"x\", \"a\"")]));
        assert!(says(&[(header::IF_NONE_MATCH, "*")]));
        assert!(!says(&[(header::IF_NONE_MATCH, "\"b\""), (header::IF_MODIFIED_SINCE, "Mon, 01 Jun 2026 12:00:00 GMT")]));
        assert!(says(&[(header::IF_MODIFIED_SINCE, "Mon, 01 Jun 2026 12:00:00 GMT")]));
        assert!(!says(&[(header::IF_MODIFIED_SINCE, "Mon, 01 Jun 2026 11:59:59 GMT")]));
        assert!(!says(&[(header::IF_MODIFIED_SINCE, "yesterday")]));
    }
}
