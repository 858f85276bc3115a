//! What Working Nomads' API sends.

use serde::Deserialize;

use crate::families::lenient::Text;

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Job {
    /// Leads on to where one applies; the only thing that tells jobs apart.
    pub url: Text,
    pub title: Text,
    pub company_name: Text,
    /// In words, cut at some 60 characters.
    pub location: Text,
    /// One text, parted by commas.
    pub tags: Text,
    pub description: Text,
    pub pub_date: Text,
}

/// The number of a job, from its address: `https://…/job/go/1719512/`.
pub(super) fn id(url: &str) -> &str {
    url.split(['?', '#']).next().unwrap_or_default().trim_end_matches('/').rsplit('/').next().unwrap_or_default()
}
