//! The role graph: edges with what speaks for them, and postings that are kept apart.

use diesel::prelude::*;
use diesel::upsert::excluded;
use domain::dedupe::{Edge, Member, MergeRule};
use domain::id::{ListingId, PostingId};
use domain::time::Timestamp;

use crate::conn::{Conn, per_backend};
use crate::error::Error;
use crate::postings::row::{parse_listing, parse_posting, traits};
use crate::row::At;
use crate::schema::{edges, postings, separations};

/// Rows read or written by one statement.
const BATCH: usize = 2_000;

/// Why a posting belongs to its listing, as stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EdgeRecord {
    /// The posting.
    pub posting: PostingId,
    /// The listing, the posting there that shows the same job, the rule and what speaks for it.
    pub edge: Edge,
    /// When it was found.
    pub created_at: Timestamp,
}

/// Postings that show two jobs, for good.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Separation {
    /// The one.
    pub one: PostingId,
    /// The other.
    pub other: PostingId,
    /// Who decided it.
    pub decided_by: String,
    /// Why.
    pub reason: String,
    /// When.
    pub created_at: Timestamp,
}

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = edges, treat_none_as_default_value = false)]
struct EdgeRow {
    posting_id: String,
    listing_id: String,
    with_posting: String,
    rule: String,
    confidence: i16,
    evidence: String,
    created_at: i64,
}

impl From<&EdgeRecord> for EdgeRow {
    fn from(record: &EdgeRecord) -> EdgeRow {
        EdgeRow {
            posting_id: record.posting.to_string(),
            listing_id: record.edge.listing.to_string(),
            with_posting: record.edge.with.to_string(),
            rule: record.edge.rule.slug().to_owned(),
            confidence: i16::from(record.edge.confidence),
            evidence: record.edge.evidence.clone(),
            created_at: record.created_at.unix_micros(),
        }
    }
}

impl TryFrom<EdgeRow> for EdgeRecord {
    type Error = Error;

    fn try_from(row: EdgeRow) -> Result<EdgeRecord, Error> {
        let at = At { table: "edges", id: &row.posting_id };
        let edge = Edge {
            listing: at.need("listing_id", ListingId::parse(&row.listing_id).ok())?,
            with: at.need("with_posting", PostingId::parse(&row.with_posting).ok())?,
            rule: at.need("rule", MergeRule::from_slug(&row.rule))?,
            confidence: at.need("confidence", u8::try_from(row.confidence).ok())?,
            evidence: row.evidence,
        };
        Ok(EdgeRecord {
            posting: at.need("posting_id", PostingId::parse(&row.posting_id).ok())?,
            edge,
            created_at: Timestamp::from_unix_micros(row.created_at),
        })
    }
}

/// The postings of listings, as merging compares them. Those of older rules are left out until they are read again.
pub fn members(conn: &mut Conn, listings: &[ListingId]) -> Result<Vec<(ListingId, Member)>, Error> {
    type Row = (String, String, String, String, Option<String>, i16, Option<i64>, i64, i64);
    use postings as p;
    let mut found = Vec::new();
    for batch in listings.chunks(BATCH) {
        let wanted: Vec<String> = batch.iter().map(ListingId::to_string).collect();
        let rows: Vec<Row> = p::table
            .filter(p::listing_id.eq_any(wanted))
            .order(p::id)
            .select((
                p::id,
                p::listing_id,
                p::source,
                p::board,
                p::traits,
                p::traits_version,
                p::closed_at,
                p::first_seen_at,
                p::last_seen_at,
            ))
            .load(conn)?;
        for (id, listing, source, board, json, version, closed_at, first_seen_at, last_seen_at) in rows {
            let Some(traits) = traits(At { table: "postings", id: &id }, json.as_deref(), version)? else { continue };
            let member = Member {
                id: parse_posting(&id)?,
                source,
                board,
                traits,
                closed: closed_at.is_some(),
                first_seen_at: Timestamp::from_unix_micros(first_seen_at),
                last_seen_at: Timestamp::from_unix_micros(last_seen_at),
            };
            found.push((parse_listing(&id, &listing)?, member));
        }
    }
    Ok(found)
}

/// Stores edges; a posting has one.
pub fn put_edges(conn: &mut Conn, records: &[EdgeRecord]) -> Result<(), Error> {
    use edges as e;
    for batch in records.chunks(BATCH) {
        let rows: Vec<EdgeRow> = batch.iter().map(EdgeRow::from).collect();
        per_backend!(conn, c => diesel::insert_into(edges::table)
            .values(&rows)
            .on_conflict(e::posting_id)
            .do_update()
            .set((
                e::listing_id.eq(excluded(e::listing_id)),
                e::with_posting.eq(excluded(e::with_posting)),
                e::rule.eq(excluded(e::rule)),
                e::confidence.eq(excluded(e::confidence)),
                e::evidence.eq(excluded(e::evidence)),
                e::created_at.eq(excluded(e::created_at)),
            ))
            .execute(c))?;
    }
    Ok(())
}

/// The edges of postings.
pub fn edges(conn: &mut Conn, ids: &[PostingId]) -> Result<Vec<EdgeRecord>, Error> {
    let mut found = Vec::new();
    for batch in ids.chunks(BATCH) {
        let rows: Vec<EdgeRow> = edges::table.filter(edges::posting_id.eq_any(texts(batch))).select(EdgeRow::as_select()).load(conn)?;
        for row in rows {
            found.push(row.try_into()?);
        }
    }
    Ok(found)
}

/// Removes the edges of postings.
pub fn remove_edges(conn: &mut Conn, ids: &[PostingId]) -> Result<(), Error> {
    for batch in ids.chunks(BATCH) {
        diesel::delete(edges::table.filter(edges::posting_id.eq_any(texts(batch)))).execute(conn)?;
    }
    Ok(())
}

/// Keeps postings apart for good.
pub fn separate(conn: &mut Conn, all: &[Separation]) -> Result<(), Error> {
    use separations as s;
    for batch in all.chunks(BATCH) {
        let rows: Vec<_> = batch
            .iter()
            .map(|separation| {
                let (one, other) = (separation.one.min(separation.other), separation.one.max(separation.other));
                (
                    s::one.eq(one.to_string()),
                    s::other.eq(other.to_string()),
                    s::decided_by.eq(&separation.decided_by),
                    s::reason.eq(&separation.reason),
                    s::created_at.eq(separation.created_at.unix_micros()),
                )
            })
            .collect();
        per_backend!(conn, c => diesel::insert_into(separations::table).values(&rows).on_conflict_do_nothing().execute(c))?;
    }
    Ok(())
}

/// Which of these postings are kept apart from others.
pub fn separations(conn: &mut Conn, ids: &[PostingId]) -> Result<Vec<Separation>, Error> {
    use separations as s;
    let mut found = Vec::new();
    for batch in ids.chunks(BATCH) {
        let wanted = texts(batch);
        let rows: Vec<(String, String, String, String, i64)> =
            s::table.filter(s::one.eq_any(wanted.clone()).or(s::other.eq_any(wanted))).order((s::one, s::other)).load(conn)?;
        for (one, other, decided_by, reason, created_at) in rows {
            let parse = |id: &str| PostingId::parse(id).map_err(|_| Error::corrupt("separations", "one", id));
            found.push(Separation {
                one: parse(&one)?,
                other: parse(&other)?,
                decided_by,
                reason,
                created_at: Timestamp::from_unix_micros(created_at),
            });
        }
    }
    found.dedup();
    Ok(found)
}

fn texts(ids: &[PostingId]) -> Vec<String> {
    ids.iter().map(PostingId::to_string).collect()
}
