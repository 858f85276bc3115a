//! What Comeet's hosted pages give to their scripts.

use serde::Deserialize;

use crate::families::lenient::{Flag, List, Object, Text};

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Company {
    pub name: Text,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Position {
    pub uid: Text,
    pub name: Text,
    pub company_name: Text,
    pub location: Object<Location>,
    pub url_comeet_hosted_page: Text,
    /// The employer's own page, where it has one.
    pub url_active_page: Text,
    pub employment_type: Text,
    pub workplace_type: Text,
    pub is_internal: Flag,
    /// The parts of the text; only on a position's own page, within `custom_fields` or beside it.
    pub details: List<Part>,
    pub custom_fields: Object<CustomFields>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct CustomFields {
    pub details: List<Part>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Part {
    pub name: Text,
    pub value: Text,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Location {
    pub name: Text,
    pub city: Text,
    pub state: Text,
    /// ISO 3166-1 alpha-2.
    pub country: Text,
    pub is_remote: Flag,
}
