//! What the Firebase and Algolia interfaces to Hacker News send. An item is a
//! story, a comment or a job; the two spell its fields differently.

use serde::Deserialize;

use crate::families::lenient::{Flag, List, Number, Text};

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Item {
    /// Firebase and Algolia's tree.
    pub id: Text,
    /// Algolia's search.
    #[serde(rename = "objectID")]
    pub object_id: Text,
    #[serde(rename = "type")]
    pub kind: Text,
    pub title: Text,
    pub url: Text,
    /// Firebase and Algolia's tree; HTML with `<p>` between paragraphs.
    pub text: Text,
    /// Algolia's search.
    pub comment_text: Text,
    /// Firebase: epoch seconds.
    pub time: Number,
    /// Algolia.
    pub created_at: Text,
    pub created_at_i: Number,
    /// Firebase: the item that a comment answers.
    pub parent: Text,
    /// Algolia: the same, and the story above it.
    pub parent_id: Text,
    pub story_id: Text,
    pub deleted: Flag,
    pub dead: Flag,
    /// Firebase: comments of a story.
    pub kids: List<Number>,
    /// `direct` in recordings that hold job stories beside comments.
    pub source: Text,
}

impl Item {
    pub(super) fn id(&self) -> &str {
        self.id.get().or(self.object_id.get()).unwrap_or_default()
    }

    pub(super) fn html(&self) -> &str {
        self.text.get().or(self.comment_text.get()).unwrap_or_default()
    }

    /// Whether it answers another comment. Nothing says so of items that came by themselves: they count as top-level.
    pub(super) fn is_reply(&self) -> bool {
        self.parent_id.get().zip(self.story_id.get()).is_some_and(|(parent, story)| parent != story)
    }
}
