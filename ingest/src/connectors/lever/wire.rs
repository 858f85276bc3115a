//! What Lever's postings API sends.

use serde::Deserialize;

use crate::families::lenient::{List, Number, Object, Text};

#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct Posting {
    pub id: Text,
    pub text: Text,
    pub categories: Object<Categories>,
    pub country: Text,
    pub workplace_type: Text,
    pub salary_range: Object<SalaryRange>,
    pub salary_description: Text,
    pub salary_description_plain: Text,
    /// Epoch milliseconds.
    pub created_at: Number,
    pub description: Text,
    pub description_plain: Text,
    pub lists: List<Section>,
    pub additional: Text,
    pub additional_plain: Text,
    pub hosted_url: Text,
    pub apply_url: Text,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct Categories {
    pub location: Text,
    pub all_locations: List<Text>,
    pub commitment: Text,
}

/// A headed list; the content is bare `<li>` items.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Section {
    pub text: Text,
    pub content: Text,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct SalaryRange {
    pub min: Number,
    pub max: Number,
    pub currency: Text,
    pub interval: Text,
}
