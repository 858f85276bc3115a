//! What Teamtailor's JSON Feed sends.

use serde::Deserialize;

use crate::families::json_ld::JobPosting;
use crate::families::lenient::{Object, Text};

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Item {
    pub id: Text,
    pub title: Text,
    pub url: Text,
    pub date_published: Text,
    pub content_html: Text,
    #[serde(rename = "_jobposting")]
    pub job_posting: Object<JobPosting>,
}
