//! What Gem's GraphQL API sends.

use serde::Deserialize;

use crate::families::lenient::{Flag, List, Object, Text};

/// One answer of a batch.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Answer {
    pub data: Object<Data>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct Data {
    pub job_board_external: Object<JobBoard>,
    pub oats_external_job_posting: Object<Posting>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct JobBoard {
    pub team_display_name: Text,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct Posting {
    pub ext_id: Text,
    pub title: Text,
    pub locations: List<Location>,
    pub job: Object<Job>,
    pub description_html: Text,
    pub compensation_html: Text,
    pub first_published_ts_sec: Text,
    pub is_unlisted_externally: Flag,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct Location {
    pub name: Text,
    pub city: Text,
    /// ISO 3166-1 alpha-2.
    pub iso_country: Text,
    pub is_remote: Flag,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct Job {
    pub location_type: Text,
    pub employment_type: Text,
    pub requisition_id: Text,
    pub team_display_name: Text,
}
