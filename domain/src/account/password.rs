//! Passwords: a length and a list of those that are tried first, no rules of composition (NIST SP 800-63B §3.1.1).

use std::collections::HashSet;
use std::fmt;
use std::sync::LazyLock;

use crate::violation::{Fault, ViolationCode};

/// The least characters of a password.
pub const MIN_PASSWORD: usize = 8;
/// The most characters of a password.
pub const MAX_PASSWORD: usize = 128;

/// Runs that fingers follow: a password that only walks along them is common.
const WALKS: [&str; 8] = [
    "0123456789",
    "abcdefghijklmnopqrstuvwxyz",
    "qwertyuiop",
    "asdfghjkl",
    "zxcvbnm",
    "qwertzuiop",
    "azertyuiop",
    "1qaz2wsx3edc4rfv5tgb6yhn7ujm",
];

static COMMON: LazyLock<HashSet<&str>> =
    LazyLock::new(|| include_str!("../../data/common_passwords.txt").lines().filter(|line| !line.starts_with('#')).collect());

/// A password that may be set. It is compared exactly as received: no normalising, no trimming, no cutting.
#[derive(Clone, PartialEq, Eq)]
pub struct Password(String);

impl Password {
    /// Checks a password that somebody chooses.
    pub fn choose(text: &str) -> Result<Password, Fault> {
        match text.chars().count() {
            ..MIN_PASSWORD => Err(Fault::new(ViolationCode::TooShort, format!("At least {MIN_PASSWORD} characters."))),
            MIN_PASSWORD..=MAX_PASSWORD if is_common(text) => {
                Err(Fault::new(ViolationCode::CommonPassword, "This password is one of those that are tried first."))
            }
            MIN_PASSWORD..=MAX_PASSWORD => Ok(Password(text.to_owned())),
            _ => Err(Fault::new(ViolationCode::TooLong, format!("At most {MAX_PASSWORD} characters."))),
        }
    }

    /// A password that somebody presents: only compared, never stored.
    pub fn presented(text: &str) -> Password {
        Password(text.to_owned())
    }

    /// The bytes to be hashed.
    pub fn as_bytes(&self) -> &[u8] {
        self.0.as_bytes()
    }
}

impl fmt::Debug for Password {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Password(…)")
    }
}

/// Whether a password is in the list, with or without what people append to one, or is made without thought.
fn is_common(text: &str) -> bool {
    let lower = text.to_lowercase();
    let stem = lower.trim_end_matches(|c: char| c.is_ascii_digit() || c.is_ascii_punctuation());
    COMMON.contains(lower.as_str()) || COMMON.contains(stem) || repeats(&lower) || walks(&lower)
}

/// Whether it is one short piece again and again: `aaaaaaaa`, `abcabcabc`.
fn repeats(text: &str) -> bool {
    let chars: Vec<char> = text.chars().collect();
    (1..=4).any(|period| chars.iter().zip(chars.iter().skip(period)).all(|(a, b)| a == b))
}

/// Whether it walks along a row of keys or the alphabet, forth or back.
fn walks(text: &str) -> bool {
    WALKS.iter().any(|walk| {
        let twice = format!("{walk}{walk}");
        twice.contains(text) || twice.chars().rev().collect::<String>().contains(text)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_characters_of_any_script_will_do() {
        for text in ["correct horse battery", "пароль-для-работы", "        x", "🦀🦀🐻🐻🦊🦊🐼🐼", &"é!ü?ñ".repeat(25)]
        {
            assert!(Password::choose(text).is_ok(), "{text:?}");
        }
    }

    #[test]
    fn what_is_tried_first_is_refused() {
        for text in [
            "password",
            "Password1",
            "P@ssw0rd!",
            "iloveyou2",
            "qwertyuiop",
            "QWERTZUIO",
            "12345678",
            "87654321",
            "aaaaaaaa",
            "abababab",
            "hgfedcba",
        ] {
            let fault = Password::choose(text).unwrap_err();
            assert_eq!(fault.code, ViolationCode::CommonPassword, "{text}");
        }
    }

    #[test]
    fn length_is_counted_in_characters() {
        assert_eq!(Password::choose("ééééée1").unwrap_err().code, ViolationCode::TooShort);
        assert_eq!(Password::choose(&"xy!".repeat(100)).unwrap_err().code, ViolationCode::TooLong);
        assert!(!format!("{:?}", Password::choose("correct horse").unwrap()).contains("horse"));
    }

    #[test]
    fn the_list_is_lower_case_and_has_no_entry_that_is_too_short_to_matter() {
        assert!(COMMON.len() > 300);
        for entry in COMMON.iter() {
            assert!(!entry.is_empty() && entry.to_lowercase() == **entry && entry.chars().count() >= 4, "{entry:?}");
        }
    }
}
