//! What Jobicy's API sends, with the field names of 2024 and of 2026.

use serde::Deserialize;

use crate::families::lenient::{List, Number, Text};

#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct Job {
    pub id: Text,
    pub url: Text,
    pub job_title: Text,
    pub company_name: Text,
    pub job_type: List<Text>,
    /// "Anywhere", or places with a comma and two blanks between them.
    pub job_geo: Text,
    pub job_description: Text,
    pub job_excerpt: Text,
    pub pub_date: Text,
    pub salary_min: Number,
    pub salary_max: Number,
    pub salary_period: Text,
    /// Until 2024: strings, a year.
    pub annual_salary_min: Number,
    pub annual_salary_max: Number,
    pub salary_currency: Text,
}
