//! Postings: what each source showed, and what was read from it.

pub(crate) mod row;

use std::collections::HashMap;
use std::sync::Arc;

use diesel::prelude::*;
use diesel::upsert::excluded;
use domain::company::Company;
use domain::dedupe::{MergeRule, Traits};
use domain::id::{ListingId, PostingId};
use domain::listing::CloseReason;
use domain::read::Reading;
use domain::time::Timestamp;

use crate::conn::{Conn, per_backend, put_rows};
use crate::error::Error;
use crate::row::{micros, time};
use crate::schema::postings;
use row::{PostingRow, parse_listing, parse_posting};

/// Rows written by one statement.
const BATCH: usize = 400;

/// A posting as stored.
#[derive(Debug, Clone, PartialEq)]
pub struct PostingRecord {
    /// Its identifier.
    pub id: PostingId,
    /// The listing it belongs to.
    pub listing: ListingId,
    /// Why it belongs there.
    pub rule: MergeRule,
    /// The source's slug.
    pub source: String,
    /// The board, or empty.
    pub board: String,
    /// The source's own id.
    pub external_id: String,
    /// The page that shows it.
    pub url: String,
    /// Where to apply.
    pub apply_url: String,
    /// The requisition number.
    pub requisition: Option<String>,
    /// The title.
    pub title: String,
    /// The employer.
    pub company: Option<Company>,
    /// The location text.
    pub location: Option<String>,
    /// The source's words for the pay.
    pub salary_text: Option<String>,
    /// The description as sanitised HTML.
    pub description_html: String,
    /// The description as plain text.
    pub description_text: String,
    /// When it was published.
    pub posted_at: Option<Timestamp>,
    /// When it ends.
    pub expires_at: Option<Timestamp>,
    /// What was read from it.
    pub reading: Reading,
    /// The hash of all that the source said.
    pub content_hash: String,
    /// What merging compares; `None` until it is read by today's rules.
    pub traits: Option<Arc<Traits>>,
    /// When what the source says last changed.
    pub changed_at: Timestamp,
    /// When it was first seen.
    pub first_seen_at: Timestamp,
    /// When it was last seen.
    pub last_seen_at: Timestamp,
    /// When it closed.
    pub closed_at: Option<Timestamp>,
    /// Why it closed.
    pub close_reason: Option<CloseReason>,
    /// When the first of the complete runs in a row that came without it ended.
    pub missed_since: Option<Timestamp>,
}

/// What is known of a posting that is seen again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Known {
    /// Its identifier.
    pub id: PostingId,
    /// Its listing.
    pub listing: ListingId,
    /// The hash of what the source said when it was stored.
    pub content_hash: String,
    /// The version of the rules that read it.
    pub reading_version: u16,
    /// The version of what merging compares.
    pub traits_version: u16,
    /// Whether it has closed.
    pub closed: bool,
    /// When it was last seen.
    pub last_seen_at: Timestamp,
    /// Whether the last complete run came without it.
    pub is_missed: bool,
}

impl Known {
    /// Whether a source that says this says what was stored and read by today's rules.
    pub fn says(&self, content_hash: &str) -> bool {
        self.content_hash == content_hash
            && self.reading_version == domain::read::VERSION
            && self.traits_version == domain::dedupe::VERSION
            && !self.closed
    }
}

/// An open posting of a board.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenPosting {
    /// Its identifier.
    pub id: PostingId,
    /// Its listing.
    pub listing: ListingId,
    /// The source's own id.
    pub external_id: String,
    /// Its page.
    pub url: String,
    /// When it was first seen.
    pub first_seen_at: Timestamp,
    /// When the first of the complete runs in a row that came without it ended.
    pub missed_since: Option<Timestamp>,
}

/// Looks up postings of one source by board and external id.
pub fn find(conn: &mut Conn, source: &str, keys: &[(String, String)]) -> Result<HashMap<(String, String), Known>, Error> {
    type Row = (String, String, String, String, String, i16, i16, Option<i64>, i64, Option<i64>);
    let mut by_board: HashMap<&str, Vec<&str>> = HashMap::new();
    for (board, external_id) in keys {
        by_board.entry(board).or_default().push(external_id);
    }
    let mut found = HashMap::with_capacity(keys.len());
    for (board, ids) in by_board {
        for batch in ids.chunks(BATCH) {
            let rows: Vec<Row> = postings::table
                .filter(postings::source.eq(source).and(postings::board.eq(board)).and(postings::external_id.eq_any(batch.to_vec())))
                .select((
                    postings::board,
                    postings::external_id,
                    postings::id,
                    postings::listing_id,
                    postings::content_hash,
                    postings::reading_version,
                    postings::traits_version,
                    postings::closed_at,
                    postings::last_seen_at,
                    postings::missed_since,
                ))
                .load(conn)?;
            for (board, external_id, id, listing, content_hash, version, traits_version, closed_at, last_seen_at, missed_since) in rows {
                let known = Known {
                    id: parse_posting(&id)?,
                    listing: parse_listing(&id, &listing)?,
                    content_hash,
                    reading_version: version.unsigned_abs(),
                    traits_version: traits_version.unsigned_abs(),
                    closed: closed_at.is_some(),
                    last_seen_at: Timestamp::from_unix_micros(last_seen_at),
                    is_missed: missed_since.is_some(),
                };
                found.insert((board, external_id), known);
            }
        }
    }
    Ok(found)
}

/// Marks postings as seen, and as missed by no run.
pub fn touch(conn: &mut Conn, ids: &[PostingId], at: Timestamp) -> Result<(), Error> {
    for batch in ids.chunks(BATCH) {
        diesel::update(postings::table.filter(postings::id.eq_any(texts(batch))))
            .set((postings::last_seen_at.eq(at.unix_micros()), postings::missed_since.eq(None::<i64>)))
            .execute(conn)?;
    }
    Ok(())
}

/// Stores postings; one with the same source, board and external id is replaced, and keeps its identifier.
pub fn upsert(conn: &mut Conn, records: &[PostingRecord]) -> Result<(), Error> {
    let rows = records.iter().map(PostingRow::new).collect::<Result<Vec<_>, _>>()?;
    for batch in rows.chunks(BATCH) {
        put_rows!(conn, postings::table, batch, put_over)?;
    }
    Ok(())
}

/// Stores rows over those that are there.
fn put_over(conn: &mut Conn, batch: Vec<&PostingRow<'_>>) -> Result<(), Error> {
    use postings as p;
    per_backend!(conn, c => diesel::insert_into(postings::table)
        .values(batch)
        .on_conflict((p::source, p::board, p::external_id))
        .do_update()
        .set((
            (
                p::listing_id.eq(excluded(p::listing_id)),
                p::merge_rule.eq(excluded(p::merge_rule)),
                p::url.eq(excluded(p::url)),
                p::apply_url.eq(excluded(p::apply_url)),
                p::requisition.eq(excluded(p::requisition)),
                p::title.eq(excluded(p::title)),
                p::company_slug.eq(excluded(p::company_slug)),
                p::company_name.eq(excluded(p::company_name)),
                p::location.eq(excluded(p::location)),
                p::salary_text.eq(excluded(p::salary_text)),
                p::description_html.eq(excluded(p::description_html)),
                p::description_text.eq(excluded(p::description_text)),
                p::posted_at.eq(excluded(p::posted_at)),
            ),
            (
                p::expires_at.eq(excluded(p::expires_at)),
                p::reading.eq(excluded(p::reading)),
                p::reading_version.eq(excluded(p::reading_version)),
                p::content_hash.eq(excluded(p::content_hash)),
                p::traits.eq(excluded(p::traits)),
                p::traits_version.eq(excluded(p::traits_version)),
                p::changed_at.eq(excluded(p::changed_at)),
                p::first_seen_at.eq(excluded(p::first_seen_at)),
                p::last_seen_at.eq(excluded(p::last_seen_at)),
                p::closed_at.eq(excluded(p::closed_at)),
                p::close_reason.eq(excluded(p::close_reason)),
                p::missed_since.eq(excluded(p::missed_since)),
            ),
        ))
        .execute(c))?;
    Ok(())
}

/// The postings of listings, the earliest first.
pub fn of_listings(conn: &mut Conn, ids: &[ListingId]) -> Result<Vec<PostingRecord>, Error> {
    let mut found = Vec::new();
    for batch in ids.chunks(BATCH) {
        let wanted: Vec<String> = batch.iter().map(ListingId::to_string).collect();
        let rows: Vec<PostingRow<'_>> = postings::table
            .filter(postings::listing_id.eq_any(wanted))
            .order((postings::first_seen_at, postings::id))
            .select(PostingRow::as_select())
            .load(conn)?;
        for row in rows {
            found.push(PostingRecord::try_from(row)?);
        }
    }
    Ok(found)
}

/// What a posting says in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Texts {
    /// The title.
    pub title: String,
    /// The employer's name.
    pub company: Option<String>,
    /// The description as plain text.
    pub description: String,
}

/// The texts of the open postings of listings, the earliest first.
pub fn open_texts(conn: &mut Conn, ids: &[ListingId]) -> Result<HashMap<ListingId, Vec<Texts>>, Error> {
    type Row = (String, String, String, Option<String>, String);
    let mut found: HashMap<ListingId, Vec<Texts>> = HashMap::with_capacity(ids.len());
    for batch in ids.chunks(BATCH) {
        let wanted: Vec<String> = batch.iter().map(ListingId::to_string).collect();
        let rows: Vec<Row> = postings::table
            .filter(postings::listing_id.eq_any(wanted).and(postings::closed_at.is_null()))
            .order((postings::first_seen_at, postings::id))
            .select((postings::id, postings::listing_id, postings::title, postings::company_name, postings::description_text))
            .load(conn)?;
        for (id, listing, title, company, description) in rows {
            found.entry(parse_listing(&id, &listing)?).or_default().push(Texts { title, company, description });
        }
    }
    Ok(found)
}

/// The open postings of a board.
pub fn open_of_board(conn: &mut Conn, source: &str, board: &str) -> Result<Vec<OpenPosting>, Error> {
    type Row = (String, String, String, String, i64, Option<i64>);
    let rows: Vec<Row> = postings::table
        .filter(postings::source.eq(source).and(postings::board.eq(board)).and(postings::closed_at.is_null()))
        .order(postings::id)
        .select((postings::id, postings::listing_id, postings::external_id, postings::url, postings::first_seen_at, postings::missed_since))
        .load(conn)?;
    rows.into_iter()
        .map(|(id, listing, external_id, url, first_seen_at, missed_since)| {
            Ok(OpenPosting {
                id: parse_posting(&id)?,
                listing: parse_listing(&id, &listing)?,
                external_id,
                url,
                first_seen_at: Timestamp::from_unix_micros(first_seen_at),
                missed_since: time(missed_since),
            })
        })
        .collect()
}

/// Notes since when complete runs come without these postings; `None` if the last one showed them.
pub fn set_missed(conn: &mut Conn, ids: &[PostingId], since: Option<Timestamp>) -> Result<(), Error> {
    for batch in ids.chunks(BATCH) {
        diesel::update(postings::table.filter(postings::id.eq_any(texts(batch))))
            .set(postings::missed_since.eq(micros(since)))
            .execute(conn)?;
    }
    Ok(())
}

/// Closes postings that are open.
pub fn close(conn: &mut Conn, ids: &[PostingId], reason: CloseReason, at: Timestamp) -> Result<(), Error> {
    for batch in ids.chunks(BATCH) {
        diesel::update(postings::table.filter(postings::id.eq_any(texts(batch)).and(postings::closed_at.is_null())))
            .set((postings::closed_at.eq(micros(Some(at))), postings::close_reason.eq(Some(reason.slug()))))
            .execute(conn)?;
    }
    Ok(())
}

/// Gives postings to another listing.
pub fn give(conn: &mut Conn, ids: &[PostingId], listing: ListingId, rule: MergeRule) -> Result<(), Error> {
    for batch in ids.chunks(BATCH) {
        diesel::update(postings::table.filter(postings::id.eq_any(texts(batch))))
            .set((postings::listing_id.eq(listing.to_string()), postings::merge_rule.eq(rule.slug())))
            .execute(conn)?;
    }
    Ok(())
}

/// Open postings whose end has passed, with their listings.
pub fn expired(conn: &mut Conn, now: Timestamp, limit: usize) -> Result<Vec<(PostingId, ListingId)>, Error> {
    let rows: Vec<(String, String)> = postings::table
        .filter(postings::expires_at.lt(now.unix_micros()).and(postings::closed_at.is_null()))
        .order(postings::expires_at)
        .limit(i64::try_from(limit).unwrap_or(i64::MAX))
        .select((postings::id, postings::listing_id))
        .load(conn)?;
    rows.into_iter().map(|(id, listing)| Ok((parse_posting(&id)?, parse_listing(&id, &listing)?))).collect()
}

fn texts(ids: &[PostingId]) -> Vec<String> {
    ids.iter().map(PostingId::to_string).collect()
}
