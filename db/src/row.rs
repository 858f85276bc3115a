//! From columns to domain values. What does not fit was not written by this program, and is an error.

use domain::company::Company;
use domain::time::Timestamp;
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::error::Error;

/// Names a row for errors.
#[derive(Clone, Copy)]
pub(crate) struct At<'a> {
    pub table: &'static str,
    pub id: &'a str,
}

impl At<'_> {
    /// The value, or that this column is corrupt.
    pub fn need<T>(self, column: &'static str, value: Option<T>) -> Result<T, Error> {
        value.ok_or_else(|| Error::corrupt(self.table, column, self.id))
    }

    /// A value that may be absent, but not broken.
    pub fn optional<T>(self, column: &'static str, text: Option<&str>, parse: impl Fn(&str) -> Option<T>) -> Result<Option<T>, Error> {
        text.map(|text| self.need(column, parse(text))).transpose()
    }

    /// A value from its JSON.
    pub fn json<T: DeserializeOwned>(self, column: &'static str, text: &str) -> Result<T, Error> {
        self.need(column, serde_json::from_str(text).ok())
    }

    /// An employer from its two columns.
    pub fn company(self, slug: Option<String>, name: Option<String>) -> Result<Option<Company>, Error> {
        match (slug, name) {
            (Some(slug), Some(name)) => Ok(Some(Company { slug, name })),
            (None, None) => Ok(None),
            _ => Err(Error::corrupt(self.table, "company_name", self.id)),
        }
    }
}

/// A value as JSON.
pub(crate) fn to_json<T: Serialize>(at: At<'_>, column: &'static str, value: &T) -> Result<String, Error> {
    at.need(column, serde_json::to_string(value).ok())
}

pub(crate) fn time(micros: Option<i64>) -> Option<Timestamp> {
    micros.map(Timestamp::from_unix_micros)
}

pub(crate) fn micros(at: Option<Timestamp>) -> Option<i64> {
    at.map(Timestamp::unix_micros)
}
