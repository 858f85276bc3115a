//! What Workday's careers API sends, in lists and for a single job.

use serde::Deserialize;

use crate::families::lenient::{Flag, List, Object, Text};
use crate::families::text;

#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct Listed {
    pub title: Text,
    /// `/job/{place}/{title}_{number}`.
    pub external_path: Text,
    /// A place, or how many there are ("3 Locations").
    pub locations_text: Text,
    pub remote_type: Text,
    /// Whatever the employer chose to show; mostly the requisition.
    pub bullet_fields: List<Text>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct Detail {
    pub job_posting_info: Object<Job>,
    pub hiring_organization: Object<Employer>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Employer {
    pub name: Text,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct Job {
    pub title: Text,
    /// `{title}_{number}`.
    pub job_posting_id: Text,
    pub job_req_id: Text,
    pub external_url: Text,
    pub job_description: Text,
    pub location: Text,
    pub additional_locations: List<Text>,
    pub country: Object<Country>,
    pub remote_type: Text,
    pub time_type: Text,
    /// When it was posted.
    pub start_date: Text,
    pub end_date: Text,
    pub posted: Flag,
}

impl Job {
    /// The places; the country is told of the first one.
    pub fn places(&self) -> Option<String> {
        let country = self.country.get().and_then(|country| country.descriptor.get());
        let first = text::place([self.location.get(), country]);
        text::places(first.into_iter().chain(self.additional_locations.texts().map(str::to_owned)))
    }
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Country {
    pub descriptor: Text,
}

/// What tells the postings of a board apart: what stands behind the last `_` of a path, or its last part.
pub(super) fn number(path: &str) -> &str {
    let last = path.split(['?', '#']).next().unwrap_or_default().trim_end_matches('/').rsplit('/').next().unwrap_or_default();
    last.rsplit('_').next().unwrap_or(last)
}

/// Whether a text counts places instead of naming them: `3 Locations`, `2 Standorte`.
pub(super) fn is_count(text: &str) -> bool {
    let mut words = text.split_whitespace();
    words.next().is_some_and(|word| word.bytes().all(|b| b.is_ascii_digit())) && words.next().is_some() && words.next().is_none()
}
