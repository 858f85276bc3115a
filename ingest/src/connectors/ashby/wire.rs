//! What Ashby's posting API sends.

use serde::Deserialize;

use crate::families::lenient::{Flag, List, Number, Object, Text};

#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct Job {
    pub id: Text,
    pub title: Text,
    pub employment_type: Text,
    pub location: Text,
    pub secondary_locations: List<SecondaryLocation>,
    pub address: Object<Address>,
    pub is_remote: Flag,
    pub workplace_type: Text,
    pub published_at: Text,
    pub is_listed: Flag,
    pub job_url: Text,
    pub apply_url: Text,
    pub description_html: Text,
    pub description_plain: Text,
    pub should_display_compensation_on_job_postings: Flag,
    pub compensation: Object<Compensation>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct SecondaryLocation {
    pub location: Text,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct Address {
    pub postal_address: Object<PostalAddress>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct PostalAddress {
    pub address_locality: Text,
    pub address_region: Text,
    pub address_country: Text,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct Compensation {
    pub compensation_tier_summary: Text,
    pub scrapeable_compensation_salary_summary: Text,
    pub compensation_tiers: List<Tier>,
    pub summary_components: List<Component>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Tier {
    pub components: List<Component>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct Component {
    pub compensation_type: Text,
    pub summary: Text,
    pub interval: Text,
    pub currency_code: Text,
    pub min_value: Number,
    pub max_value: Number,
}
