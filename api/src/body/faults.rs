//! Everything that is wrong with a body, at once: unknown members, wrong types, and what the values' own rules say.

use std::borrow::Cow;
use std::collections::HashMap;

use domain::violation::{Fault, Location, Violation, ViolationCode};
use serde::de::{Deserialize, DeserializeOwned, Deserializer};
use serde_json::{Map, Value};
use serde_path_to_error::Segment;
use utoipa::PartialSchema;
use utoipa::openapi::{RefOr, Schema};
use validator::{Validate, ValidationError, ValidationErrors, ValidationErrorsKind};

use super::strict;
use crate::problem::Problem;

/// The most wrong types that are looked for: each costs a reading of the body.
const MAX_WRONG: usize = 50;

/// Reads a body and checks it.
pub fn check<T: DeserializeOwned + Validate + PartialSchema>(bytes: &[u8]) -> Result<T, Problem> {
    let Some(document) = strict::read(bytes)? else {
        return Err(Problem::invalid(vec![Violation::pointer("", ViolationCode::WrongType, "Expected an object.")]));
    };
    let mut violations = Vec::new();
    let value = typed::<T>(document.members, &mut violations);
    if let Some(Err(errors)) = value.as_ref().map(Validate::validate) {
        own_rules(&errors, "", &mut violations);
    }
    match value {
        Some(value) if violations.is_empty() => Ok(value),
        _ => {
            in_order(&mut violations, &document.order);
            Err(Problem::invalid(violations))
        }
    }
}

/// The value, as far as it can be read: what has a wrong type is noted, taken out, and the rest read again.
/// Every member of a body is optional to serde, so that taking one out leaves a body; what is required, the rules say.
fn typed<T: DeserializeOwned + PartialSchema>(members: Map<String, Value>, violations: &mut Vec<Violation>) -> Option<T> {
    let mut value = Value::Object(members);
    while violations.len() < MAX_WRONG {
        let mut unknown = Vec::new();
        let mut note = |path: serde_ignored::Path<'_>| unknown.push(pointer_of(&path));
        let read = serde_path_to_error::deserialize(serde_ignored::Deserializer::new(&value, &mut note));
        match read {
            Ok(read) => {
                violations.extend(unknown.iter().map(|at| Violation::pointer(at, ViolationCode::UnknownMember, no_member::<T>(at))));
                return Some(read);
            }
            Err(error) => {
                let pointer: String = error.path().iter().map(step).collect();
                violations.push(Violation::pointer(&pointer, ViolationCode::WrongType, wrong_type(&error.into_inner())));
                take_out(&mut value, &pointer)?;
            }
        }
    }
    None
}

/// That there is no such member, and which one of the top level may be meant.
fn no_member<T: PartialSchema>(at: &str) -> String {
    let schema = T::schema();
    let known: Vec<&str> = match &schema {
        RefOr::T(Schema::Object(object)) => object.properties.keys().map(String::as_str).collect(),
        _ => Vec::new(),
    };
    let meant = at.strip_prefix('/').and_then(|name| domain::query::closest(name, known));
    meant.map_or_else(|| "There is no such member.".to_owned(), |meant| format!("There is no such member. Did you mean {meant}?"))
}

/// One step of a JSON pointer (RFC 6901).
fn step(segment: &Segment) -> String {
    match segment {
        Segment::Seq { index } => format!("/{index}"),
        Segment::Map { key } | Segment::Enum { variant: key } => format!("/{}", escaped(key)),
        Segment::Unknown => "/".to_owned(),
    }
}

/// The pointer to a member that nobody knows.
fn pointer_of(path: &serde_ignored::Path<'_>) -> String {
    use serde_ignored::Path;
    match path {
        Path::Root => String::new(),
        Path::Seq { parent, index } => format!("{}/{index}", pointer_of(parent)),
        Path::Map { parent, key } => format!("{}/{}", pointer_of(parent), escaped(key)),
        Path::Some { parent } | Path::NewtypeStruct { parent } | Path::NewtypeVariant { parent } => pointer_of(parent),
    }
}

/// A name inside a pointer, at most a hundred characters of it.
fn escaped(name: &str) -> String {
    name.chars().take(100).collect::<String>().replace('~', "~0").replace('/', "~1")
}

/// What was expected; what was given is not repeated, because it may be a secret.
fn wrong_type(error: &serde_json::Error) -> String {
    let text = error.to_string();
    let expected = text.split_once("expected ").map(|(_, expected)| expected.split(" at line").next().unwrap_or(expected));
    match expected {
        Some("u8") => "Expected an integer from 0 to 255.".to_owned(),
        Some(expected) => format!("Expected {expected}."),
        None => "The value has the wrong form.".to_owned(),
    }
}

/// Takes the top-level member out in which the pointer leads.
fn take_out(value: &mut Value, pointer: &str) -> Option<()> {
    let name = pointer.split('/').nth(1)?;
    value.as_object_mut()?.remove(name).map(drop)
}

fn own_rules(errors: &ValidationErrors, at: &str, violations: &mut Vec<Violation>) {
    let fields: &HashMap<Cow<'static, str>, ValidationErrorsKind> = errors.errors();
    for (name, kind) in fields {
        let pointer = format!("{at}/{name}");
        match kind {
            // A member that was taken out is missing only because of that.
            ValidationErrorsKind::Field(_) if is_noted(violations, &pointer) => {}
            ValidationErrorsKind::Field(errors) => violations.extend(errors.iter().map(|error| violation(&pointer, error))),
            ValidationErrorsKind::Struct(errors) => own_rules(errors, &pointer, violations),
            ValidationErrorsKind::List(items) => {
                items.iter().for_each(|(index, errors)| own_rules(errors, &format!("{pointer}/{index}"), violations));
            }
        }
    }
}

fn is_noted(violations: &[Violation], pointer: &str) -> bool {
    violations.iter().any(|noted| match &noted.location {
        Location::Pointer(at) => at == pointer || at.starts_with(&format!("{pointer}/")),
        _ => false,
    })
}

fn violation(pointer: &str, error: &ValidationError) -> Violation {
    let code = ViolationCode::from_slug(&error.code).unwrap_or(ViolationCode::Malformed);
    let detail = match (&error.message, code) {
        (Some(message), _) => message.to_string(),
        (None, ViolationCode::Required) => "This member is required.".to_owned(),
        (None, _) => "The value is not valid.".to_owned(),
    };
    Violation::pointer(pointer, code, detail)
}

/// A fault that the domain found, as the rules of a body report it.
pub fn fault(fault: Fault) -> ValidationError {
    ValidationError::new(fault.code.slug()).with_message(fault.detail.into())
}

/// Reads a member that may be absent but not null, unless its own type takes null: in a merge patch, null removes.
pub fn present<'de, T: Deserialize<'de>, D: Deserializer<'de>>(deserializer: D) -> Result<Option<T>, D::Error> {
    T::deserialize(deserializer).map(Some)
}

/// Puts violations in the order of the document; members that are missing come last, by name.
fn in_order(violations: &mut [Violation], order: &[String]) {
    let place = |violation: &Violation| match &violation.location {
        Location::Pointer(at) => {
            let name = at.split('/').nth(1).unwrap_or_default();
            (order.iter().position(|member| member == name).unwrap_or(order.len()), at.clone())
        }
        Location::Parameter(name) | Location::Header(name) => (order.len(), name.clone()),
    };
    violations.sort_by_key(place);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::problem::Code;
    use serde::Deserialize;

    #[derive(Debug, Deserialize, Validate, utoipa::ToSchema)]
    struct Thing {
        #[validate(required(code = "required"), custom(function = short))]
        name: Option<String>,
        #[validate(required(code = "required"))]
        count: Option<u8>,
        #[serde(default, deserialize_with = "present")]
        note: Option<String>,
    }

    fn short(name: &str) -> Result<(), ValidationError> {
        if name.len() < 5 { Ok(()) } else { Err(fault(Fault::new(ViolationCode::TooLong, "At most 4."))) }
    }

    fn wrong(text: &str) -> Vec<(String, &'static str)> {
        let problem = check::<Thing>(text.as_bytes()).unwrap_err();
        let at = |violation: &Violation| match &violation.location {
            Location::Pointer(at) => at.clone(),
            other => panic!("{other:?}"),
        };
        problem.violations.iter().map(|violation| (at(violation), violation.code.slug())).collect()
    }

    #[test]
    fn everything_is_said_at_once_in_the_order_of_the_body() {
        let found = wrong(r#"{"zzz": 1, "count": "many", "name": "too long", "note": null}"#);
        let expected = [("/zzz", "unknown_member"), ("/count", "wrong_type"), ("/name", "too_long"), ("/note", "wrong_type")];
        assert_eq!(found, expected.map(|(at, code)| (at.to_owned(), code)));
        assert_eq!(wrong("{}"), [("/count".to_owned(), "required"), ("/name".to_owned(), "required")]);
        for count in ["256", "-1", "3.5", "1e300"] {
            let problem = check::<Thing>(format!(r#"{{"name": "a", "count": {count}}}"#).as_bytes()).unwrap_err();
            let found: Vec<_> = problem.violations.iter().map(|violation| (violation.code, violation.detail.as_str())).collect();
            assert_eq!(found, [(ViolationCode::WrongType, "Expected an integer from 0 to 255.")], "{count}");
        }
        let odd = wrong(r#"{"a/b~c.d": 1, "name": "a", "count": 1}"#);
        assert_eq!(odd, [("/a~1b~0c.d".to_owned(), "unknown_member")]);
        assert_eq!(wrong("[]"), [(String::new(), "wrong_type")]);
        let meant = check::<Thing>(br#"{"nmae": 1, "name": "a", "count": 1}"#).unwrap_err();
        assert_eq!(meant.violations[0].detail, "There is no such member. Did you mean name?");
    }

    #[test]
    fn a_good_body_is_read_and_a_broken_one_is_no_json() {
        let thing: Thing = check(br#"{"name": "a", "count": 3}"#).unwrap();
        assert_eq!((thing.name.as_deref(), thing.count, thing.note), (Some("a"), Some(3), None));
        assert_eq!(check::<Thing>(br#"{"name": "a", "count": 3.0}"#).unwrap().count, Some(3));
        assert_eq!(check::<Thing>(b"{\"name\"").unwrap_err().code, Code::MalformedRequest);
    }

    #[test]
    fn a_secret_is_not_repeated() {
        let problem = check::<Thing>(br#"{"name": 17, "count": "hunter42"}"#).unwrap_err();
        assert!(!format!("{problem:?}").contains("hunter42"));
    }
}
