//! E-mail addresses: RFC 5321 mailboxes without quoted local parts and address literals, which no provider gives to people.

use std::fmt;
use std::sync::LazyLock;

use regex::Regex;

use crate::violation::{Fault, ViolationCode};

/// The most characters of an address (RFC 5321 §4.5.3.1.3).
pub const MAX_EMAIL: usize = 254;
/// The most characters before the `@` (RFC 5321 §4.5.3.1.1).
const MAX_LOCAL: usize = 64;

/// The form of an address. A top-level domain begins with a letter; international domains are written in ASCII (`xn--…`).
pub const EMAIL_PATTERN: &str = r"^[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*@([A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z]([A-Za-z0-9-]{0,61}[A-Za-z0-9])$";

static FORM: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(EMAIL_PATTERN).ok());

/// An e-mail address as its owner writes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Email(String);

impl Email {
    /// Reads an address.
    pub fn parse(text: &str) -> Result<Email, Fault> {
        let local = text.split('@').next().unwrap_or_default();
        if text.len() > MAX_EMAIL || local.len() > MAX_LOCAL {
            let detail = format!("At most {MAX_EMAIL} characters, of them {MAX_LOCAL} before the @.");
            return Err(Fault::new(ViolationCode::TooLong, detail));
        }
        match FORM.as_ref().is_some_and(|form| form.is_match(text)) {
            true => Ok(Email(text.to_owned())),
            false => Err(Fault::new(ViolationCode::Malformed, "Expected an e-mail address, as name@mail.example.")),
        }
    }

    /// The address as written.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The form in which addresses are compared: providers do not tell letter case apart.
    pub fn key(&self) -> String {
        self.0.to_ascii_lowercase()
    }
}

impl fmt::Display for Email {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_of_people_are_taken() {
        for text in ["a@b.example", "Ana.Maria+jobs@mail.example", "o'neil@x-y.example", "a@xn--mller-kva.example", "1@2.xn--p1ai"] {
            assert_eq!(Email::parse(text).map(|email| email.as_str().to_owned()).as_deref(), Ok(text));
        }
        assert_eq!(Email::parse("Ana@Mail.Example").unwrap().key(), "ana@mail.example");
    }

    #[test]
    fn whatever_could_become_a_header_or_a_second_address_is_refused() {
        for text in [
            "",
            "a",
            "a@",
            "@b.example",
            "a@b",
            "a@b@c.example",
            "a b@c.example",
            "a@b.example\r\nBcc: x@y.example",
            "a@b.example\n",
            "a@b.example,x@y.example",
            "<a@b.example>",
            "\"a\"@b.example",
            "a@[192.0.2.1]",
            "a@192.0.2.1",
            ".a@b.example",
            "a..b@c.example",
            "a@-b.example",
            "a@b-.example",
            "a@b..example",
            "ä@b.example",
            "a@b.example\0",
        ] {
            assert!(Email::parse(text).is_err(), "{text:?}");
        }
        assert!(Email::parse(&format!("{}@b.example", "a".repeat(65))).is_err());
        assert!(Email::parse(&format!("a@{}.example", "b".repeat(300))).is_err());
    }
}
