//! What readers report of listings: a reason and perhaps a posting, no words, no person.

use diesel::prelude::*;
use domain::id::{ListingId, PostingId, ReportId};
use domain::report::ReportReason;
use domain::time::Timestamp;

use crate::conn::{Conn, per_backend};
use crate::error::Error;
use crate::row::At;
use crate::schema::reports;

/// A report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// Its identifier.
    pub id: ReportId,
    /// The listing.
    pub listing: ListingId,
    /// The posting of it that is meant.
    pub posting: Option<PostingId>,
    /// What is wrong.
    pub reason: ReportReason,
    /// When it came.
    pub created_at: Timestamp,
}

/// Stores a report.
pub fn add(conn: &mut Conn, report: &Report) -> Result<(), Error> {
    let values = (
        reports::id.eq(report.id.to_string()),
        reports::listing_id.eq(report.listing.to_string()),
        reports::posting_id.eq(report.posting.map(|id| id.to_string())),
        reports::reason.eq(report.reason.slug()),
        reports::created_at.eq(report.created_at.unix_micros()),
    );
    per_backend!(conn, c => diesel::insert_into(reports::table).values(&values).execute(c))?;
    Ok(())
}

/// The latest reports, the newest first.
pub fn latest(conn: &mut Conn, limit: usize) -> Result<Vec<Report>, Error> {
    type Row = (String, String, Option<String>, String, i64);
    let rows: Vec<Row> = reports::table
        .order((reports::created_at.desc(), reports::id.desc()))
        .limit(i64::try_from(limit).unwrap_or(i64::MAX))
        .load(conn)?;
    rows.into_iter()
        .map(|(id, listing, posting, reason, created_at)| {
            let at = At { table: "reports", id: &id };
            Ok(Report {
                id: at.need("id", ReportId::parse(&id).ok())?,
                listing: at.need("listing_id", ListingId::parse(&listing).ok())?,
                posting: at.optional("posting_id", posting.as_deref(), |posting| PostingId::parse(posting).ok())?,
                reason: at.need("reason", ReportReason::from_slug(&reason))?,
                created_at: Timestamp::from_unix_micros(created_at),
            })
        })
        .collect()
}

/// Forgets reports that came before a time. Returns how many.
pub fn forget_before(conn: &mut Conn, before: Timestamp) -> Result<usize, Error> {
    Ok(diesel::delete(reports::table.filter(reports::created_at.lt(before.unix_micros()))).execute(conn)?)
}
