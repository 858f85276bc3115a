//! What Pinpoint's job feed sends.

use serde::Deserialize;

use crate::families::lenient::{Flag, Number, Object, Text};

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Posting {
    pub id: Text,
    pub title: Text,
    pub url: Text,
    pub location: Object<Location>,
    pub job: Object<Job>,
    /// `onsite`, `hybrid` or `remote`.
    pub workplace_type: Text,
    pub employment_type: Text,
    pub employment_type_text: Text,
    /// In words: `$17.00 - $18.00 / hour`.
    pub compensation: Text,
    pub compensation_minimum: Number,
    pub compensation_maximum: Number,
    pub compensation_currency: Text,
    pub compensation_frequency: Text,
    pub compensation_visible: Flag,
    pub deadline_at: Text,
    pub description: Text,
    pub key_responsibilities: Text,
    pub key_responsibilities_header: Text,
    pub skills_knowledge_expertise: Text,
    pub skills_knowledge_expertise_header: Text,
    pub benefits: Text,
    pub benefits_header: Text,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Location {
    pub name: Text,
    pub city: Text,
    pub province: Text,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Job {
    pub requisition_id: Text,
}
