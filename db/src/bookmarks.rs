//! Listings that a person saved or hid.

use diesel::prelude::*;
use diesel::upsert::excluded;
use domain::bookmark::BookmarkKind;
use domain::id::{ListingId, UserId};
use domain::time::Timestamp;

use crate::conn::{Conn, per_backend};
use crate::error::Error;
use crate::row::At;
use crate::schema::bookmarks;

/// A listing that a person saved or hid.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bookmark {
    /// The listing.
    pub listing: ListingId,
    /// Saved or hidden.
    pub kind: BookmarkKind,
    /// Since when.
    pub created_at: Timestamp,
}

#[derive(Debug, Queryable, Selectable)]
#[diesel(table_name = bookmarks)]
struct BookmarkRow {
    listing_id: String,
    kind: String,
    created_at: i64,
}

/// Saves or hides a listing. What was so already keeps its time.
pub fn put(conn: &mut Conn, user: UserId, bookmark: &Bookmark) -> Result<(), Error> {
    let values = (
        bookmarks::user_id.eq(user.to_string()),
        bookmarks::listing_id.eq(bookmark.listing.to_string()),
        bookmarks::kind.eq(bookmark.kind.slug()),
        bookmarks::created_at.eq(bookmark.created_at.unix_micros()),
    );
    per_backend!(conn, c => diesel::insert_into(bookmarks::table)
        .values(&values)
        .on_conflict((bookmarks::user_id, bookmarks::listing_id))
        .do_update()
        .set(bookmarks::kind.eq(excluded(bookmarks::kind)))
        .execute(c))?;
    Ok(())
}

/// A bookmark of a person.
pub fn get(conn: &mut Conn, user: UserId, listing: ListingId) -> Result<Option<Bookmark>, Error> {
    let row = bookmarks::table.find((user.to_string(), listing.to_string()));
    let row: Option<BookmarkRow> = row.select(BookmarkRow::as_select()).first(conn).optional()?;
    row.map(Bookmark::try_from).transpose()
}

/// Every bookmark of a person, or those of one kind, the newest first.
pub fn of_user(conn: &mut Conn, user: UserId, kind: Option<BookmarkKind>) -> Result<Vec<Bookmark>, Error> {
    let mut mine = bookmarks::table.filter(bookmarks::user_id.eq(user.to_string())).into_boxed();
    if let Some(kind) = kind {
        mine = mine.filter(bookmarks::kind.eq(kind.slug()));
    }
    let newest = (bookmarks::created_at.desc(), bookmarks::listing_id.desc());
    let rows: Vec<BookmarkRow> = mine.order(newest).select(BookmarkRow::as_select()).load(conn)?;
    rows.into_iter().map(Bookmark::try_from).collect()
}

/// How many bookmarks a person has.
pub fn count(conn: &mut Conn, user: UserId) -> Result<u64, Error> {
    let count: i64 = bookmarks::table.filter(bookmarks::user_id.eq(user.to_string())).count().get_result(conn)?;
    Ok(count.unsigned_abs())
}

/// Removes a bookmark; says whether there was one.
pub fn delete(conn: &mut Conn, user: UserId, listing: ListingId) -> Result<bool, Error> {
    Ok(diesel::delete(bookmarks::table.find((user.to_string(), listing.to_string()))).execute(conn)? == 1)
}

impl TryFrom<BookmarkRow> for Bookmark {
    type Error = Error;

    fn try_from(row: BookmarkRow) -> Result<Bookmark, Error> {
        let at = At { table: "bookmarks", id: &row.listing_id };
        Ok(Bookmark {
            listing: at.need("listing_id", ListingId::parse(&row.listing_id).ok())?,
            kind: at.need("kind", BookmarkKind::from_slug(&row.kind))?,
            created_at: Timestamp::from_unix_micros(row.created_at),
        })
    }
}
