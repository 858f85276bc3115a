//! Bodies of requests: JSON of a bounded size, taken whole or refused whole.

use std::fmt;
use std::io::Read;

use actix_web::HttpRequest;
use actix_web::http::header;
use actix_web::web::{Bytes, Payload};
use domain::time::Timestamp;
use domain::violation::{Violation, ViolationCode};
use flate2::read::GzDecoder;
use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Value};

use crate::problem::{Code, Problem};

/// Reads the body as a JSON object of at most `most` bytes, counted after decompression.
pub async fn object(request: &HttpRequest, payload: Payload, most: usize) -> Result<Members, Problem> {
    let named = |name| request.headers().get(name).map(|value| value.to_str().unwrap_or_default());
    let media = named(header::CONTENT_TYPE).unwrap_or_default().split(';').next().unwrap_or_default().trim();
    if !media.eq_ignore_ascii_case("application/json") {
        return Err(Problem::new(Code::UnsupportedMediaType, "Expected a body of type application/json."));
    }
    let gzip = match named(header::CONTENT_ENCODING).map(str::trim) {
        None => false,
        Some(coding) if coding.eq_ignore_ascii_case("identity") => false,
        Some(coding) if coding.eq_ignore_ascii_case("gzip") => true,
        Some(_) => return Err(Problem::new(Code::UnsupportedMediaType, "Compressed bodies are taken as gzip only.")),
    };
    let too_large = || Problem::new(Code::ContentTooLarge, format!("At most {most} bytes are taken."));
    let unreadable = |_| Problem::new(Code::MalformedRequest, "The body ended early or cannot be read.");
    let body = payload.to_bytes_limited(most).await.map_err(|_| too_large())?.map_err(unreadable)?;
    let body = if gzip { inflated(&body, most)?.ok_or_else(too_large)? } else { body };
    Members::parse(&body)
}

/// The decompressed bytes; `None` where there are more than `most`.
fn inflated(body: &[u8], most: usize) -> Result<Option<Bytes>, Problem> {
    let mut plain = Vec::new();
    let limit = u64::try_from(most).unwrap_or(u64::MAX).saturating_add(1);
    GzDecoder::new(body).take(limit).read_to_end(&mut plain).map_err(|_| Problem::new(Code::MalformedRequest, "The body is not gzip."))?;
    Ok((plain.len() <= most).then(|| Bytes::from(plain)))
}

/// The members of an object, read one by one; what is wrong with any of them is collected.
pub struct Members {
    members: Map<String, Value>,
    violations: Vec<Violation>,
}

impl Members {
    fn parse(body: &[u8]) -> Result<Members, Problem> {
        let strict: Strict = serde_json::from_slice(body).map_err(|error| {
            let at = format!("line {}, column {}", error.line(), error.column());
            Problem::new(Code::MalformedRequest, format!("The body is not JSON without repeated members: {at}."))
        })?;
        match strict.0 {
            Value::Object(members) => Ok(Members { members, violations: Vec::new() }),
            _ => Err(Problem::invalid(vec![Violation::pointer("", ViolationCode::WrongType, "Expected an object.")])),
        }
    }

    /// Refuses every member that has another name.
    pub fn only(&mut self, names: &[&str]) {
        let unknown: Vec<String> = self.members.keys().filter(|name| !names.contains(&name.as_str())).cloned().collect();
        for name in unknown {
            let hint = domain::query::closest(&name, names.iter().copied());
            let hint = hint.map(|known| format!(" Did you mean {known}?")).unwrap_or_default();
            self.report(&name, ViolationCode::UnknownMember, format!("There is no such member.{hint}"));
        }
    }

    /// Text of at most `most` characters; absent and null are the same.
    pub fn text(&mut self, name: &str, most: usize) -> Option<String> {
        match self.members.remove(name)? {
            Value::Null => None,
            Value::String(text) if text.chars().count() > most => {
                self.report(name, ViolationCode::TooLong, format!("Expected at most {most} characters."));
                None
            }
            Value::String(text) => Some(text),
            _ => {
                self.report(name, ViolationCode::WrongType, "Expected a string.");
                None
            }
        }
    }

    /// Text that must be there.
    pub fn required_text(&mut self, name: &str, most: usize) -> String {
        if matches!(self.members.get(name), None | Some(Value::Null)) {
            self.report(name, ViolationCode::Required, "This member is required.");
        }
        self.text(name, most).unwrap_or_default()
    }

    /// Text that `read` understands; what it expects is said to those who send something else.
    pub fn parsed<T>(&mut self, name: &str, most: usize, expected: &str, read: impl FnOnce(&str) -> Option<T>) -> Option<T> {
        let text = self.text(name, most)?;
        let value = read(&text);
        if value.is_none() {
            self.report(name, ViolationCode::Malformed, format!("Expected {expected}."));
        }
        value
    }

    /// A time stamp (RFC 3339).
    pub fn time(&mut self, name: &str) -> Option<Timestamp> {
        self.parsed(name, 40, "a time stamp, as 2026-05-04T09:30:00Z", Timestamp::parse_rfc3339)
    }

    /// Reports a member.
    pub fn report(&mut self, name: &str, code: ViolationCode, detail: impl Into<String>) {
        let name: String = name.chars().take(100).collect();
        let pointer = format!("/{}", name.replace('~', "~0").replace('/', "~1"));
        self.violations.push(Violation::pointer(&pointer, code, detail));
    }

    /// Refuses the request if anything was wrong with it.
    pub fn finish(self) -> Result<(), Problem> {
        if self.violations.is_empty() { Ok(()) } else { Err(Problem::invalid(self.violations)) }
    }
}

/// JSON in which no object has a member twice (I-JSON, RFC 7493).
struct Strict(Value);

impl<'de> Deserialize<'de> for Strict {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Strict, D::Error> {
        deserializer.deserialize_any(StrictVisitor).map(Strict)
    }
}

struct StrictVisitor;

impl<'de> Visitor<'de> for StrictVisitor {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_f64<E>(self, value: f64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_str<E>(self, value: &str) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_string<E>(self, value: String) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        let mut all = Vec::new();
        while let Some(Strict(item)) = items.next_element()? {
            all.push(item);
        }
        Ok(all.into())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Value, A::Error> {
        let mut all = Map::new();
        while let Some((name, Strict(member))) = members.next_entry::<String, Strict>()? {
            if all.insert(name, member).is_some() {
                return Err(serde::de::Error::custom("a member stands twice"));
            }
        }
        Ok(all.into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn members(body: &str) -> Members {
        Members::parse(body.as_bytes()).unwrap()
    }

    #[test]
    fn members_stand_once() {
        for body in ["{\"a\":1,\"a\":2}", "{\"b\":{\"a\":1,\"a\":2}}", "{", "", "\u{feff}{}", "{}{}"] {
            assert_eq!(Members::parse(body.as_bytes()).err().map(|problem| problem.code), Some(Code::MalformedRequest), "{body}");
        }
        assert_eq!(Members::parse(b"[]").err().map(|problem| problem.code), Some(Code::ValidationFailed));
    }

    #[test]
    fn everything_wrong_is_said_at_once_by_pointer() {
        let mut body = members(r#"{"titel":"x","title":7,"text":"abcd","at":"soon","a/b~c":1}"#);
        body.only(&["title", "text", "at", "name"]);
        assert_eq!((body.text("title", 9), body.text("text", 3), body.required_text("name", 3).as_str()), (None, None, ""));
        assert_eq!(body.time("at"), None);
        let problem = body.finish().unwrap_err();
        let found: Vec<String> = problem.violations.iter().map(|v| format!("{:?} {}", v.location, v.code)).collect();
        assert_eq!(problem.code, Code::ValidationFailed);
        assert_eq!(found.len(), 6, "{found:?}");
        assert!(found.iter().any(|one| one.contains("/a~1b~0c")), "{found:?}");
        assert!(problem.violations.iter().any(|v| v.detail.contains("Did you mean title?")));
    }

    #[test]
    fn a_small_body_that_grows_is_too_large() {
        let mut coder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
        std::io::Write::write_all(&mut coder, &vec![b' '; 1_000_000]).unwrap();
        let packed = coder.finish().unwrap();
        assert!(inflated(&packed, 1_000).unwrap().is_none());
        assert_eq!(inflated(&packed, 1_000_000).unwrap().map(|plain| plain.len()), Some(1_000_000));
        assert!(inflated(b"no gzip", 1_000).is_err());
    }
}
