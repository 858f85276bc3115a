//! Walking through what a query finds, with the listings themselves, for answers that are no pages of the search.

use std::collections::HashMap;

use db::listings::Stored;
use domain::id::ListingId;
use domain::query::SearchQuery;
use domain::time::Timestamp;
use search::{Direction, Generation, Hit, PageKey, Request};

use crate::problem::Problem;
use crate::state::State;

/// The first hits behind a place in the order of a query.
pub fn hits(
    generation: &Generation,
    query: &SearchQuery,
    now: Timestamp,
    limit: usize,
    after: Option<PageKey>,
) -> Result<Vec<Hit>, search::Error> {
    let request = Request { query, now, facets: &[], facet_limit: 0, limit, after, direction: Direction::Forward, total: false };
    Ok(generation.search(&request)?.hits)
}

/// The listings of hits, in their order; one that has closed since it was found is left out.
pub async fn listings(state: &State, hits: &[Hit]) -> Result<Vec<Stored>, Problem> {
    let ids: Vec<ListingId> = hits.iter().map(|hit| hit.id).collect();
    let found = state.read(move |c| db::listings::by_ids(c, &ids)).await?;
    let mut found: HashMap<ListingId, Stored> =
        found.into_iter().filter(|stored| stored.listing.closed_at.is_none()).map(|stored| (stored.listing.id, stored)).collect();
    Ok(hits.iter().filter_map(|hit| found.remove(&hit.id)).collect())
}
