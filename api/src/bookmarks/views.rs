//! What is shown of a bookmark.

use std::sync::Arc;

use db::bookmarks::Bookmark;
use domain::time::Timestamp;
use serde::Serialize;
use serde_json::value::RawValue;
use utoipa::ToSchema;

use crate::listings::views::ListingSummary;
use crate::page::{Page, Total};

/// A bookmark, without its listing.
#[derive(Debug, Serialize, ToSchema)]
pub struct BookmarkRef {
    /// The listing.
    #[schema(max_length = 32)]
    pub listing_id: String,
    /// `saved` to come back to, `hidden` not to be shown again.
    #[schema(max_length = 10)]
    pub kind: &'static str,
    /// Since when it is marked.
    #[schema(value_type = String, format = DateTime)]
    pub created_at: Timestamp,
}

impl From<&Bookmark> for BookmarkRef {
    fn from(bookmark: &Bookmark) -> BookmarkRef {
        BookmarkRef { listing_id: bookmark.listing.to_string(), kind: bookmark.kind.slug(), created_at: bookmark.created_at }
    }
}

/// A bookmark with its listing.
#[derive(Debug, Serialize, ToSchema)]
pub struct BookmarkView {
    /// The listing's identifier.
    #[schema(max_length = 32)]
    pub listing_id: String,
    /// `saved` to come back to, `hidden` not to be shown again.
    #[schema(max_length = 10)]
    pub kind: &'static str,
    /// Since when it is marked.
    #[schema(value_type = String, format = DateTime)]
    pub created_at: Timestamp,
    /// The listing, also when it has closed.
    #[schema(value_type = ListingSummary)]
    pub listing: Arc<RawValue>,
}

/// One page of bookmarks.
#[derive(Debug, Serialize, ToSchema)]
pub struct BookmarkPage {
    /// The bookmarks, the newest first.
    #[schema(max_items = 100)]
    pub items: Vec<BookmarkView>,
    /// Where the page stands.
    pub page: Page,
    /// How many there are; null unless `include=total`.
    #[schema(required)]
    pub total: Option<Total>,
}
