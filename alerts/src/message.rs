//! What an alert says over one channel, as it is when it is sent.

use std::collections::{HashMap, HashSet};

use db::Conn;
use db::alerts::Alert;
use db::saved_searches::{self, SavedSearch};
use domain::account::Email;
use domain::id::{AlertId, ListingId};
use domain::listing::Listing;
use domain::saved_search::Channel;

/// An alert as one channel tells it.
#[derive(Debug, Clone)]
pub struct Message {
    /// The alert.
    pub alert: Alert,
    /// The person's address.
    pub email: Email,
    /// What is told, saved search by saved search; each listing stands in the first that brought it.
    pub sections: Vec<Section>,
}

/// What is told of one saved search.
#[derive(Debug, Clone)]
pub struct Section {
    /// The saved search.
    pub search: SavedSearch,
    /// Listings that are shown, in their order.
    pub shown: Vec<Listing>,
    /// Listings that are only counted.
    pub more: usize,
}

impl Section {
    /// How many listings there are.
    pub fn total(&self) -> usize {
        self.shown.len() + self.more
    }
}

impl Message {
    /// How many listings it tells.
    pub fn total(&self) -> usize {
        self.sections.iter().map(Section::total).sum()
    }
}

/// Reads an alert for a channel. `None` when there is nothing left to tell: the saved searches are gone, or no longer tell by it.
pub fn load(c: &mut Conn, id: AlertId, channel: Channel) -> Result<Option<Message>, db::Error> {
    let Some((alert, items)) = db::alerts::get(c, id)? else { return Ok(None) };
    let Some(user) = db::users::get(c, alert.user)? else { return Ok(None) };
    let mut searches = saved_searches::of_user(c, alert.user)?;
    searches.retain(|search| search.channels.contains(&channel));
    let shown: Vec<ListingId> = items.iter().filter(|item| item.position.is_some()).map(|item| item.listing).collect();
    let listings: HashMap<ListingId, Listing> =
        db::listings::by_ids(c, &shown)?.into_iter().map(|stored| (stored.listing.id, stored.listing)).collect();
    let mut seen: HashSet<ListingId> = HashSet::new();
    let mut sections = Vec::new();
    // Items stand by saved search, what is shown first.
    for items in items.chunk_by(|a, b| a.search == b.search) {
        let Some(search) = items.first().and_then(|item| searches.iter().find(|search| search.id == item.search)) else { continue };
        let mut section = Section { search: search.clone(), shown: Vec::new(), more: 0 };
        for item in items.iter().filter(|item| seen.insert(item.listing)) {
            match (item.position, listings.get(&item.listing)) {
                (Some(_), Some(listing)) => section.shown.push(listing.clone()),
                (Some(_), None) => {}
                (None, _) => section.more += 1,
            }
        }
        if section.total() > 0 {
            sections.push(section);
        }
    }
    Ok((!sections.is_empty()).then_some(Message { alert, email: user.email, sections }))
}
