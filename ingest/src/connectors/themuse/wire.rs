//! What The Muse's jobs API sends.

use serde::Deserialize;

use crate::families::lenient::{List, Object, Text};

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Job {
    pub id: Text,
    /// The title.
    pub name: Text,
    pub contents: Text,
    pub company: Object<Named>,
    pub locations: List<Named>,
    pub publication_date: Text,
    pub refs: Object<Refs>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Named {
    pub name: Text,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Refs {
    pub landing_page: Text,
}
