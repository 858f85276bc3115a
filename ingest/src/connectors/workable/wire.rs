//! What Workable's widget API sends. Missing values are empty strings.

use serde::Deserialize;

use crate::families::lenient::{Flag, List, Text};

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Row {
    pub shortcode: Text,
    pub title: Text,
    pub url: Text,
    pub application_url: Text,
    pub employment_type: Text,
    pub telecommuting: Flag,
    /// A date without a time.
    pub published_on: Text,
    pub created_at: Text,
    pub country: Text,
    pub state: Text,
    pub city: Text,
    pub locations: List<Location>,
    pub description: Text,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Location {
    pub country: Text,
    pub region: Text,
    pub city: Text,
    pub hidden: Flag,
}
