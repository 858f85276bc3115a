//! Listings that met saved searches: each listing meets a saved search once.

use diesel::prelude::*;
use domain::bookmark::BookmarkKind;
use domain::id::{ListingId, SavedSearchId, UserId};
use domain::time::Timestamp;

use crate::conn::{Conn, per_backend};
use crate::error::Error;
use crate::row::At;
use crate::schema::{bookmarks, matches};

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
}

/// Stores matches; one that is known stays as it is. Returns how many were new.
pub fn add(conn: &mut Conn, search: SavedSearchId, found: &[Match]) -> Result<usize, Error> {
    let mut new = 0;
    for found in found {
        let values = (
            matches::saved_search_id.eq(search.to_string()),
            matches::listing_id.eq(found.listing.to_string()),
            matches::matched_at.eq(found.matched_at.unix_micros()),
        );
        new += per_backend!(conn, c => diesel::insert_into(matches::table)
            .values(&values)
            .on_conflict((matches::saved_search_id, matches::listing_id))
            .do_nothing()
            .execute(c))?;
    }
    Ok(new)
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
