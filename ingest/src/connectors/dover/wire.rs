//! What Dover's careers pages read.

use serde::Deserialize;

use crate::families::lenient::{Flag, List, Number, Object, Text};

/// A job, in the list or by itself.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Job {
    pub id: Text,
    pub title: Text,
    pub client_name: Text,
    pub location: Text,
    pub locations: List<Location>,
    #[serde(rename = "isRemote")]
    pub is_remote: Flag,
    pub workplace_type: Text,
    #[serde(rename = "jobPostingUrl")]
    pub job_posting_url: Text,
    #[serde(rename = "publishedAt")]
    pub published_at: Text,
    pub created: Text,
    pub is_published: Flag,
    /// An example that every new customer gets.
    pub is_sample: Flag,
    pub user_provided_description: Text,
    pub compensation: Object<Compensation>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Location {
    pub name: Text,
    /// IN_OFFICE, REMOTE or HYBRID.
    pub location_type: Text,
    pub location_option: Object<Parts>,
}

/// The parts of a place.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Parts {
    pub display_name: Text,
    pub city: Text,
    pub state: Text,
    pub country: Text,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Compensation {
    pub lower_bound: Number,
    pub upper_bound: Number,
    pub currency_code: Text,
    /// The employment type goes with the pay: FULL_TIME, CONTRACT.
    pub employment_type: Text,
    pub salary_type: Text,
}
