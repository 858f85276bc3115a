//! `include=highlights`: where the words that were looked for stand.

use std::ops::Range;

use domain::id::ListingId;
use search::{Highlighter, Hit, Snippet};
use serde::Serialize;
use utoipa::ToSchema;

use crate::problem::Problem;
use crate::state::State;

/// The words of `q` in one listing of the page. Texts are plain, never HTML.
#[derive(Debug, Serialize, ToSchema)]
pub struct HighlightView {
    /// The listing.
    #[schema(max_length = 32)]
    pub id: String,
    /// The words in the title.
    #[schema(max_items = 50)]
    pub title: Vec<SpanView>,
    /// The piece of the description that shows most of the words; null where it has none.
    #[schema(required)]
    pub snippet: Option<SnippetView>,
}

/// A piece of a description.
#[derive(Debug, Serialize, ToSchema)]
pub struct SnippetView {
    /// The piece, verbatim.
    #[schema(max_length = 300)]
    pub text: String,
    /// Where it begins in `description_text`, in Unicode characters.
    #[schema(minimum = 0, maximum = 100_000_000)]
    pub start: usize,
    /// The words in the piece.
    #[schema(max_items = 50)]
    pub spans: Vec<SpanView>,
}

/// A part of a text, counted in Unicode characters.
#[derive(Debug, Serialize, ToSchema)]
pub struct SpanView {
    /// The first character.
    #[schema(minimum = 0, maximum = 100_000)]
    pub start: usize,
    /// One past the last character.
    #[schema(minimum = 1, maximum = 100_000)]
    pub end: usize,
}

impl From<Range<usize>> for SpanView {
    fn from(span: Range<usize>) -> SpanView {
        SpanView { start: span.start, end: span.end }
    }
}

impl From<Snippet> for SnippetView {
    fn from(snippet: Snippet) -> SnippetView {
        SnippetView { text: snippet.text, start: snippet.start, spans: snippet.spans.into_iter().map(SpanView::from).collect() }
    }
}

/// The highlights of hits, in their order; the texts are read from the database.
pub async fn of(state: &State, hits: &[Hit], highlighter: Highlighter) -> Result<Vec<HighlightView>, Problem> {
    let ids: Vec<ListingId> = hits.iter().map(|hit| hit.id).collect();
    let order = ids.clone();
    let (stored, mut texts) = state.read(move |c| Ok((db::listings::by_ids(c, &ids)?, db::listings::texts(c, &ids)?))).await?;
    let mut titles: std::collections::HashMap<ListingId, String> =
        stored.into_iter().map(|stored| (stored.listing.id, stored.listing.title)).collect();
    let highlight = |id: ListingId| {
        let title = titles.remove(&id)?;
        let text = texts.remove(&id).unwrap_or_default();
        Some(HighlightView {
            id: id.to_string(),
            title: highlighter.in_title(&title).into_iter().map(SpanView::from).collect(),
            snippet: highlighter.snippet(&text.plain).map(SnippetView::from),
        })
    };
    Ok(order.into_iter().filter_map(highlight).collect())
}
