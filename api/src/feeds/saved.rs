//! What a saved search brought, as a feed at a secret address.

use std::collections::HashMap;

use db::matches::{self, Span};
use domain::account::Secret;
use domain::id::ListingId;
use domain::listing::ListingText;
use domain::saved_search::Channel;

use super::{Feed, Item, start_of_day};
use crate::problem::Problem;
use crate::state::State;

/// Matches that a feed shows.
const ITEMS: usize = 50;

impl Feed {
    /// The newest matches of the saved search that a secret opens; what its owner has hidden, what has closed, and
    /// what an earlier match has shown as part of another listing, is left out.
    pub(super) async fn of_saved(state: &State, token: &str, path: &str) -> Result<Feed, Problem> {
        let hash = Secret::presented(token).hash();
        let read = state.read(move |c| {
            let search = db::saved_searches::by_feed(c, &hash)?.filter(|search| search.channels.contains(&Channel::Feed));
            let Some(search) = search else { return Ok(None) };
            // A reader takes every name that it has not seen for something new.
            let found = matches::older(c, &Span { search: search.id, user: search.user, since: None, news: true }, None, ITEMS)?;
            let ids: Vec<ListingId> = found.iter().map(|found| found.listing).collect();
            let listings = db::listings::by_ids(c, &ids)?;
            let texts = db::listings::texts(c, &ids)?;
            Ok(Some((search, ids, listings, texts)))
        });
        let (search, ids, listings, texts) = read.await?.ok_or_else(Problem::not_found)?;
        let open = listings.iter().map(|stored| &stored.listing).filter(|listing| listing.closed_at.is_none());
        let listings: HashMap<ListingId, _> = open.map(|listing| (listing.id, listing)).collect();
        let text = |id: &ListingId| -> Option<&ListingText> { texts.get(id) };
        let items: Vec<Item> = ids.iter().filter_map(|id| Some(Item::new(state, listings.get(id)?, text(id)))).collect();
        Ok(Feed {
            title: format!("RemNavi: {}", search.name),
            home: state.url(&format!("/v1/listings?{}", search.query)),
            own: state.url(path),
            updated: items.iter().map(|item| item.updated).max().unwrap_or_else(|| start_of_day(state.now())),
            items,
        })
    }
}
