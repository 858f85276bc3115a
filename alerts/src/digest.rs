//! Putting messages together: one for each person and moment, of all saved searches that are due.
//!
//! One transaction takes the matches that are due, makes the alert, notes its listings as told and queues its deliveries: all of
//! it happens, or nothing. What is left out is counted by its reason.

use std::collections::{BTreeMap, HashMap, HashSet};

use db::alerts::{Alert, Item};
use db::listings::Stored;
use db::matches::DueMatch;
use db::saved_searches::SavedSearch;
use db::{Conn, Db, counters, matches, saved_searches};
use domain::alert::AlertKind;
use domain::bookmark::BookmarkKind;
use domain::id::{AlertId, ListingId, SavedSearchId, UserId};
use domain::listing::Listing;
use domain::saved_search::{Cadence, Channel};
use domain::time::Timestamp;

use crate::error::Error;
use crate::skips::{self, Skip};

/// The most listings that one message shows of one saved search; those beyond are counted, and a link leads to them.
pub const MOST_SHOWN: usize = 20;
/// Due matches that are looked at for people.
const LOOK: usize = 500;
/// People in one transaction.
const PEOPLE: usize = 25;

/// What a step did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Outcome {
    /// People whose matches were due.
    pub people: usize,
    /// Alerts that were made.
    pub alerts: usize,
    /// Listings that they tell.
    pub told: usize,
}

/// Puts messages together.
pub struct Digester {
    db: Db,
    random: fn() -> u128,
}

impl Digester {
    /// `random` gives the bits of identifiers.
    pub fn new(db: Db, random: fn() -> u128) -> Digester {
        Digester { db, random }
    }

    /// Does one unit of work: the messages of some people. Nobody was due where `people` is 0.
    pub fn step(&self, now: Timestamp) -> Result<Outcome, Error> {
        let mut people = self.db.read_blocking(|c| matches::due_users(c, now, LOOK))?;
        people.truncate(PEOPLE);
        if people.is_empty() {
            return Ok(Outcome::default());
        }
        let done = self.db.write_blocking(|c| {
            // One at a time: a person's matches are read and then taken.
            counters::add(c, "digests", 0)?;
            let mut done = Outcome { people: people.len(), ..Outcome::default() };
            for user in &people {
                if let Some(told) = self.tell(c, *user, now)? {
                    done.alerts += 1;
                    done.told += told;
                }
            }
            Ok(done)
        })?;
        Ok(done)
    }

    /// Makes the message of one person, if there is anything to tell; says how many listings it tells.
    fn tell(&self, c: &mut Conn, user: UserId, now: Timestamp) -> Result<Option<usize>, db::Error> {
        let searches = saved_searches::of_user(c, user)?;
        let ids: Vec<SavedSearchId> = searches.iter().map(|search| search.id).collect();
        let (due_at, taken) = matches::take_due(c, &ids, now)?;
        let Some(due_at) = due_at else { return Ok(None) };
        let due = self.in_time(c, user, &searches, taken, due_at, now)?;
        let endpoints = db::webhook_endpoints::enabled(c, user)?;
        let told = worth_telling(c, user, &searches, due, !endpoints.is_empty())?;
        let Some(kind) = kind_of(&told) else { return Ok(None) };
        let alert = Alert { id: AlertId::new(now, (self.random)()), user, kind, due_at, created_at: now };
        let items = arranged(&told);
        db::alerts::insert(c, &alert, &items)?;
        let channels: Vec<Channel> = told.iter().flat_map(|section| section.search.channels.clone()).collect();
        for delivery in db::deliveries::of(&alert, &channels, &endpoints, self.random) {
            db::deliveries::insert(c, &delivery)?;
        }
        let listings: HashSet<ListingId> = items.iter().map(|item| item.listing).collect();
        Ok(Some(listings.len()))
    }

    /// The matches without those that came too late for a digest that was already made: these wait for the next one.
    fn in_time(
        &self,
        c: &mut Conn,
        user: UserId,
        searches: &[SavedSearch],
        taken: Vec<DueMatch>,
        due_at: Timestamp,
        now: Timestamp,
    ) -> Result<Vec<DueMatch>, db::Error> {
        if !db::alerts::has_digest_since(c, user, due_at)? {
            return Ok(taken);
        }
        let periodic: HashMap<SavedSearchId, &SavedSearch> =
            searches.iter().filter(|search| is_periodic(search)).map(|search| (search.id, search)).collect();
        let (late, in_time): (Vec<DueMatch>, Vec<DueMatch>) = taken.into_iter().partition(|due| periodic.contains_key(&due.search));
        for due in late {
            let next = periodic.get(&due.search).and_then(|search| search.due(now));
            matches::postpone(c, &due, next)?;
        }
        Ok(in_time)
    }
}

/// What is told of one saved search.
struct Section<'a> {
    search: &'a SavedSearch,
    listings: Vec<Listing>,
}

fn is_periodic(search: &SavedSearch) -> bool {
    matches!(search.schedule.cadence, Cadence::Daily | Cadence::Weekly)
}

/// The kind of a message over these sections; `None` where there is nothing in them.
fn kind_of(sections: &[Section<'_>]) -> Option<AlertKind> {
    let periodic = sections.iter().any(|section| is_periodic(section.search));
    (!sections.is_empty()).then_some(if periodic { AlertKind::Digest } else { AlertKind::Instant })
}

/// Leaves out what the person has hidden or was told before, what has closed, and what there is no way to tell; counts it.
fn worth_telling<'a>(
    c: &mut Conn,
    user: UserId,
    searches: &'a [SavedSearch],
    due: Vec<DueMatch>,
    has_endpoint: bool,
) -> Result<Vec<Section<'a>>, db::Error> {
    let ids: HashSet<ListingId> = due.iter().map(|due| due.listing).collect();
    let ids: Vec<ListingId> = ids.into_iter().collect();
    let listings: HashMap<ListingId, Stored> =
        db::listings::by_ids(c, &ids)?.into_iter().map(|stored| (stored.listing.id, stored)).collect();
    let told = db::alerts::told(c, user, &ids)?;
    let hidden: HashSet<ListingId> =
        db::bookmarks::of_user(c, user, Some(BookmarkKind::Hidden))?.into_iter().map(|mark| mark.listing).collect();
    let mut skipped: BTreeMap<Skip, usize> = BTreeMap::new();
    let mut sections = Vec::new();
    for search in searches {
        let mut kept = Vec::new();
        for due in due.iter().filter(|due| due.search == search.id) {
            let open = listings.get(&due.listing).map(|stored| &stored.listing).filter(|listing| listing.closed_at.is_none());
            match (why_not(search, has_endpoint), open) {
                _ if told.contains(&due.listing) => *skipped.entry(Skip::Told).or_default() += 1,
                _ if hidden.contains(&due.listing) => *skipped.entry(Skip::Hidden).or_default() += 1,
                (Some(skip), _) => *skipped.entry(skip).or_default() += 1,
                (None, None) => *skipped.entry(Skip::Closed).or_default() += 1,
                (None, Some(listing)) => kept.push(listing.clone()),
            }
        }
        if !kept.is_empty() {
            sections.push(Section { search, listings: kept });
        }
    }
    for (skip, times) in skipped {
        skips::count(c, skip, times)?;
        log::info!(user:% = user, reason = skip.slug(), listings = times; "matches are left out of a message");
    }
    Ok(sections)
}

/// Why a saved search can't tell anything.
fn why_not(search: &SavedSearch, has_endpoint: bool) -> Option<Skip> {
    let has = |channel| search.channels.contains(&channel);
    match search.schedule.cadence {
        Cadence::Off => Some(Skip::Off),
        _ if has(Channel::Email) || (has(Channel::Webhook) && has_endpoint) => None,
        _ if has(Channel::Webhook) => Some(Skip::Nowhere),
        _ => Some(Skip::Off),
    }
}

/// The items of a message: of each saved search the best listings first, so many of one company and so many in all as it may show.
fn arranged(sections: &[Section<'_>]) -> Vec<Item> {
    let mut items = Vec::new();
    for section in sections {
        let mut listings: Vec<&Listing> = section.listings.iter().collect();
        listings.sort_by_key(|listing| std::cmp::Reverse((listing.score, listing.first_seen_at, listing.id)));
        let mut of_company: HashMap<&str, u8> = HashMap::new();
        let mut places = 0..u32::try_from(MOST_SHOWN).unwrap_or(u32::MAX);
        for listing in listings {
            let had = listing.company.as_ref().map(|company| of_company.entry(&company.slug).or_default());
            let fits = match (&had, section.search.per_company) {
                (Some(had), Some(most)) => **had < most,
                _ => true,
            };
            if let Some(had) = had {
                *had = had.saturating_add(1);
            }
            let position = if fits { places.next() } else { None };
            items.push(Item { search: section.search.id, listing: listing.id, position });
        }
    }
    items
}
