//! Saved searches of the caller.

pub mod alerts;
pub mod create;
pub mod delete;
pub mod get;
pub mod list;
pub mod matches;
pub mod members;
pub mod preview;
pub mod rotate;
pub mod test;
pub mod update;
pub mod views;

use db::saved_searches::SavedSearch;
use domain::id::{SavedSearchId, UserId};

use crate::problem::Problem;
use crate::state::State;

/// The identifier that a path names. What is no identifier names nothing.
fn id_of(text: &str) -> Result<SavedSearchId, Problem> {
    SavedSearchId::parse(text).map_err(|_| Problem::not_found())
}

/// A saved search of a person; that of anybody else is as if it were not there.
async fn find(state: &State, user: UserId, id: SavedSearchId) -> Result<SavedSearch, Problem> {
    state.read(move |c| db::saved_searches::get(c, user, id)).await?.ok_or_else(Problem::not_found)
}
