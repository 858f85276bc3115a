//! The parts of schema.org's JobPosting that are read. Any value may be a list, and a thing may be a bare name.

use serde::de::{Deserialize, DeserializeOwned, Deserializer};
use serde_json::Value;

use crate::families::lenient::{List, Number, Text};

/// A job posting.
#[derive(Debug, Default, serde::Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub struct JobPosting {
    pub(super) title: Name,
    pub(super) name: Name,
    pub(super) url: Name,
    #[serde(rename = "@id")]
    pub(super) id: Name,
    pub(super) identifier: Identifier,
    pub(super) description: Name,
    pub(super) responsibilities: Names,
    pub(super) qualifications: Names,
    pub(super) education_requirements: Names,
    pub(super) experience_requirements: Names,
    pub(super) job_benefits: Names,
    pub(super) incentive_compensation: Names,
    pub(super) skills: Names,
    pub(super) hiring_organization: Name,
    pub(super) job_location: List<TextOr<Place>>,
    pub(super) job_location_type: Names,
    pub(super) applicant_location_requirements: List<TextOr<Area>>,
    pub(super) base_salary: List<TextOr<MonetaryAmount>>,
    pub(super) salary_currency: Text,
    pub(super) employment_type: Names,
    pub(super) date_posted: Name,
    pub(super) valid_through: Name,
}

/// A place, or the city, state or country that stands for one.
#[derive(Debug, Default, serde::Deserialize)]
#[serde(default)]
pub(super) struct Place {
    pub name: Name,
    pub address: List<TextOr<PostalAddress>>,
}

#[derive(Debug, Default, serde::Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct PostalAddress {
    pub address_locality: Name,
    pub address_region: Name,
    pub address_country: Name,
}

/// An administrative area that applicants have to live in.
#[derive(Debug, Default, serde::Deserialize)]
#[serde(default)]
pub(super) struct Area {
    #[serde(rename = "@type")]
    pub kind: Name,
    pub name: Name,
}

#[derive(Debug, Default, serde::Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct MonetaryAmount {
    pub currency: Text,
    pub value: List<TextOr<QuantitativeValue>>,
    pub min_value: Number,
    pub max_value: Number,
    pub unit_text: Name,
}

#[derive(Debug, Default, serde::Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct QuantitativeValue {
    pub value: Name,
    pub min_value: Number,
    pub max_value: Number,
    pub unit_text: Name,
}

/// What a thing is called: a text, the name or value of an object, or the first of a list.
#[derive(Debug, Default)]
pub(super) struct Name(Option<String>);

impl Name {
    pub fn get(&self) -> Option<&str> {
        self.0.as_deref()
    }
}

impl<'de> Deserialize<'de> for Name {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Name, D::Error> {
        Ok(Name(called(&Value::deserialize(d)?, &["@value", "name", "legalName"])))
    }
}

/// An employer's number for a posting: a text, or the value of a PropertyValue.
#[derive(Debug, Default)]
pub(super) struct Identifier(Option<String>);

impl Identifier {
    pub fn get(&self) -> Option<&str> {
        self.0.as_deref()
    }
}

impl<'de> Deserialize<'de> for Identifier {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Identifier, D::Error> {
        Ok(Identifier(called(&Value::deserialize(d)?, &["value", "@value"])))
    }
}

/// What several things are called.
#[derive(Debug, Default)]
pub(super) struct Names(Vec<String>);

impl Names {
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(String::as_str)
    }
}

impl<'de> Deserialize<'de> for Names {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Names, D::Error> {
        let values = List::<Name>::deserialize(d)?;
        Ok(Names(values.iter().filter_map(|name| name.0.clone()).collect()))
    }
}

fn called(value: &Value, members: &[&str]) -> Option<String> {
    match value {
        Value::String(text) => Some(text.trim().to_owned()).filter(|text| !text.is_empty()),
        Value::Number(number) => Some(number.to_string()),
        Value::Array(values) => values.iter().find_map(|value| called(value, members)),
        Value::Object(object) => members.iter().find_map(|member| called(object.get(*member)?, members)),
        _ => None,
    }
}

/// An object, or a text (a number) in its place.
#[derive(Debug)]
pub(super) enum TextOr<T> {
    Text(String),
    Object(T),
}

impl<'de, T: DeserializeOwned> Deserialize<'de> for TextOr<T> {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<TextOr<T>, D::Error> {
        let value = Value::deserialize(d)?;
        if value.is_object() {
            return serde_json::from_value(value).map(TextOr::Object).map_err(serde::de::Error::custom);
        }
        called(&value, &[]).map(TextOr::Text).ok_or_else(|| serde::de::Error::custom("neither a text nor an object"))
    }
}
