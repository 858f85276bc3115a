//! Matching: new listings are held against saved searches, and what meets one is stored with the moment at which it is told.
//!
//! A matcher follows the changes of listings by number, as the index does. How far matching has come stands in the database and
//! moves in the transaction that stores the matches: whoever dies before its end leaves it where it was, and of two matchers
//! that read the same changes one does nothing.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use db::matches::{NewMatch, POSITION};
use db::saved_searches::{Place, SavedSearch};
use db::{Conn, Db, counters, matches, saved_searches};
use domain::id::SavedSearchId;
use domain::listing::ListingChange;
use domain::saved_search::StoredQuery;
use domain::time::Timestamp;
use search::{Generation, Index, Percolator};
use url::form_urlencoded;

use crate::error::Error;
use crate::skips::{self, Skip};

/// Changes that are looked at in one step.
const BATCH: usize = 500;
/// Matches after which a step ends, so that its transaction keeps other writers waiting for a moment only.
const MOST_MATCHES: usize = 20_000;
/// Saved searches that are read at a time.
const SEARCHES: usize = 5_000;
/// The newest listings, from which is learnt what is rare: that decides how fast listings are matched, not what matches.
const LEARN_FROM: i64 = 2_000;

/// What a step did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// No listing has changed.
    Idle,
    /// Listings were looked at.
    Matched {
        /// How many.
        listings: usize,
        /// New matches that were stored.
        matches: usize,
    },
    /// Another matcher was quicker.
    Overtaken,
}

/// Holds listings against saved searches. It keeps the saved searches in memory.
pub struct Matcher {
    db: Db,
    among: Arc<Generation>,
    searches: Percolator<SavedSearchId>,
    known: HashMap<SavedSearchId, Known>,
    /// The last change of a saved search that is known here.
    followed: Option<Place>,
}

/// What matching itself asks of a saved search.
#[derive(Debug, Clone, Copy)]
struct Known {
    version: i64,
    created_at: Timestamp,
}

impl Matcher {
    /// A matcher that knows no saved search yet; the first step reads them all. Reads some listings, to learn what is rare.
    pub fn new(db: Db) -> Result<Matcher, Error> {
        let newest = db.read_blocking(|c| {
            let after = db::listings::last_change(c)?.saturating_sub(LEARN_FROM).max(0);
            db::listings::changed_since(c, after, usize::try_from(LEARN_FROM).unwrap_or_default())
        })?;
        let sample = Index::in_memory()?;
        sample.apply(&newest)?;
        Ok(Matcher { db, among: sample.generation(), searches: Percolator::default(), known: HashMap::new(), followed: None })
    }

    /// Does one unit of work.
    pub fn step(&mut self, now: Timestamp) -> Result<Outcome, Error> {
        let (from, last) = self.db.read_blocking(|c| Ok((counters::get(c, POSITION)?, db::listings::last_change(c)?)))?;
        if from >= last {
            return Ok(Outcome::Idle);
        }
        // Without saved searches nobody waits for any listing; if there are some now, the next step reads what they are held against.
        let blind = self.is_empty();
        let changes = if blind { Vec::new() } else { self.db.read_blocking(|c| db::listings::changed_since(c, from, BATCH))? };
        // The saved searches after the listings: each that was there when a listing came is known by now.
        self.follow()?;
        if blind && !self.is_empty() {
            return Ok(Outcome::Matched { listings: 0, matches: 0 });
        }
        let found = self.matching(&changes);
        self.store(from, found.to.unwrap_or(last), &found, &changes, now)
    }

    /// How many saved searches are known.
    pub fn len(&self) -> usize {
        self.known.len()
    }

    /// Whether no saved search is known.
    pub fn is_empty(&self) -> bool {
        self.known.is_empty()
    }

    /// Reads what has changed of saved searches. Those that are gone are noticed when they match.
    fn follow(&mut self) -> Result<(), Error> {
        loop {
            let after = self.followed;
            let changed = self.db.read_blocking(|c| saved_searches::changed_since(c, after, SEARCHES))?;
            for (place, search) in &changed {
                self.know(search)?;
                self.followed = Some(*place);
            }
            if changed.len() < SEARCHES {
                return Ok(());
            }
        }
    }

    fn know(&mut self, search: &SavedSearch) -> Result<(), Error> {
        match stored(&search.query) {
            Some(query) => {
                self.searches.insert(search.id, query.query(), &self.among);
                self.known.insert(search.id, Known { version: search.version, created_at: search.created_at });
            }
            None => {
                self.forget(search.id);
                log::error!(search:% = search.id; "a saved search cannot be read and brings nothing");
                self.db.write_blocking(|c| skips::count(c, Skip::Unreadable, 1))?;
            }
        }
        Ok(())
    }

    fn forget(&mut self, id: SavedSearchId) {
        self.searches.remove(&id);
        self.known.remove(&id);
    }

    /// What the first changes meet, as many of them as make a good batch.
    fn matching(&self, changes: &[ListingChange]) -> Found {
        let mut found = Found::default();
        for (change, place) in changes.iter().zip(0..) {
            found.to = Some(change.number);
            found.listings += 1;
            for search in self.meets(&self.searches, change) {
                found.pairs.push((search, place));
            }
            if found.pairs.len() >= MOST_MATCHES {
                break;
            }
        }
        found
    }

    /// The saved searches that an open listing meets, of those that were there before it came. Spans back from now are counted back from when it came.
    fn meets(&self, searches: &Percolator<SavedSearchId>, change: &ListingChange) -> Vec<SavedSearchId> {
        let listing = &change.listing;
        if listing.closed_at.is_some() || searches.is_empty() {
            return Vec::new();
        }
        let mut met = searches.matching(change, listing.id.made_at());
        met.retain(|id| self.known.get(id).is_some_and(|known| listing.first_seen_at > known.created_at));
        met
    }

    fn store(&mut self, from: i64, to: i64, found: &Found, changes: &[ListingChange], now: Timestamp) -> Result<Outcome, Error> {
        let ids: HashSet<SavedSearchId> = found.pairs.iter().map(|(id, _)| *id).collect();
        let ids: Vec<SavedSearchId> = ids.into_iter().collect();
        let db = self.db.clone();
        let stored = db.write_blocking(|c| {
            if !counters::swap(c, POSITION, from, to)? {
                return Ok(None);
            }
            let present = saved_searches::by_ids(c, &ids)?;
            let rows = self.rows(found, changes, &present, now);
            Ok(Some((matches::add(c, &rows)?, present)))
        })?;
        let Some((matches, present)) = stored else { return Ok(Outcome::Overtaken) };
        let there: HashSet<SavedSearchId> = present.iter().map(|search| search.id).collect();
        ids.iter().filter(|id| !there.contains(id)).for_each(|id| self.forget(*id));
        Ok(Outcome::Matched { listings: found.listings, matches })
    }

    /// The matches of the saved searches that are there, each due as its schedule says.
    fn rows(&self, found: &Found, changes: &[ListingChange], present: &[SavedSearch], now: Timestamp) -> Vec<NewMatch> {
        let due: HashMap<SavedSearchId, (&SavedSearch, Option<Timestamp>)> =
            present.iter().map(|search| (search.id, (search, search.due(now)))).collect();
        let row = |(id, place): &(SavedSearchId, usize)| {
            let (search, due_at) = due.get(id)?;
            let change = changes.get(*place)?;
            let as_known = self.known.get(id).is_some_and(|known| known.version == search.version);
            (as_known || self.still_meets(search, change)).then_some(NewMatch {
                search: *id,
                listing: change.listing.id,
                matched_at: now,
                due_at: *due_at,
            })
        };
        found.pairs.iter().filter_map(row).collect()
    }

    /// Whether a saved search that was changed a moment ago still finds a listing.
    fn still_meets(&self, search: &SavedSearch, change: &ListingChange) -> bool {
        let mut alone = Percolator::default();
        stored(&search.query).is_some_and(|query| {
            alone.insert(search.id, query.query(), &self.among);
            !self.meets(&alone, change).is_empty()
        })
    }
}

/// The query that a saved search keeps.
pub fn stored(text: &str) -> Option<StoredQuery> {
    let pairs: Vec<(String, String)> = form_urlencoded::parse(text.as_bytes()).into_owned().collect();
    StoredQuery::from_pairs(&pairs).ok()
}

/// What changes meet.
#[derive(Default)]
struct Found {
    /// The number of the last change that was looked at.
    to: Option<i64>,
    listings: usize,
    /// Saved searches, with the places of the changes that meet them.
    pairs: Vec<(SavedSearchId, usize)>,
}

/// Whether matching has caught up with the listings, and how many changes it is behind.
pub fn behind(c: &mut Conn) -> Result<i64, db::Error> {
    Ok(db::listings::last_change(c)?.saturating_sub(counters::get(c, POSITION)?).max(0))
}
