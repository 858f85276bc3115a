//! Listings that met saved searches: each listing meets a saved search once.

use std::collections::{HashMap, HashSet};

use diesel::prelude::*;
use domain::bookmark::BookmarkKind;
use domain::id::{ListingId, SavedSearchId, UserId};
use domain::time::Timestamp;

use crate::conn::{Conn, per_backend};
use crate::error::Error;
use crate::row::{At, micros, time};
use crate::schema::{bookmarks, matches, saved_searches, split_matches};

/// Rows in one statement.
const BATCH: usize = 2_000;

/// A listing that met a saved search. They stand in the order of these members, the newest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Match {
    /// When it did.
    pub matched_at: Timestamp,
    /// The listing.
    pub listing: ListingId,
}

/// Which matches of a saved search.
#[derive(Debug, Clone, Copy)]
pub struct Span {
    /// The saved search.
    pub search: SavedSearchId,
    /// Whose it is; what this person has hidden is left out.
    pub user: UserId,
    /// Only those after this time.
    pub since: Option<Timestamp>,
    /// Only what was news when it matched: without what the search had met before as part of another listing.
    pub news: bool,
}

/// The counter of the last change of a listing that was matched.
pub const POSITION: &str = "matched";

/// A match to be stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NewMatch {
    /// The saved search.
    pub search: SavedSearchId,
    /// The listing.
    pub listing: ListingId,
    /// When it matched.
    pub matched_at: Timestamp,
    /// When it is to be told; `None` where it isn't.
    pub due_at: Option<Timestamp>,
}

/// A match that is to be told now.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct DueMatch {
    /// The saved search.
    pub search: SavedSearchId,
    /// The listing.
    pub listing: ListingId,
    /// When it matched.
    pub matched_at: Timestamp,
}

#[derive(Debug, Insertable)]
#[diesel(table_name = matches, treat_none_as_default_value = false)]
struct MatchRow {
    saved_search_id: String,
    listing_id: String,
    matched_at: i64,
    due_at: Option<i64>,
}

#[derive(Debug, Insertable)]
#[diesel(table_name = split_matches, treat_none_as_default_value = false)]
struct SplitRow {
    listing_id: String,
    saved_search_id: String,
    matched_at: i64,
}

/// Stores matches; one that is known stays as it is. What a saved search met before as part of another listing has matched then.
/// Returns how many were new. The saved searches must exist.
pub fn add(conn: &mut Conn, found: &[NewMatch]) -> Result<usize, Error> {
    let mut new = 0;
    for batch in found.chunks(BATCH) {
        let before = split(conn, batch)?;
        let row = |found: &NewMatch| {
            let (saved_search_id, listing_id) = (found.search.to_string(), found.listing.to_string());
            let key = (listing_id, saved_search_id);
            let matched_at = before.get(&key).copied().unwrap_or_else(|| found.matched_at.unix_micros());
            let (listing_id, saved_search_id) = key;
            MatchRow { saved_search_id, listing_id, matched_at, due_at: micros(found.due_at) }
        };
        let rows: Vec<MatchRow> = batch.iter().map(row).collect();
        new += per_backend!(conn, c => diesel::insert_into(matches::table)
            .values(&rows)
            .on_conflict((matches::saved_search_id, matches::listing_id))
            .do_nothing()
            .execute(c))?;
    }
    Ok(new)
}

/// When saved searches met these listings as part of others, by listing and search.
fn split(conn: &mut Conn, found: &[NewMatch]) -> Result<HashMap<(String, String), i64>, Error> {
    let listings: HashSet<ListingId> = found.iter().map(|found| found.listing).collect();
    let rows = split_matches::table.filter(split_matches::listing_id.eq_any(listings.iter().map(ListingId::to_string)));
    let rows: Vec<(String, String, i64)> = rows.load(conn)?;
    Ok(rows.into_iter().map(|(listing, search, at)| ((listing, search), at)).collect())
}

/// Saved searches that met a listing from a time on met another in it, too, which is taken out of it now: when they meet that by
/// itself, it is no news.
pub fn met_both(conn: &mut Conn, one: ListingId, other: ListingId, from: Timestamp) -> Result<(), Error> {
    let (id, from) = (one.to_string(), from.unix_micros());
    let met = matches::table.filter(matches::listing_id.eq(&id).and(matches::matched_at.ge(from)));
    let mut rows: Vec<(String, i64)> = met.select((matches::saved_search_id, matches::matched_at)).load(conn)?;
    // It may itself have been taken out of another a moment ago, and not been matched since.
    let split = split_matches::table.filter(split_matches::listing_id.eq(&id).and(split_matches::matched_at.ge(from)));
    rows.extend(split.select((split_matches::saved_search_id, split_matches::matched_at)).load::<(String, i64)>(conn)?);
    for batch in rows.chunks(BATCH) {
        let row =
            |(search, at): &(String, i64)| SplitRow { listing_id: other.to_string(), saved_search_id: search.clone(), matched_at: *at };
        let rows: Vec<SplitRow> = batch.iter().map(row).collect();
        per_backend!(conn, c => diesel::insert_into(split_matches::table).values(&rows).on_conflict_do_nothing().execute(c))?;
    }
    Ok(())
}

/// What met saved searches under the name of a listing until a time is not what it shows any more: it can be matched as if it had
/// come then.
pub fn forget(conn: &mut Conn, listing: ListingId, until: Timestamp) -> Result<(), Error> {
    let (id, until) = (listing.to_string(), until.unix_micros());
    diesel::delete(matches::table.filter(matches::listing_id.eq(&id).and(matches::matched_at.lt(until)))).execute(conn)?;
    diesel::delete(split_matches::table.filter(split_matches::listing_id.eq(&id).and(split_matches::matched_at.lt(until))))
        .execute(conn)?;
    Ok(())
}

/// People who are to be told something, the longest due first, each once.
pub fn due_users(conn: &mut Conn, now: Timestamp, limit: usize) -> Result<Vec<UserId>, Error> {
    let due: Vec<String> = matches::table
        .inner_join(saved_searches::table.on(saved_searches::id.eq(matches::saved_search_id)))
        .filter(matches::due_at.le(now.unix_micros()))
        .order(matches::due_at)
        .limit(i64::try_from(limit).unwrap_or(i64::MAX))
        .select(saved_searches::user_id)
        .load(conn)?;
    let mut users: Vec<UserId> = Vec::new();
    for id in due {
        let id = UserId::parse(&id).map_err(|_| Error::corrupt("saved_searches", "user_id", &id))?;
        if !users.contains(&id) {
            users.push(id);
        }
    }
    Ok(users)
}

/// Takes the matches of some saved searches that are due, with the latest moment for which one is. Whoever calls this sees to it
/// that nobody else does at the same time.
pub fn take_due(conn: &mut Conn, searches: &[SavedSearchId], now: Timestamp) -> Result<(Option<Timestamp>, Vec<DueMatch>), Error> {
    let among: Vec<String> = searches.iter().map(SavedSearchId::to_string).collect();
    let due = matches::table.filter(matches::saved_search_id.eq_any(among).and(matches::due_at.le(now.unix_micros())));
    let latest: Option<i64> = due.clone().select(diesel::dsl::max(matches::due_at)).first(conn)?;
    let rows: Vec<(String, String, i64)> = diesel::update(due)
        .set(matches::due_at.eq(None::<i64>))
        .returning((matches::saved_search_id, matches::listing_id, matches::matched_at))
        .get_results(conn)?;
    let read = |(search, listing, at): (String, String, i64)| {
        let row = At { table: "matches", id: &listing };
        Ok(DueMatch {
            search: row.need("saved_search_id", SavedSearchId::parse(&search).ok())?,
            listing: row.need("listing_id", ListingId::parse(&listing).ok())?,
            matched_at: Timestamp::from_unix_micros(at),
        })
    };
    Ok((time(latest), rows.into_iter().map(read).collect::<Result<_, Error>>()?))
}

/// Puts a match that was taken back, due later; without a time it is not told.
pub fn postpone(conn: &mut Conn, due: &DueMatch, due_at: Option<Timestamp>) -> Result<(), Error> {
    let row = matches::table.find((due.search.to_string(), due.listing.to_string()));
    diesel::update(row).set(matches::due_at.eq(micros(due_at))).execute(conn)?;
    Ok(())
}

/// Moves what is still to be told of a saved search to another time, or tells it not at all.
pub fn reschedule(conn: &mut Conn, search: SavedSearchId, due_at: Option<Timestamp>) -> Result<usize, Error> {
    let waiting = matches::table.filter(matches::saved_search_id.eq(search.to_string()).and(matches::due_at.is_not_null()));
    Ok(diesel::update(waiting).set(matches::due_at.eq(micros(due_at))).execute(conn)?)
}

/// How many matches should have been told by now, and since when the longest due of them.
pub fn overdue(conn: &mut Conn, now: Timestamp) -> Result<(u64, Option<Timestamp>), Error> {
    let overdue = matches::table.filter(matches::due_at.le(now.unix_micros()));
    let count: i64 = overdue.count().get_result(conn)?;
    let oldest: Option<i64> = overdue.select(diesel::dsl::min(matches::due_at)).first(conn)?;
    Ok((count.unsigned_abs(), time(oldest)))
}

/// How many matches wait to be told, and since when the longest due of them is due.
pub fn waiting(conn: &mut Conn) -> Result<(u64, Option<Timestamp>), Error> {
    let waiting = matches::table.filter(matches::due_at.is_not_null());
    let count: i64 = waiting.count().get_result(conn)?;
    let oldest: Option<i64> = waiting.select(diesel::dsl::min(matches::due_at)).first(conn)?;
    Ok((count.unsigned_abs(), time(oldest)))
}

/// Up to `limit` matches after `from` in the order, the newest first.
pub fn older(conn: &mut Conn, span: &Span, from: Option<Match>, limit: usize) -> Result<Vec<Match>, Error> {
    let mut rows = visible(span).order((matches::matched_at.desc(), matches::listing_id.desc()));
    if let Some(from) = from {
        let (at, listing) = (from.matched_at.unix_micros(), from.listing.to_string());
        rows = rows.filter(matches::matched_at.lt(at).or(matches::matched_at.eq(at).and(matches::listing_id.lt(listing))));
    }
    load(conn, rows, limit)
}

/// Up to `limit` matches that stand directly before `from` in the order, the newest first.
pub fn newer(conn: &mut Conn, span: &Span, from: Match, limit: usize) -> Result<Vec<Match>, Error> {
    let (at, listing) = (from.matched_at.unix_micros(), from.listing.to_string());
    let rows = visible(span)
        .order((matches::matched_at.asc(), matches::listing_id.asc()))
        .filter(matches::matched_at.gt(at).or(matches::matched_at.eq(at).and(matches::listing_id.gt(listing))));
    let mut found = load(conn, rows, limit)?;
    found.reverse();
    Ok(found)
}

/// All matches of a person's saved searches, hidden ones included, the newest first.
pub fn of_user(conn: &mut Conn, user: UserId) -> Result<Vec<(SavedSearchId, Match)>, Error> {
    let mine = saved_searches::table.filter(saved_searches::user_id.eq(user.to_string())).select(saved_searches::id);
    let rows: Vec<(String, String, i64)> = matches::table
        .filter(matches::saved_search_id.eq_any(mine))
        .order((matches::matched_at.desc(), matches::listing_id.desc(), matches::saved_search_id))
        .select((matches::saved_search_id, matches::listing_id, matches::matched_at))
        .load(conn)?;
    let read = |(search, listing, at): &(String, String, i64)| {
        let row = At { table: "matches", id: listing };
        let listing = row.need("listing_id", ListingId::parse(listing).ok())?;
        let search = row.need("saved_search_id", SavedSearchId::parse(search).ok())?;
        Ok((search, Match { matched_at: Timestamp::from_unix_micros(*at), listing }))
    };
    rows.iter().map(read).collect()
}

/// How many matches there are.
pub fn count(conn: &mut Conn, span: &Span) -> Result<u64, Error> {
    let count: i64 = visible(span).count().get_result(conn)?;
    Ok(count.unsigned_abs())
}

type Rows<'a> = matches::BoxedQuery<'a, crate::conn::MultiBackend>;

/// The matches of a span without what its owner has hidden.
fn visible<'a>(span: &Span) -> Rows<'a> {
    let hidden = bookmarks::table
        .filter(bookmarks::user_id.eq(span.user.to_string()).and(bookmarks::kind.eq(BookmarkKind::Hidden.slug())))
        .select(bookmarks::listing_id);
    let mine = matches::table.filter(matches::saved_search_id.eq(span.search.to_string()));
    let mut rows = mine.filter(matches::listing_id.ne_all(hidden)).into_boxed();
    if let Some(since) = span.since {
        rows = rows.filter(matches::matched_at.gt(since.unix_micros()));
    }
    if span.news {
        let split = split_matches::table.filter(split_matches::saved_search_id.eq(span.search.to_string()));
        rows = rows.filter(matches::listing_id.ne_all(split.select(split_matches::listing_id)));
    }
    rows
}

fn load(conn: &mut Conn, rows: Rows<'_>, limit: usize) -> Result<Vec<Match>, Error> {
    let rows = rows.limit(i64::try_from(limit).unwrap_or(i64::MAX)).select((matches::listing_id, matches::matched_at));
    let found: Vec<(String, i64)> = rows.load(conn)?;
    let read = |(listing, at): &(String, i64)| {
        let row = At { table: "matches", id: listing };
        let matched_at = Timestamp::from_unix_micros(*at);
        Ok(Match { matched_at, listing: row.need("listing_id", ListingId::parse(listing).ok())? })
    };
    found.iter().map(read).collect()
}
