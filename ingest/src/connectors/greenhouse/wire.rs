//! What Greenhouse's job board API sends.

use serde::Deserialize;
use serde_json::Value;

use crate::families::lenient::{List, Number, Object, Text};

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Job {
    pub id: Text,
    pub internal_job_id: Text,
    pub requisition_id: Text,
    pub title: Text,
    pub company_name: Text,
    pub absolute_url: Text,
    pub location: Object<Location>,
    pub offices: List<Office>,
    pub metadata: List<Metadata>,
    /// HTML with its entities escaped once more.
    pub content: Text,
    /// The publication; `updated_at` moves with any edit and is not read.
    pub first_published: Text,
    pub application_deadline: Text,
    pub language: Text,
    pub pay_input_ranges: List<PayRange>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Location {
    pub name: Text,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Office {
    pub name: Text,
    pub location: Text,
}

/// A field that the employer defined; the value has any type.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Metadata {
    pub name: Text,
    pub value: Value,
}

/// A pay range of the single-job call. Amounts are in cents; there is no field for the period.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct PayRange {
    pub min_cents: Number,
    pub max_cents: Number,
    pub currency_type: Text,
    pub title: Text,
    pub blurb: Text,
}

/// What the envelope says of the list.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Meta {
    pub total: Number,
}
