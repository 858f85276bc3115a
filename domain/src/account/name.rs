//! Names that people give: to themselves, to a key, to a saved search.

use std::fmt;

use crate::text;
use crate::violation::{Fault, ViolationCode};

/// The most characters of a name.
pub const MAX_NAME: usize = 100;

/// What every name fits, as a regular expression (ECMA-262): no control character, and something that is no blank.
pub const NAME_PATTERN: &str = r"^[^\u0000-\u001f\u007f-\u009f]*[^\s\u0000-\u001f\u007f-\u009f][^\u0000-\u001f\u007f-\u009f]*$";

/// One line of text with something visible in it. Names go into the headers of mails, so that no control character may be in one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Name(String);

impl Name {
    /// Reads a name. Blanks at the ends go, runs of blanks become one.
    pub fn parse(text: &str) -> Result<Name, Fault> {
        if !text::is_printable(text) {
            return Err(Fault::new(ViolationCode::BadCharacter, "Control characters are not allowed."));
        }
        if text.chars().count() > MAX_NAME {
            return Err(Fault::new(ViolationCode::TooLong, format!("At most {MAX_NAME} characters.")));
        }
        let line = text::line(text).ok_or_else(|| Fault::new(ViolationCode::Empty, "There is nothing visible in it."))?;
        Ok(Name(line))
    }

    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    use proptest::prelude::*;

    proptest! {
        #[test]
        fn the_pattern_takes_every_name_and_no_control_character(text in "(?s).{0,20}", control in "[\\x00-\\x1f\\x7f-\\u{9f}]") {
            let pattern = regex::Regex::new(NAME_PATTERN).unwrap();
            prop_assert!(pattern.is_match(&text) || Name::parse(&text).is_err());
            let with_it = text + &control;
            prop_assert!(!pattern.is_match(&control) && !pattern.is_match(&with_it));
        }
    }

    #[test]
    fn a_name_is_one_visible_line() {
        assert_eq!(Name::parse("  Ana   Maria ").unwrap().as_str(), "Ana Maria");
        for text in ["", "  ", "\u{200b}", "Ana\r\nBcc: x@y.example", "Ana\nX", "Ana\u{0}", "Ana\u{85}X"] {
            assert!(Name::parse(text).is_err(), "{text:?}");
        }
        assert!(Name::parse(&"x".repeat(MAX_NAME)).is_ok() && Name::parse(&"x".repeat(MAX_NAME + 1)).is_err());
    }
}
