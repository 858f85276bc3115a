//! The rows of a posting.

use std::borrow::Cow;
use std::sync::Arc;

use diesel::prelude::*;
use domain::dedupe::{MergeRule, Traits};
use domain::id::{ListingId, PostingId};
use domain::listing::CloseReason;
use domain::time::Timestamp;

use super::PostingRecord;
use crate::error::Error;
use crate::row::{At, micros, time, to_json};
use crate::schema::postings;

#[derive(Debug, Queryable, Selectable, Insertable)]
#[diesel(table_name = postings, treat_none_as_default_value = false)]
pub(super) struct PostingRow<'a> {
    id: String,
    listing_id: String,
    merge_rule: String,
    source: String,
    board: String,
    external_id: String,
    url: String,
    apply_url: String,
    requisition: Option<String>,
    title: String,
    company_slug: Option<String>,
    company_name: Option<String>,
    location: Option<String>,
    salary_text: Option<String>,
    description_html: Cow<'a, str>,
    description_text: Cow<'a, str>,
    posted_at: Option<i64>,
    expires_at: Option<i64>,
    reading: String,
    reading_version: i16,
    content_hash: String,
    traits: Option<String>,
    traits_version: i16,
    changed_at: i64,
    first_seen_at: i64,
    last_seen_at: i64,
    closed_at: Option<i64>,
    close_reason: Option<String>,
    missed_since: Option<i64>,
}

impl PostingRow<'_> {
    pub fn new(record: &PostingRecord) -> Result<PostingRow<'_>, Error> {
        let id = record.id.to_string();
        Ok(PostingRow {
            listing_id: record.listing.to_string(),
            merge_rule: record.rule.slug().to_owned(),
            source: record.source.clone(),
            board: record.board.clone(),
            external_id: record.external_id.clone(),
            url: record.url.clone(),
            apply_url: record.apply_url.clone(),
            requisition: record.requisition.clone(),
            title: record.title.clone(),
            company_slug: record.company.as_ref().map(|company| company.slug.clone()),
            company_name: record.company.as_ref().map(|company| company.name.clone()),
            location: record.location.clone(),
            salary_text: record.salary_text.clone(),
            description_html: Cow::Borrowed(&record.description_html),
            description_text: Cow::Borrowed(&record.description_text),
            posted_at: micros(record.posted_at),
            expires_at: micros(record.expires_at),
            reading: to_json(At { table: "postings", id: &id }, "reading", &record.reading)?,
            reading_version: i16::try_from(record.reading.version).unwrap_or(i16::MAX),
            content_hash: record.content_hash.clone(),
            traits: record.traits.as_ref().map(|traits| to_json(At { table: "postings", id: &id }, "traits", traits)).transpose()?,
            traits_version: record.traits.as_ref().map_or(0, |_| i16::try_from(domain::dedupe::VERSION).unwrap_or(i16::MAX)),
            changed_at: record.changed_at.unix_micros(),
            first_seen_at: record.first_seen_at.unix_micros(),
            last_seen_at: record.last_seen_at.unix_micros(),
            closed_at: micros(record.closed_at),
            close_reason: record.close_reason.map(|reason| reason.slug().to_owned()),
            missed_since: micros(record.missed_since),
            id,
        })
    }
}

impl TryFrom<PostingRow<'_>> for PostingRecord {
    type Error = Error;

    fn try_from(row: PostingRow<'_>) -> Result<PostingRecord, Error> {
        let at = At { table: "postings", id: &row.id };
        Ok(PostingRecord {
            id: parse_posting(&row.id)?,
            listing: parse_listing(&row.id, &row.listing_id)?,
            rule: at.need("merge_rule", MergeRule::from_slug(&row.merge_rule))?,
            source: row.source,
            board: row.board,
            external_id: row.external_id,
            url: row.url,
            apply_url: row.apply_url,
            requisition: row.requisition,
            title: row.title,
            company: at.company(row.company_slug, row.company_name)?,
            location: row.location,
            salary_text: row.salary_text,
            description_html: row.description_html.into_owned(),
            description_text: row.description_text.into_owned(),
            posted_at: time(row.posted_at),
            expires_at: time(row.expires_at),
            reading: at.json("reading", &row.reading)?,
            content_hash: row.content_hash,
            traits: traits(at, row.traits.as_deref(), row.traits_version)?,
            changed_at: Timestamp::from_unix_micros(row.changed_at),
            first_seen_at: Timestamp::from_unix_micros(row.first_seen_at),
            last_seen_at: Timestamp::from_unix_micros(row.last_seen_at),
            closed_at: time(row.closed_at),
            close_reason: at.optional("close_reason", row.close_reason.as_deref(), CloseReason::from_slug)?,
            missed_since: time(row.missed_since),
        })
    }
}

/// What merging compares, where it was stored by today's rules.
pub(crate) fn traits(at: At<'_>, json: Option<&str>, version: i16) -> Result<Option<Arc<Traits>>, Error> {
    let today = i32::from(version) == i32::from(domain::dedupe::VERSION);
    json.filter(|_| today).map(|json| at.json("traits", json)).transpose()
}

pub(crate) fn parse_posting(id: &str) -> Result<PostingId, Error> {
    PostingId::parse(id).map_err(|_| Error::corrupt("postings", "id", id))
}

pub(crate) fn parse_listing(id: &str, listing: &str) -> Result<ListingId, Error> {
    ListingId::parse(listing).map_err(|_| Error::corrupt("postings", "listing_id", id))
}
