//! The keys under which postings of the same job meet.
//!
//! A key falls anywhere among the others, and a page of SQLite's that one is put on is written twice, to the log and to the file:
//! with some hundred thousand postings, that was most of what an import wrote. So new keys are gathered in a small table, and
//! go over to the large one together and in order.

use std::collections::HashMap;

use diesel::prelude::*;
use diesel::sql_types::Bool;
use domain::id::ListingId;

use crate::conn::{Conn, per_backend};
use crate::error::Error;
use crate::schema::{merge_keys, recent_merge_keys};

/// Rows read or written by one statement.
const BATCH: usize = 2_000;
/// So many keys are gathered: those of some 16,000 postings. Moving them takes a fraction of a second.
const GATHERED: i64 = 1 << 16;
/// Of listings that share a key, the latest are looked at: what more of them share tells nothing.
const MOST_OF_KEY: usize = 64;

/// The listings that have one of these keys.
pub fn listings(conn: &mut Conn, keys: &[i64]) -> Result<Vec<ListingId>, Error> {
    use {merge_keys as m, recent_merge_keys as r};
    let mut by_key: HashMap<i64, Vec<ListingId>> = HashMap::new();
    for batch in keys.chunks(BATCH) {
        let settled = m::table.filter(m::key.eq_any(batch.to_vec())).select((m::key, m::listing_id));
        let recent = r::table.filter(r::key.eq_any(batch.to_vec())).select((r::key, r::listing_id));
        let rows: Vec<(i64, String)> = per_backend!(conn, c => settled.union(recent).load(c))?;
        for (key, listing) in rows {
            let listing = ListingId::parse(&listing).map_err(|_| Error::corrupt("merge_keys", "listing_id", &listing))?;
            by_key.entry(key).or_default().push(listing);
        }
    }
    let mut found: Vec<ListingId> = by_key
        .into_values()
        .flat_map(|mut listings| {
            listings.sort_unstable_by_key(|id| std::cmp::Reverse(*id));
            listings.truncate(MOST_OF_KEY);
            listings
        })
        .collect();
    found.sort_unstable();
    found.dedup();
    Ok(found)
}

/// Notes keys of listings; those that are there already are left as they are. Whoever calls it holds [`listings::lock`]: what
/// another transaction puts while keys move would be lost.
///
/// [`listings::lock`]: crate::listings::lock
pub fn put(conn: &mut Conn, keys: &[(i64, ListingId)]) -> Result<(), Error> {
    use recent_merge_keys as r;
    if keys.is_empty() {
        return Ok(());
    }
    for batch in keys.chunks(BATCH) {
        let rows: Vec<_> = batch.iter().map(|(key, listing)| (r::key.eq(*key), r::listing_id.eq(listing.to_string()))).collect();
        per_backend!(conn, c => diesel::insert_into(r::table).values(&rows).on_conflict_do_nothing().execute(c))?;
    }
    let gathered: i64 = r::table.count().get_result(conn)?;
    if gathered >= GATHERED { settle(conn) } else { Ok(()) }
}

/// Moves the keys that were gathered to the others.
fn settle(conn: &mut Conn) -> Result<(), Error> {
    use {merge_keys as m, recent_merge_keys as r};
    // SQLite can't tell without a condition what the conflict belongs to.
    let gathered = r::table.filter(true.into_sql::<Bool>()).select((r::key, r::listing_id)).order((r::key, r::listing_id));
    per_backend!(conn, c => gathered.insert_into(m::table).into_columns((m::key, m::listing_id)).on_conflict_do_nothing().execute(c))?;
    diesel::delete(r::table).execute(conn)?;
    Ok(())
}

/// Takes keys from a listing.
pub fn remove(conn: &mut Conn, listing: ListingId, keys: &[i64]) -> Result<(), Error> {
    use {merge_keys as m, recent_merge_keys as r};
    let listing = listing.to_string();
    for batch in keys.chunks(BATCH) {
        diesel::delete(m::table.filter(m::listing_id.eq(&listing).and(m::key.eq_any(batch.to_vec())))).execute(conn)?;
        diesel::delete(r::table.filter(r::listing_id.eq(&listing).and(r::key.eq_any(batch.to_vec())))).execute(conn)?;
    }
    Ok(())
}
