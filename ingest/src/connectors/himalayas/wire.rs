//! What Himalayas' API sends.

use serde::{Deserialize, Deserializer};
use serde_json::Value;

use crate::families::lenient::{List, Number, Text};

#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct Job {
    pub guid: Text,
    pub application_link: Text,
    pub title: Text,
    pub company_name: Text,
    pub employment_type: Text,
    pub min_salary: Number,
    pub max_salary: Number,
    pub currency: Text,
    /// Stands there even when the amounts are null.
    pub salary_period: Text,
    pub location_restrictions: List<Country>,
    /// Hours east of UTC, quarters included.
    pub timezone_restrictions: List<Number>,
    /// With hyphens for blanks.
    pub categories: List<Text>,
    pub description: Text,
    pub excerpt: Text,
    /// Epoch seconds.
    pub pub_date: Text,
    pub expiry_date: Text,
}

/// A country by name; newer answers have an object with the name in it.
#[derive(Debug)]
pub(super) struct Country(pub String);

impl<'de> Deserialize<'de> for Country {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Country, D::Error> {
        let value = Value::deserialize(d)?;
        let name = value.as_str().or_else(|| value.get("name")?.as_str()).map(str::trim).filter(|name| !name.is_empty());
        name.map(|name| Country(name.to_owned())).ok_or_else(|| serde::de::Error::custom("no country name"))
    }
}
