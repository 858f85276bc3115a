//! Guides: what a role is, in words that people wrote; the figures beside them come from the index.
//!
//! Each file of `data/guides/` is one guide. Every other role, at every level, has a guide that is composed of what the
//! taxonomy and the role's own guide say, and that says so.

mod check;
mod compose;
mod content;
mod table;

use std::sync::Arc;

pub use check::Flaw;
pub use content::{Browse, Career, Content, Interview, KeySkill, Named, Pay, Question, Range, Resource, Skills, Step, Tools};
pub use table::{all, find, of};

use crate::query::SearchQuery;
use crate::role::Role;
use crate::seniority::Seniority;
use crate::slug_enum::slug_enum;

slug_enum! {
    /// Where a guide's words come from.
    Origin {
        /// People wrote it.
        Written = "written",
        /// It was put together from the role's data.
        Composed = "composed",
    }
}

/// A guide whose content has been checked.
#[derive(Debug, Clone, PartialEq)]
pub struct Guide {
    slug: String,
    origin: Origin,
    content: Arc<Content>,
    browse: SearchQuery,
}

impl Guide {
    /// Checks the content. A written guide says something under every head; a composed one may be silent where nobody
    /// has written anything, but what it says is sound.
    pub fn new(slug: &str, origin: Origin, content: Content) -> Result<Guide, Vec<Flaw>> {
        let browse = check::check(slug, origin, &content)?;
        Ok(Guide { slug: slug.to_owned(), origin, content: Arc::new(content), browse })
    }

    /// The slug, as in URLs.
    pub fn slug(&self) -> &str {
        &self.slug
    }

    /// Where its words come from.
    pub fn origin(&self) -> Origin {
        self.origin
    }

    /// The role that it is about.
    pub fn role(&self) -> Role {
        self.content.role
    }

    /// The level that it is about; `None` where it speaks of every level.
    pub fn seniority(&self) -> Option<Seniority> {
        self.content.seniority
    }

    /// Everything that it says.
    pub fn content(&self) -> &Content {
        &self.content
    }

    /// The search that its call to browse leads to.
    pub fn browse(&self) -> &SearchQuery {
        &self.browse
    }
}

#[cfg(test)]
mod tests;
