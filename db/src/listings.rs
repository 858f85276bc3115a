//! Listings, and the numbers of their changes.

mod row;

use std::collections::HashMap;

use diesel::prelude::*;
use diesel::upsert::excluded;
use domain::id::{ListingId, PostingId};
use domain::listing::{Listing, ListingChange, ListingText};
use domain::searched::{self, Advert};
use domain::time::Timestamp;

use crate::conn::{Conn, per_backend, put_rows};
use crate::error::Error;
use crate::graph::{self, EdgeRecord};
use crate::postings::{self, PostingRecord};
use crate::schema::{change_counter, listings, postings as posting_table};
use row::ListingRow;

/// Rows written by one statement.
const BATCH: usize = 400;

/// A listing as stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stored {
    /// The number of its last change.
    pub number: i64,
    /// The listing.
    pub listing: Listing,
    /// The posting whose texts it shows.
    pub text_of: PostingId,
}

/// A listing with everything that is shown of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Detail {
    /// The listing.
    pub stored: Stored,
    /// Its texts.
    pub text: ListingText,
    /// Its postings, the earliest first.
    pub postings: Vec<PostingRecord>,
    /// What speaks for them, by posting.
    pub edges: HashMap<PostingId, EdgeRecord>,
}

/// A listing to be stored.
#[derive(Debug, Clone)]
pub struct Write {
    /// The listing.
    pub listing: Listing,
    /// The posting whose texts it shows, and a hash of all that it is searched by: a changed text is a change of the listing.
    pub text_of: PostingId,
    /// See [`Self::text_of`].
    pub text_hash: String,
    /// When its score changes next by the passing of time alone.
    pub rescore_at: Option<Timestamp>,
}

/// Stores listings. Only those whose content differs from what is stored take a change number; the numbers come
/// from a counter that stays locked until the transaction ends, so that their order is the order of commits.
/// A change of the score or of `last_seen_at` alone is a change, but leaves `updated_at` as it was. Returns how many changed.
pub fn upsert(conn: &mut Conn, writes: &[Write]) -> Result<usize, Error> {
    let ids: Vec<ListingId> = writes.iter().map(|write| write.listing.id).collect();
    let stored: HashMap<String, ListingRow> = rows(conn, &ids)?.into_iter().map(|row| (row.id.clone(), row)).collect();
    let mut changed = Vec::new();
    for write in writes {
        let mut row = ListingRow::new(write)?;
        match stored.get(&row.id) {
            Some(old) if old.same(&row) => {
                if old.rescore_at != row.rescore_at {
                    diesel::update(listings::table.find(&row.id)).set(listings::rescore_at.eq(row.rescore_at)).execute(conn)?;
                }
            }
            old => {
                if let Some(old) = old
                    && old.same_content(&row)
                {
                    row.updated_at = old.updated_at;
                }
                changed.push(row);
            }
        }
    }
    if changed.is_empty() {
        return Ok(0);
    }
    let last = take_numbers(conn, changed.len())?;
    let first = last - changed.len() as i64 + 1;
    for (row, number) in changed.iter_mut().zip(first..) {
        row.number = number;
    }
    for batch in changed.chunks(BATCH) {
        put_rows!(conn, listings::table, batch, put_over)?;
    }
    Ok(changed.len())
}

/// Makes every other transaction that calls this, or stores a changed listing, wait until this one ends. Whoever changes
/// listings calls it first: two writers then don't each make a listing of the same job, and can't wait for one another.
pub fn lock(conn: &mut Conn) -> Result<(), Error> {
    take_numbers(conn, 0).map(drop)
}

/// Takes the next `count` numbers and returns the last of them.
fn take_numbers(conn: &mut Conn, count: usize) -> Result<i64, Error> {
    let counter = change_counter::table.find(1);
    Ok(diesel::update(counter)
        .set(change_counter::number.eq(change_counter::number + count as i64))
        .returning(change_counter::number)
        .get_result(conn)?)
}

/// Stores rows over those that are there.
fn put_over(conn: &mut Conn, batch: Vec<&ListingRow>) -> Result<(), Error> {
    use listings as l;
    per_backend!(conn, c => diesel::insert_into(listings::table)
        .values(batch)
        .on_conflict(l::id)
        .do_update()
        .set((
            (
                l::number.eq(excluded(l::number)),
                l::text_of.eq(excluded(l::text_of)),
                l::text_hash.eq(excluded(l::text_hash)),
                l::title.eq(excluded(l::title)),
                l::company_slug.eq(excluded(l::company_slug)),
                l::company_name.eq(excluded(l::company_name)),
                l::role.eq(excluded(l::role)),
                l::seniority.eq(excluded(l::seniority)),
                l::work_mode.eq(excluded(l::work_mode)),
                l::employment_type.eq(excluded(l::employment_type)),
            ),
            (
                l::eligibility.eq(excluded(l::eligibility)),
                l::sponsorship.eq(excluded(l::sponsorship)),
                l::language.eq(excluded(l::language)),
                l::salary.eq(excluded(l::salary)),
                l::salary_words.eq(excluded(l::salary_words)),
                l::annual_usd_min.eq(excluded(l::annual_usd_min)),
                l::annual_usd_max.eq(excluded(l::annual_usd_max)),
                l::skills.eq(excluded(l::skills)),
                l::score.eq(excluded(l::score)),
                l::score_version.eq(excluded(l::score_version)),
            ),
            (
                l::rescore_at.eq(excluded(l::rescore_at)),
                l::posted_at.eq(excluded(l::posted_at)),
                l::first_seen_at.eq(excluded(l::first_seen_at)),
                l::last_seen_at.eq(excluded(l::last_seen_at)),
                l::updated_at.eq(excluded(l::updated_at)),
                l::closed_at.eq(excluded(l::closed_at)),
                l::close_reason.eq(excluded(l::close_reason)),
                l::apply_url.eq(excluded(l::apply_url)),
                l::sources.eq(excluded(l::sources)),
                l::locations.eq(excluded(l::locations)),
            ),
        ))
        .execute(c))?;
    Ok(())
}

fn rows(conn: &mut Conn, ids: &[ListingId]) -> Result<Vec<ListingRow>, Error> {
    let mut found = Vec::with_capacity(ids.len());
    for batch in ids.chunks(BATCH) {
        let texts: Vec<String> = batch.iter().map(ListingId::to_string).collect();
        found.extend(listings::table.filter(listings::id.eq_any(texts)).select(ListingRow::as_select()).load(conn)?);
    }
    Ok(found)
}

/// The listings with these identifiers that exist, in no particular order.
pub fn by_ids(conn: &mut Conn, ids: &[ListingId]) -> Result<Vec<Stored>, Error> {
    rows(conn, ids)?.into_iter().map(Stored::try_from).collect()
}

/// The texts of a listing.
pub fn text(conn: &mut Conn, id: ListingId) -> Result<Option<ListingText>, Error> {
    Ok(texts(conn, &[id])?.remove(&id))
}

/// The texts of listings.
pub fn texts(conn: &mut Conn, ids: &[ListingId]) -> Result<HashMap<ListingId, ListingText>, Error> {
    let mut texts = HashMap::with_capacity(ids.len());
    for batch in ids.chunks(BATCH) {
        let wanted: Vec<String> = batch.iter().map(ListingId::to_string).collect();
        let found: Vec<(String, String, String)> = listings::table
            .inner_join(posting_table::table.on(posting_table::id.eq(listings::text_of)))
            .filter(listings::id.eq_any(wanted))
            .select((listings::id, posting_table::description_html, posting_table::description_text))
            .load(conn)?;
        for (id, html, plain) in found {
            let id = ListingId::parse(&id).map_err(|_| Error::corrupt("listings", "id", &id))?;
            texts.insert(id, ListingText { html, plain });
        }
    }
    Ok(texts)
}

/// A listing in full.
pub fn detail(conn: &mut Conn, id: ListingId) -> Result<Option<Detail>, Error> {
    let Some(stored) = by_ids(conn, &[id])?.pop() else { return Ok(None) };
    let postings = postings::of_listings(conn, &[id])?;
    let shown = postings.iter().find(|posting| posting.id == stored.text_of);
    let text = shown
        .map(|posting| ListingText { html: posting.description_html.clone(), plain: posting.description_text.clone() })
        .unwrap_or_default();
    let edges = graph::edges(conn, &postings.iter().map(|posting| posting.id).collect::<Vec<_>>())?;
    Ok(Some(Detail { stored, text, postings, edges: edges.into_iter().map(|edge| (edge.posting, edge)).collect() }))
}

/// Changes after a number, in order: each listing that changed since, once, as it is now, with all that it is searched by.
pub fn changed_since(conn: &mut Conn, after: i64, limit: usize) -> Result<Vec<ListingChange>, Error> {
    let found: Vec<(ListingRow, Option<String>)> = listings::table
        .left_join(posting_table::table.on(posting_table::id.eq(listings::text_of)))
        .filter(listings::number.gt(after))
        .order(listings::number)
        .limit(i64::try_from(limit).unwrap_or(i64::MAX))
        .select((ListingRow::as_select(), posting_table::description_text.nullable()))
        .load(conn)?;
    let mut changes = Vec::with_capacity(found.len());
    let mut several = Vec::new();
    for (row, text) in found {
        let Stored { number, listing, .. } = Stored::try_from(row)?;
        several.extend((listing.sources.len() > 1 && listing.closed_at.is_none()).then_some(listing.id));
        changes.push(ListingChange { number, listing, text: text.unwrap_or_default() });
    }
    let texts = postings::open_texts(conn, &several)?;
    for change in &mut changes {
        let others = texts.get(&change.listing.id).into_iter().flatten();
        let others =
            others.map(|of| Advert { title: &of.title, company: of.company.as_deref().unwrap_or_default(), text: &of.description });
        change.text = searched::text(&change.listing, std::mem::take(&mut change.text), others);
    }
    Ok(changes)
}

/// The listings that changed after a number, in the order of their last changes.
pub fn stored_since(conn: &mut Conn, after: i64, limit: usize) -> Result<Vec<Stored>, Error> {
    let rows: Vec<ListingRow> = listings::table
        .filter(listings::number.gt(after))
        .order(listings::number)
        .limit(i64::try_from(limit).unwrap_or(i64::MAX))
        .select(ListingRow::as_select())
        .load(conn)?;
    rows.into_iter().map(Stored::try_from).collect()
}

/// The number of the last change; 0 before the first.
pub fn last_change(conn: &mut Conn) -> Result<i64, Error> {
    Ok(change_counter::table.find(1).select(change_counter::number).first(conn)?)
}

/// When a company's listings, open and closed, were first seen and last confirmed; `None` without any.
pub fn seen_of_company(conn: &mut Conn, slug: &str) -> Result<Option<(Timestamp, Timestamp)>, Error> {
    let of_company = listings::table.filter(listings::company_slug.eq(slug));
    let (first, last): (Option<i64>, Option<i64>) =
        of_company.select((diesel::dsl::min(listings::first_seen_at), diesel::dsl::max(listings::last_seen_at))).first(conn)?;
    Ok(first.zip(last).map(|(first, last)| (Timestamp::from_unix_micros(first), Timestamp::from_unix_micros(last))))
}

/// How many listings there are, open and closed.
pub fn count(conn: &mut Conn) -> Result<u64, Error> {
    let count: i64 = listings::table.count().get_result(conn)?;
    Ok(count.unsigned_abs())
}

/// Open listings whose score has changed by the passing of time, the longest overdue first.
pub fn due_for_rescore(conn: &mut Conn, now: Timestamp, limit: usize) -> Result<Vec<ListingId>, Error> {
    let ids: Vec<String> = listings::table
        .filter(listings::rescore_at.le(now.unix_micros()))
        .order(listings::rescore_at)
        .limit(i64::try_from(limit).unwrap_or(i64::MAX))
        .select(listings::id)
        .load(conn)?;
    ids.iter().map(|id| ListingId::parse(id).map_err(|_| Error::corrupt("listings", "id", id))).collect()
}
