//! What is wrong with a request, in a form that a program can act on.

use serde::Serialize;

use crate::slug_enum::slug_enum;

slug_enum! {
    /// The closed list of `errors[].code` values.
    ViolationCode {
        /// The parameter does not exist.
        UnknownParameter = "unknown_parameter",
        /// A value is not one of the known ones.
        UnknownValue = "unknown_value",
        /// A single-valued parameter stands twice.
        Repeated = "repeated",
        /// The value is empty.
        Empty = "empty",
        /// An integer was expected.
        NotAnInteger = "not_an_integer",
        /// A boolean (`true` or `false`) was expected.
        NotABoolean = "not_a_boolean",
        /// A time stamp (RFC 3339) or duration was expected.
        NotATime = "not_a_time",
        /// The number is outside its range.
        OutOfRange = "out_of_range",
        /// The text is too long.
        TooLong = "too_long",
        /// The list has too many values.
        TooMany = "too_many",
        /// A minimum stands above its maximum.
        MinAboveMax = "min_above_max",
        /// The parameter needs another one.
        Needs = "needs",
        /// The text has a character that is not allowed.
        BadCharacter = "bad_character",
        /// The same value is asked for and excluded.
        Contradiction = "contradiction",
        /// The cursor is broken, expired, or belongs to another query.
        BadCursor = "bad_cursor",
        /// A required member or parameter is missing.
        Required = "required",
        /// The value has the wrong form.
        Malformed = "malformed",
        /// The member of the body does not exist.
        UnknownMember = "unknown_member",
        /// The member of the body has another type.
        WrongType = "wrong_type",
        /// The text is too short.
        TooShort = "too_short",
        /// The password is one of those that are tried first.
        CommonPassword = "common_password",
        /// The time zone is not an IANA name.
        UnknownTimeZone = "unknown_time_zone",
        /// The search has no filter.
        Unfiltered = "unfiltered",
        /// The time is not in the future.
        Past = "past",
        /// The value is not the current one.
        Incorrect = "incorrect",
        /// The address leads, or may lead, to a place that nothing may be sent to.
        UnsafeUrl = "unsafe_url",
    }
}

/// Where in a request something is wrong.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Location {
    /// A JSON pointer (RFC 6901) into the body.
    Pointer(String),
    /// A query or path parameter.
    Parameter(String),
    /// A header field.
    Header(String),
}

/// What is wrong with one value, wherever it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// What, for programs.
    pub code: ViolationCode,
    /// What, for people: one sentence that never echoes a secret.
    pub detail: String,
}

impl Fault {
    /// A fault with its sentence.
    pub fn new(code: ViolationCode, detail: impl Into<String>) -> Fault {
        Fault { code, detail: detail.into() }
    }
}

/// One thing that is wrong with a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Violation {
    /// Where.
    pub location: Location,
    /// What, for programs.
    pub code: ViolationCode,
    /// What, for people: one sentence that never echoes a secret.
    pub detail: String,
}

impl Violation {
    /// A violation in a query or path parameter.
    pub fn parameter(name: &str, code: ViolationCode, detail: impl Into<String>) -> Violation {
        Violation { location: Location::Parameter(name.to_owned()), code, detail: detail.into() }
    }

    /// A violation in a header field.
    pub fn header(name: &str, code: ViolationCode, detail: impl Into<String>) -> Violation {
        Violation { location: Location::Header(name.to_owned()), code, detail: detail.into() }
    }

    /// A violation in the request body at a JSON pointer.
    pub fn pointer(pointer: &str, code: ViolationCode, detail: impl Into<String>) -> Violation {
        Violation { location: Location::Pointer(pointer.to_owned()), code, detail: detail.into() }
    }
}
