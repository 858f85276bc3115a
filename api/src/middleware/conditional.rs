//! Conditional requests (RFC 9110 §13): 304 for what the client has already.

use std::hash::{BuildHasher, Hasher};

use actix_web::http::header::{self, HeaderMap, HeaderValue};
use chrono::{DateTime, Utc};
use domain::violation::{Violation, ViolationCode};
use foldhash::quality::FixedState;
use utoipa::IntoParams;
use utoipa::openapi::path::{Parameter, ParameterIn};

use crate::problem::Problem;

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

/// The most bytes of an `If-Match`.
const MAX_IF_MATCH: usize = 1000;

/// What a request's `If-Match` asks for (RFC 9110 §13.1.1): the lists of tags that it sends.
pub struct IfMatch(Vec<Vec<Wanted>>);

/// A tag that is asked for.
enum Wanted {
    Any,
    Strong(String),
    /// It is never the tag of what can be changed.
    Weak,
}

impl IfMatch {
    /// Reads the header; fails when it is no list of tags.
    pub fn read(request: &HeaderMap) -> Result<IfMatch, Problem> {
        let detail = "Expected an entity tag as in ETag, several with commas, or *.";
        let malformed = || Problem::from(vec![Violation::header("If-Match", ViolationCode::Malformed, detail)]);
        let list = |value: &HeaderValue| value.to_str().ok().filter(|list| list.len() <= MAX_IF_MATCH).and_then(tags);
        request.get_all(header::IF_MATCH).map(|value| list(value).ok_or_else(malformed)).collect::<Result<_, _>>().map(IfMatch)
    }

    /// Whether a change of a resource with this strong tag may happen. The tag of any of its codings will do.
    pub fn allows(&self, tag: &str) -> bool {
        let is = |wanted: &Wanted| match wanted {
            Wanted::Any => true,
            Wanted::Strong(wanted) => opaque(wanted) == opaque(tag),
            Wanted::Weak => false,
        };
        self.0.is_empty() || self.0.iter().flatten().any(is)
    }
}

impl IntoParams for IfMatch {
    fn into_params(_: impl Fn() -> Option<ParameterIn>) -> Vec<Parameter> {
        const TAG: &str = r#"(W/)?"[!#-~]*""#;
        let parameter = serde_json::json!({
            "name": "If-Match", "in": "header", "required": false,
            "description": "The `ETag` that the resource must still have, several of them, or `*`. Without it the last change wins.",
            "schema": { "type": "string", "pattern": format!(r"^(\*|{TAG}([ \t]*,[ \t]*{TAG})*)$"), "maxLength": MAX_IF_MATCH },
        });
        serde_json::from_value(parameter).into_iter().collect()
    }
}

/// The tags of a list, or `*`; `None` where it is neither.
fn tags(list: &str) -> Option<Vec<Wanted>> {
    let mut rest = list.trim();
    if rest == "*" {
        return Some(vec![Wanted::Any]);
    }
    let mut tags = Vec::new();
    loop {
        let weak = rest.strip_prefix("W/");
        let (tag, after) = weak.unwrap_or(rest).strip_prefix('"')?.split_once('"')?;
        if !tag.bytes().all(|byte| byte.is_ascii_graphic()) {
            return None;
        }
        tags.push(if weak.is_some() { Wanted::Weak } else { Wanted::Strong(tag.to_owned()) });
        match after.trim_start() {
            "" => return Some(tags),
            after => rest = after.strip_prefix(',')?.trim_start(),
        }
    }
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
        let allows = |pairs: &[(header::HeaderName, &str)]| {
            let wanted = IfMatch::read(&headers(pairs)).ok()?;
            Some(wanted.allows("\"3\""))
        };
        let says = |value: &str| allows(&[(header::IF_MATCH, value)]);
        assert_eq!(allows(&[]), Some(true), "without it the last change wins");
        for value in ["\"3\"", "*", "\"2\", \"3--br\"", "W/\"3\" ,\"3\"", "\"a,b\",\"3\""] {
            assert_eq!(says(value), Some(true), "{value}");
        }
        for value in ["\"2\"", "W/\"3\"", "\"33\"", "\"\"", "\"a,b\""] {
            assert_eq!(says(value), Some(false), "{value}");
        }
        for value in
            ["", "3", "{}", "\"3", "\"3\",", "\"3\" \"4\"", "\"3\", *", "w/\"3\"", "\"two words\"", &format!("\"{}\"", "3".repeat(999))]
        {
            assert_eq!(says(value), None, "{value}");
        }
        let both = [(header::IF_MATCH, "\"2\""), (header::IF_MATCH, "\"3\"")];
        assert_eq!(allows(&both), Some(true), "lines of a header are one list");
    }

    #[test]
    fn each_coding_has_a_tag() {
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
