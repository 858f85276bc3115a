//! What Remotive's API sends.

use serde::Deserialize;

use crate::families::lenient::{List, Text};

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Job {
    pub id: Text,
    pub url: Text,
    pub title: Text,
    pub company_name: Text,
    pub tags: List<Text>,
    pub job_type: Text,
    /// ISO without a zone: UTC.
    pub publication_date: Text,
    pub candidate_required_location: Text,
    /// Free text.
    pub salary: Text,
    pub description: Text,
}
