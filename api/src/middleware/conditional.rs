//! Conditional requests (RFC 9110 §13): 304 for what the client has already.

use std::hash::{DefaultHasher, Hasher};

use actix_web::http::header::{self, HeaderMap, HeaderValue};
use chrono::{DateTime, Utc};

/// A weak tag of a body. Two codings of one body share it, which a weak tag may.
pub fn tag(body: &[u8]) -> Option<HeaderValue> {
    let mut hasher = DefaultHasher::new();
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

fn opaque(tag: &str) -> &str {
    tag.strip_prefix("W/").unwrap_or(tag)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(pairs: &[(header::HeaderName, &str)]) -> HeaderMap {
        pairs.iter().map(|(name, value)| (name.clone(), HeaderValue::from_str(value).unwrap())).collect()
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
