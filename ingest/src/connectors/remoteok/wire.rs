//! What Remote OK's API sends.

use serde::Deserialize;

use crate::families::lenient::{List, Number, Text};

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Job {
    /// Only in the first element, which is a notice.
    pub legal: Text,
    pub id: Text,
    pub position: Text,
    pub company: Text,
    pub tags: List<Text>,
    pub location: Text,
    /// US dollars a year; 0 is unknown.
    pub salary_min: Number,
    pub salary_max: Number,
    pub description: Text,
    pub url: Text,
    pub apply_url: Text,
    pub date: Text,
    /// Seconds.
    pub epoch: Number,
}
