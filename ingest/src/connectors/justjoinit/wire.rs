//! What Just Join IT's candidate API sends.

use serde::Deserialize;

use crate::families::lenient::{List, Number, Object, Text};

/// An offer, in the list or by itself.
#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct Offer {
    /// The id in the list.
    pub guid: Text,
    pub slug: Text,
    pub title: Text,
    pub company_name: Text,
    /// office, hybrid, remote.
    pub workplace_type: Text,
    /// full_time, part_time and others.
    pub working_time: Text,
    /// junior, mid, senior, c_level.
    pub experience_level: Text,
    pub city: Text,
    pub country_code: Text,
    pub locations: List<Location>,
    pub employment_types: List<Pay>,
    pub required_skills: List<Skill>,
    pub nice_to_have_skills: List<Skill>,
    pub published_at: Text,
    pub expired_at: Text,
    pub apply_url: Text,
    /// Only in the answer for one offer.
    pub body: Text,
}

/// One kind of contract with its pay, in the currency of the offer or converted.
#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct Pay {
    #[serde(rename = "type")]
    pub kind: Text,
    pub from: Number,
    pub to: Number,
    pub currency: Text,
    /// `original` or `conversion`.
    pub currency_source: Text,
    pub unit: Text,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Location {
    pub city: Text,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Skill {
    pub name: Text,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct Meta {
    pub from: Number,
    pub total_items: Number,
    pub next: Object<Cursor>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Cursor {
    pub cursor: Number,
}
