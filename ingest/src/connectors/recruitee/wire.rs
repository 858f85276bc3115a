//! What Recruitee's careers site API sends.

use serde::Deserialize;

use crate::families::lenient::{Flag, List, Number, Object, Text};

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Offer {
    pub id: Text,
    pub title: Text,
    pub company_name: Text,
    pub status: Text,
    pub location: Text,
    pub city: Text,
    pub state_name: Text,
    pub country: Text,
    pub locations: List<Location>,
    pub remote: Flag,
    pub hybrid: Flag,
    pub on_site: Flag,
    pub employment_type_code: Text,
    pub salary: Object<Salary>,
    pub description: Text,
    pub requirements: Text,
    pub tags: List<Text>,
    /// As `2026-08-05 10:10:39 UTC`.
    pub published_at: Text,
    pub created_at: Text,
    pub close_at: Text,
    pub careers_url: Text,
    pub careers_apply_url: Text,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Location {
    pub name: Text,
    pub city: Text,
    pub state: Text,
    pub country: Text,
}

/// Amounts are numbers in strings, or null.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Salary {
    pub min: Number,
    pub max: Number,
    pub period: Text,
    pub currency: Text,
}
