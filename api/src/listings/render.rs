//! Rendered listings: from the cache, and what is missing from the database in one query.

use std::collections::HashMap;
use std::sync::Arc;

use domain::id::ListingId;
use search::Hit;
use serde_json::value::RawValue;

use super::views::ListingSummary;
use crate::problem::Problem;
use crate::state::State;

/// The hits as JSON, in their order. One whose listing changed since it was found is shown as it is now.
pub async fn summaries(state: &State, hits: &[Hit]) -> Result<Vec<Arc<RawValue>>, Problem> {
    let mut found: Vec<Option<Arc<RawValue>>> = hits.iter().map(|hit| state.rendered.get(&(hit.id, hit.number))).collect();
    let missing: Vec<ListingId> = hits.iter().zip(&found).filter(|(_, found)| found.is_none()).map(|(hit, _)| hit.id).collect();
    if !missing.is_empty() {
        let stored = state.read(move |c| db::listings::by_ids(c, &missing)).await?;
        let mut fresh = HashMap::with_capacity(stored.len());
        for stored in stored {
            let summary = ListingSummary::new(&stored.listing, &state.attributions);
            let rendered: Arc<RawValue> = serde_json::value::to_raw_value(&summary).map_err(|error| Problem::internal(&error))?.into();
            state.rendered.insert((stored.listing.id, stored.number), rendered.clone());
            fresh.insert(stored.listing.id, rendered);
        }
        for (hit, place) in hits.iter().zip(&mut found) {
            if place.is_none() {
                *place = fresh.get(&hit.id).cloned();
            }
        }
    }
    Ok(found.into_iter().flatten().collect())
}

/// Listings as JSON by identifier, as they are now, closed ones included.
pub async fn by_ids(state: &State, ids: Vec<ListingId>) -> Result<HashMap<ListingId, Arc<RawValue>>, Problem> {
    let stored = state.read(move |c| db::listings::by_ids(c, &ids)).await?;
    let rendered = stored.iter().map(|stored| {
        let summary = serde_json::value::to_raw_value(&ListingSummary::new(&stored.listing, &state.attributions));
        Ok((stored.listing.id, summary.map_err(|error| Problem::internal(&error))?.into()))
    });
    rendered.collect()
}
