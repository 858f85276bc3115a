//! What USAJOBS' search API sends.

use serde::Deserialize;

use crate::families::lenient::{Flag, List, Number, Object, Text};

#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "PascalCase")]
pub(super) struct Announcement {
    pub matched_object_id: Text,
    pub matched_object_descriptor: Object<Descriptor>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "PascalCase")]
pub(super) struct Descriptor {
    #[serde(rename = "PositionID")]
    pub position_id: Text,
    pub position_title: Text,
    #[serde(rename = "PositionURI")]
    pub position_uri: Text,
    #[serde(rename = "ApplyURI")]
    pub apply_uri: List<Text>,
    pub organization_name: Text,
    pub department_name: Text,
    pub position_location: List<Location>,
    pub position_location_display: Text,
    pub position_remuneration: List<Pay>,
    pub position_schedule: List<Named>,
    pub position_offering_type: List<Named>,
    pub qualification_summary: Text,
    pub publication_start_date: Text,
    pub application_close_date: Text,
    pub user_area: Object<UserArea>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "PascalCase")]
pub(super) struct Location {
    pub location_name: Text,
    /// The country's name, whatever the field is called.
    pub country_code: Text,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "PascalCase")]
pub(super) struct Pay {
    pub minimum_range: Number,
    pub maximum_range: Number,
    /// `PA`, `PH`; formerly `Per Year`, `Per Hour`.
    pub rate_interval_code: Text,
    pub description: Text,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "PascalCase")]
pub(super) struct Named {
    pub name: Text,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "PascalCase")]
pub(super) struct UserArea {
    pub details: Object<Details>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "PascalCase")]
pub(super) struct Details {
    pub job_summary: Text,
    pub major_duties: List<Text>,
    pub remote_indicator: Flag,
}

/// Of the list itself.
#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "PascalCase")]
pub(super) struct ListArea {
    pub number_of_pages: Number,
}
