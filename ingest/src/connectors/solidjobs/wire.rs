//! What SOLID.Jobs' offers API sends.

use serde::Deserialize;

use crate::families::lenient::{Flag, List, Number, Object, Text};

#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct Offer {
    pub job_offer_key: Text,
    pub title: Text,
    pub company: Text,
    pub url: Text,
    pub salary: Object<Salary>,
    /// `full_time` or `part_time`.
    pub contract_time: Text,
    pub locations: List<Text>,
    pub is_remote: Flag,
    pub is_hybrid: Flag,
    pub skills: List<Skill>,
    pub description: Text,
    pub valid_from: Text,
    pub valid_to: Text,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct Salary {
    pub from: Number,
    pub to: Number,
    pub currency: Text,
    pub period: Text,
    /// `B2B`, `UoP` (employment) or `UZ` (mandate).
    pub employment_type: Text,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Skill {
    pub name: Text,
}
