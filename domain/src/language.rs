//! The language a posting is written in.

use std::fmt;

/// A BCP 47 primary language tag of two or three letters, lower case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Language([u8; 3]);

impl Language {
    /// English.
    pub const EN: Language = Language([b'e', b'n', 0]);

    /// Reads a tag; region and script are dropped (`pt-BR` → `pt`).
    pub fn parse(tag: &str) -> Option<Language> {
        let primary = tag.split(['-', '_']).next()?.as_bytes();
        match *primary {
            [a, b] if primary.is_ascii() => Some(Language([lower(a)?, lower(b)?, 0])),
            [a, b, c] if primary.is_ascii() => Some(Language([lower(a)?, lower(b)?, lower(c)?])),
            _ => None,
        }
    }

    /// The tag.
    pub fn tag(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or("und").trim_end_matches('\0')
    }
}

fn lower(byte: u8) -> Option<u8> {
    byte.is_ascii_alphabetic().then(|| byte.to_ascii_lowercase())
}

impl fmt::Display for Language {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.tag())
    }
}

impl serde::Serialize for Language {
    fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.serialize_str(self.tag())
    }
}

impl<'de> serde::Deserialize<'de> for Language {
    fn deserialize<D: serde::Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        let text = <std::borrow::Cow<'de, str> as serde::Deserialize>::deserialize(d)?;
        Language::parse(&text).ok_or_else(|| serde::de::Error::custom("not a language tag"))
    }
}
