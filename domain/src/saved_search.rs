//! A saved search: a stored query of one person, with a rhythm and channels.

use std::fmt;

use chrono_tz::Tz;

use crate::query::{MAX_LIST, SearchQuery};
use crate::slug_enum::slug_enum;
use crate::time_zone;
use crate::violation::{Fault, Violation, ViolationCode};

/// The form in which queries are stored; a change of the grammar's meaning makes it another.
pub const QUERY_VERSION: i16 = 1;
/// The most bytes of a stored query.
pub const MAX_QUERY: usize = 8 * 1024;

slug_enum! {
    /// How often a saved search tells.
    Cadence {
        /// Never; its matches can be read all the same.
        Off = "off",
        /// As soon as a listing matches.
        Instant = "instant",
        /// Once a day, at its hour.
        Daily = "daily",
        /// Once a week, on Monday at its hour.
        Weekly = "weekly",
    }
}

slug_enum! {
    /// How a saved search tells.
    Channel {
        /// A mail to the account's address.
        Email = "email",
        /// The account's webhook endpoints.
        Webhook = "webhook",
        /// A feed at a secret address.
        Feed = "feed",
    }
}

/// When a saved search tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Schedule {
    /// How often.
    pub cadence: Cadence,
    /// The hour of the day, 0 to 23, in the zone; instant alerts ignore it.
    pub hour: u8,
    /// The zone whose clock counts.
    pub zone: Tz,
}

/// Reads the zone of a schedule: an IANA name, never an offset.
pub fn zone(name: &str) -> Result<Tz, Fault> {
    time_zone::zone(name).ok_or_else(|| Fault::new(ViolationCode::UnknownTimeZone, "Not an IANA time zone, as Europe/Lisbon."))
}

/// A query as it is stored: the canonical form of the text that the search's address takes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredQuery {
    query: SearchQuery,
    text: String,
}

impl StoredQuery {
    /// Reads the pairs of a query string, which must ask for something: a search without a filter would bring every listing there is.
    pub fn from_pairs(pairs: &[(String, String)]) -> Result<StoredQuery, Vec<Violation>> {
        let query = SearchQuery::parse(pairs, &[])?;
        if !is_filtered(&query) {
            let detail =
                "A saved search needs a filter: without one it would bring every listing. Order, work mode and per_company alone are none.";
            return Err(vec![Violation::parameter("query", ViolationCode::Unfiltered, detail)]);
        }
        let text = write(&query);
        match text.len() {
            ..=MAX_QUERY => Ok(StoredQuery { query, text }),
            _ => Err(vec![Violation::parameter("query", ViolationCode::TooLong, format!("At most {MAX_QUERY} bytes."))]),
        }
    }

    /// The query.
    pub fn query(&self) -> &SearchQuery {
        &self.query
    }

    /// The query string: equal queries have equal text.
    pub fn as_str(&self) -> &str {
        &self.text
    }
}

impl fmt::Display for StoredQuery {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

/// Whether anything narrows the query but what narrows every one.
fn is_filtered(query: &SearchQuery) -> bool {
    let bare =
        SearchQuery { sort: query.sort, work_mode: query.work_mode.clone(), per_company: query.per_company, ..SearchQuery::default() };
    *query != bare
}

/// The query string of a query: lists with commas, everything but letters, digits and `-._~:/` escaped.
fn write(query: &SearchQuery) -> String {
    let mut out = String::new();
    for (name, values) in query.to_pairs() {
        debug_assert!(values.len() <= MAX_LIST);
        let joint = if out.is_empty() { "" } else { "&" };
        let values: Vec<String> = values.iter().map(|value| escaped(value)).collect();
        out.push_str(&format!("{joint}{name}={}", values.join(",")));
    }
    out
}

fn escaped(value: &str) -> String {
    let mut out = String::with_capacity(value.len());
    for byte in value.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b':' | b'/' => out.push(char::from(byte)),
            byte => out.push_str(&format!("%{byte:02X}")),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stored(pairs: &[(&str, &str)]) -> Result<StoredQuery, Vec<Violation>> {
        StoredQuery::from_pairs(&pairs.iter().map(|(n, v)| ((*n).to_owned(), (*v).to_owned())).collect::<Vec<_>>())
    }

    #[test]
    fn equal_searches_are_stored_alike() {
        let a = stored(&[("skill", "rust"), ("skill", "go"), ("q", "a&b=ü")]).unwrap();
        let b = stored(&[("q", "a&b=ü"), ("skill", "go,rust")]).unwrap();
        assert_eq!(a.as_str(), b.as_str());
        assert_eq!(a.as_str(), "q=a%26b%3D%C3%BC&skill=go,rust&work_mode=remote&sort=relevance");
    }

    #[test]
    fn a_search_for_everything_is_refused_with_the_reason() {
        for pairs in [&[][..], &[("sort", "-score")], &[("work_mode", "any")], &[("per_company", "2")], &[("q", " ")]] {
            let wrong = stored(pairs).unwrap_err();
            assert_eq!(wrong[0].code, ViolationCode::Unfiltered, "{pairs:?}");
        }
        assert!(stored(&[("exclude_skill", "php")]).is_ok());
        assert_eq!(stored(&[("skil", "php")]).unwrap_err()[0].code, ViolationCode::UnknownParameter);
    }

    #[test]
    fn zones_are_iana_names() {
        assert!(zone("Europe/Lisbon").is_ok() && zone("UTC").is_ok());
        for name in ["", "Mars/Olympus", "+02:00", "europe/lisbon ", "Europe/Lisbon\r\n"] {
            assert_eq!(zone(name).unwrap_err().code, ViolationCode::UnknownTimeZone, "{name:?}");
        }
    }
}
