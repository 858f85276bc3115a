//! What Rippling's board API sends, in lists and for a single job.

use serde::Deserialize;

use crate::families::lenient::{Flag, List, Object, Text};

#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct Job {
    pub uuid: Text,
    pub name: Text,
    pub url: Text,
    /// In lists: the place of this row.
    pub work_location: Object<Labelled>,
    /// The places of other rows of the same job.
    #[serde(skip)]
    pub places: Vec<String>,
    /// For a single job: all places.
    pub work_locations: List<Text>,
    pub is_remote: Flag,
    pub employment_type: Object<Labelled>,
    pub description: Object<Description>,
    pub created_on: Text,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Labelled {
    pub label: Text,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Description {
    pub company: Text,
    pub role: Text,
}
