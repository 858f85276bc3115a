//! What Eightfold's career pages read.

use serde::Deserialize;

use crate::families::lenient::{Flag, List, Text};

/// A position, in the list or by itself.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Position {
    pub id: Text,
    pub name: Text,
    pub posting_name: Text,
    pub location: Text,
    pub locations: List<Text>,
    /// Epoch seconds.
    pub t_create: Text,
    pub display_job_id: Text,
    pub ats_job_id: Text,
    /// Empty in lists.
    pub job_description: Text,
    pub locale: Text,
    /// onsite, hybrid, remote_local, remote_global.
    pub work_location_option: Text,
    pub location_flexibility: Text,
    #[serde(rename = "canonicalPositionUrl")]
    pub canonical_position_url: Text,
    #[serde(rename = "isPrivate")]
    pub is_private: Flag,
}
