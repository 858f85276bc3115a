//! What BambooHR's career pages read.

use serde::Deserialize;

use crate::families::lenient::{Flag, Number, Object, Text};

#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct Meta {
    pub total_count: Number,
}

/// The answer for one opening.
#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct Detail {
    pub job_opening: Object<Opening>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct Opening {
    /// Unique within a company only; absent from the answer for one.
    pub id: Text,
    pub job_opening_share_url: Text,
    pub job_opening_name: Text,
    pub job_opening_status: Text,
    pub employment_status_label: Text,
    pub location: Object<Location>,
    pub ats_location: Object<Location>,
    pub is_remote: Flag,
    /// "0" on site, "1" remote, "2" hybrid.
    pub location_type: Text,
    pub description: Text,
    /// As the employer writes it, with or without a currency.
    pub compensation: Text,
    pub date_posted: Text,
}

/// One of the two locations of an opening is filled.
#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct Location {
    pub city: Text,
    pub state: Text,
    pub province: Text,
    pub country: Text,
    pub address_country: Text,
}
