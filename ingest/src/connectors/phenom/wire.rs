//! What Phenom's pages carry, in lists and for a single job.

use serde::Deserialize;

use crate::families::lenient::{List, Text};
use crate::families::text;

#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct Job {
    pub job_id: Text,
    pub req_id: Text,
    pub title: Text,
    /// `Full-Time`.
    #[serde(rename = "type")]
    pub kind: Text,
    pub city: Text,
    pub state: Text,
    pub country: Text,
    pub location: Text,
    pub multi_location: List<Text>,
    pub posted_date: Text,
    pub apply_url: Text,
    /// The first sentences: all that lists have.
    pub description_teaser: Text,
    pub description: Text,
}

impl Job {
    pub fn places(&self) -> Option<String> {
        let first = self.location.to_option().or_else(|| text::place([self.city.get(), self.state.get(), self.country.get()]));
        text::places(first.into_iter().chain(self.multi_location.texts().map(str::to_owned)))
    }
}
