//! What Oracle's recruiting API sends, in lists and for a single job.

use serde::Deserialize;

use crate::families::lenient::{List, Text};

#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "PascalCase")]
pub(super) struct Requisition {
    pub id: Text,
    pub title: Text,
    pub legal_employer: Text,
    pub primary_location: Text,
    /// The name in lists is written with a small letter.
    #[serde(rename = "secondaryLocations")]
    pub secondary_locations: List<Location>,
    /// `Remote`, `Hybrid` or `On-site`.
    pub workplace_type: Text,
    pub job_schedule: Text,
    /// In lists: a date.
    pub posted_date: Text,
    pub external_posted_start_date: Text,
    pub external_posted_end_date: Text,
    pub short_description_str: Text,
    pub external_description_str: Text,
    pub external_responsibilities_str: Text,
    pub external_qualifications_str: Text,
}

impl Requisition {
    /// The places beside the first.
    pub fn secondary(&self) -> impl Iterator<Item = String> {
        self.secondary_locations.iter().filter_map(|at| at.name.to_option())
    }
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "PascalCase")]
pub(super) struct Location {
    pub name: Text,
}
