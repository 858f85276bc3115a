//! The members of a body, read one by one where an operation knows best what each means.

use actix_web::HttpRequest;
use actix_web::web::Payload;
use domain::time::Timestamp;
use domain::violation::{Violation, ViolationCode};
use serde_json::{Map, Value};

use crate::body::{self, strict};
use crate::problem::Problem;

/// Reads the body as a JSON object of at most `most` bytes, counted after decompression.
pub async fn object(request: &HttpRequest, payload: Payload, most: usize) -> Result<Members, Problem> {
    Members::parse(&body::json(request, payload.into_inner(), most).await?)
}

/// The members of an object, read one by one; what is wrong with any of them is collected.
pub struct Members {
    members: Map<String, Value>,
    violations: Vec<Violation>,
}

impl Members {
    fn parse(body: &[u8]) -> Result<Members, Problem> {
        match strict::read(body)? {
            Some(document) => Ok(Members { members: document.members, violations: Vec::new() }),
            None => Err(Problem::invalid(vec![Violation::pointer("", ViolationCode::WrongType, "Expected an object.")])),
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::problem::Code;

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
}
