//! What Work at a Startup's pages carry, in lists and for a single job.

use serde::Deserialize;

use crate::families::lenient::{List, Text};

#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct Job {
    pub id: Text,
    pub title: Text,
    /// A path.
    pub url: Text,
    pub apply_url: Text,
    pub company_name: Text,
    pub location: Text,
    /// `Full-time`.
    #[serde(rename = "type")]
    pub kind: Text,
    /// In words: `$140K - $200K`.
    pub salary_range: Text,
    pub skills: List<Text>,
    /// Plain text; only for a single job.
    pub description: Text,
}
