//! What SmartRecruiters' posting API sends, in lists and as a single posting.

use serde::Deserialize;

use crate::families::lenient::{Flag, Object, Text};

#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct Posting {
    pub id: Text,
    pub name: Text,
    pub ref_number: Text,
    pub company: Object<Company>,
    pub released_date: Text,
    pub location: Object<Location>,
    pub type_of_employment: Object<Labelled>,
    pub visibility: Text,
    pub active: Flag,
    pub language: Object<LanguageCode>,
    pub posting_url: Text,
    pub apply_url: Text,
    pub job_ad: Object<JobAd>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Company {
    pub identifier: Text,
    pub name: Text,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct Location {
    pub city: Text,
    pub region: Text,
    /// ISO 3166-1 alpha-2, in lower case.
    pub country: Text,
    pub full_location: Text,
    pub remote: Flag,
    pub hybrid: Flag,
}

/// An id of a fixed list with a label in the posting's language.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Labelled {
    pub id: Text,
    pub label: Text,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct LanguageCode {
    pub code: Text,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct JobAd {
    pub sections: Object<Sections>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct Sections {
    pub company_description: Object<Section>,
    pub job_description: Object<Section>,
    pub qualifications: Object<Section>,
    pub additional_information: Object<Section>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Section {
    pub title: Text,
    pub text: Text,
}
