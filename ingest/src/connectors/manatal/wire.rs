//! What Manatal's career pages read.

use serde::Deserialize;

use crate::families::lenient::{Flag, Number, Text};

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Job {
    /// Part of the job's address; the id.
    pub hash: Text,
    pub position_name: Text,
    pub description: Text,
    pub country: Text,
    pub state: Text,
    pub city: Text,
    pub location_display: Text,
    pub is_salary_visible: Flag,
    pub salary_min: Number,
    pub salary_max: Number,
    pub currency_code: Text,
}
