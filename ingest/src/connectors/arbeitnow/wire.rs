//! What Arbeitnow's API sends.

use serde::Deserialize;

use crate::families::lenient::{Flag, List, Text};

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Job {
    /// The id.
    pub slug: Text,
    pub title: Text,
    pub company_name: Text,
    pub description: Text,
    pub remote: Flag,
    pub url: Text,
    pub tags: List<Text>,
    /// Kinds of employment and levels, in German or English.
    pub job_types: List<Text>,
    pub location: Text,
    /// Epoch seconds.
    pub created_at: Text,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Links {
    pub next: Text,
}
