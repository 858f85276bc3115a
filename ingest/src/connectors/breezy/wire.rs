//! What Breezy's boards send.

use serde::Deserialize;

use crate::families::lenient::{Flag, List, Object, Text};

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Position {
    pub id: Text,
    pub name: Text,
    pub url: Text,
    pub published_date: Text,
    #[serde(rename = "type")]
    pub kind: Object<Kind>,
    pub location: Object<Location>,
    /// Every place, where a company shows several.
    pub locations: List<Location>,
    /// As shown, in thousands: `$1.40k - $1.80k`; mostly without a period.
    pub salary: Text,
    pub description: Text,
    pub company: Object<Named>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Kind {
    pub id: Text,
    pub name: Text,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Location {
    pub country: Object<Named>,
    pub state: Object<Named>,
    pub city: Text,
    pub is_remote: Flag,
    pub name: Text,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Named {
    pub name: Text,
}
