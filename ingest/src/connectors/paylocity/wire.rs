//! What Paylocity's careers pages carry.

use serde::Deserialize;

use crate::families::lenient::{Flag, Object, Text};

#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "PascalCase")]
pub(super) struct Job {
    pub job_id: Text,
    pub job_title: Text,
    /// The employer's name of the place.
    pub location_name: Text,
    pub job_location: Object<Location>,
    pub is_remote: Flag,
    pub is_internal: Flag,
    pub published_date: Text,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "PascalCase")]
pub(super) struct Location {
    pub city: Text,
    pub metro: Text,
    pub state: Text,
    pub country: Text,
}
