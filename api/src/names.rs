//! What values are called by people.

use domain::place::{Country, Region};
use domain::role::Role;
use domain::skill::Skill;
use search::Generation;

/// The name of a value of a field, by the slug of the field; the value itself where it is a word already, or not known.
pub fn of(generation: &Generation, field: &str, value: &str) -> String {
    let known = match field {
        "role" => Role::from_slug(value).map(Role::title).map(str::to_owned),
        "skill" => Skill::from_slug(value).map(Skill::name).map(str::to_owned),
        "country" => Country::from_code(value).map(Country::name).map(str::to_owned),
        "region" => Region::from_code(value).map(Region::name).map(str::to_owned),
        "company" => generation.company_name(value),
        "family" | "seniority" | "employment_type" => Some(value.replace(['-', '_'], " ")),
        _ => None,
    };
    known.unwrap_or_else(|| value.to_owned())
}
