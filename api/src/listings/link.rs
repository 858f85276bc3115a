//! The address of a search.

use domain::query::SearchQuery;

use crate::state::State;

/// The absolute address of a search, every filter written out.
pub fn search(state: &State, query: &SearchQuery) -> String {
    let pairs: Vec<(&str, String)> =
        query.to_pairs().into_iter().flat_map(|(name, values)| values.into_iter().map(move |value| (name, value))).collect();
    // Pairs of text can always be written.
    let text = serde_html_form::to_string(pairs).unwrap_or_default();
    state.url(&format!("/v1/listings?{text}"))
}
