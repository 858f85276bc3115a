//! What Adzuna's search API sends; the `__CLASS__` in every object says nothing.

use serde::Deserialize;

use crate::families::lenient::{Flag, List, Number, Object, Text};

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Job {
    pub id: Text,
    pub title: Text,
    pub company: Object<Company>,
    pub location: Object<Location>,
    /// The first 500 characters.
    pub description: Text,
    /// In the country's currency; most by year, some as the advert has them.
    pub salary_min: Number,
    pub salary_max: Number,
    /// "1" where the amounts are Adzuna's guess.
    pub salary_is_predicted: Flag,
    pub contract_time: Text,
    pub contract_type: Text,
    pub created: Text,
    pub redirect_url: Text,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Company {
    pub display_name: Text,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Location {
    pub display_name: Text,
    /// From the country down.
    pub area: List<Text>,
}
