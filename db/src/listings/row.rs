//! The row of a listing.

use diesel::prelude::*;
use domain::employment::EmploymentType;
use domain::id::{ListingId, PostingId};
use domain::language::Language;
use domain::listing::{CloseReason, Listing};
use domain::money::Cents;
use domain::read::Sponsorship;
use domain::role::Role;
use domain::salary::AnnualBand;
use domain::seniority::Seniority;
use domain::time::Timestamp;
use domain::work_mode::WorkMode;

use super::{Stored, Write};
use crate::error::Error;
use crate::row::{At, micros, time, to_json};
use crate::schema::listings;

#[derive(Debug, Clone, PartialEq, Queryable, Selectable, Insertable)]
#[diesel(table_name = listings, treat_none_as_default_value = false)]
pub(super) struct ListingRow {
    pub id: String,
    pub number: i64,
    text_of: String,
    text_hash: String,
    title: String,
    company_slug: Option<String>,
    company_name: Option<String>,
    role: String,
    seniority: String,
    work_mode: String,
    employment_type: String,
    eligibility: String,
    sponsorship: String,
    language: Option<String>,
    salary: Option<String>,
    salary_words: Option<String>,
    annual_usd_min: Option<i64>,
    annual_usd_max: Option<i64>,
    skills: String,
    score: i16,
    score_version: i16,
    pub rescore_at: Option<i64>,
    posted_at: Option<i64>,
    first_seen_at: i64,
    last_seen_at: i64,
    pub updated_at: i64,
    closed_at: Option<i64>,
    close_reason: Option<String>,
    apply_url: String,
    sources: String,
    locations: String,
}

impl ListingRow {
    /// The row to be written; its number is given later.
    pub fn new(write: &Write) -> Result<ListingRow, Error> {
        let listing = &write.listing;
        let id = listing.id.to_string();
        let at = At { table: "listings", id: &id };
        Ok(ListingRow {
            number: 0,
            text_of: write.text_of.to_string(),
            text_hash: write.text_hash.clone(),
            title: listing.title.clone(),
            company_slug: listing.company.as_ref().map(|company| company.slug.clone()),
            company_name: listing.company.as_ref().map(|company| company.name.clone()),
            role: listing.role.slug().to_owned(),
            seniority: listing.seniority.slug().to_owned(),
            work_mode: listing.work_mode.slug().to_owned(),
            employment_type: listing.employment_type.slug().to_owned(),
            eligibility: to_json(at, "eligibility", &listing.eligibility)?,
            sponsorship: listing.sponsorship.slug().to_owned(),
            language: listing.language.map(|language| language.tag().to_owned()),
            salary: listing.salary.as_ref().map(|salary| to_json(at, "salary", salary)).transpose()?,
            salary_words: listing.salary_words.clone(),
            annual_usd_min: listing.annual_usd.min.map(Cents::get),
            annual_usd_max: listing.annual_usd.max.map(Cents::get),
            skills: to_json(at, "skills", &listing.skills)?,
            score: i16::from(listing.score),
            score_version: i16::try_from(listing.score_version).unwrap_or(i16::MAX),
            rescore_at: micros(write.rescore_at),
            posted_at: micros(listing.posted_at),
            first_seen_at: listing.first_seen_at.unix_micros(),
            last_seen_at: listing.last_seen_at.unix_micros(),
            updated_at: listing.updated_at.unix_micros(),
            closed_at: micros(listing.closed_at),
            close_reason: listing.close_reason.map(|reason| reason.slug().to_owned()),
            apply_url: listing.apply_url.clone(),
            sources: to_json(at, "sources", &listing.sources)?,
            locations: to_json(at, "locations", &listing.locations)?,
            id,
        })
    }

    /// Whether nothing differs that a follower must be told of.
    pub fn same(&self, new: &ListingRow) -> bool {
        let like_old = ListingRow { number: self.number, rescore_at: self.rescore_at, updated_at: self.updated_at, ..new.clone() };
        *self == like_old
    }

    /// Whether only the score, or when it was last confirmed, differs.
    pub fn same_content(&self, new: &ListingRow) -> bool {
        let like_old = ListingRow { score: self.score, score_version: self.score_version, last_seen_at: self.last_seen_at, ..new.clone() };
        self.same(&like_old)
    }
}

impl TryFrom<ListingRow> for Stored {
    type Error = Error;

    fn try_from(row: ListingRow) -> Result<Stored, Error> {
        let at = At { table: "listings", id: &row.id };
        let cents = |column, value: Option<i64>| value.map(|value| at.need(column, Cents::new(value))).transpose();
        let listing = Listing {
            id: at.need("id", ListingId::parse(&row.id).ok())?,
            title: row.title,
            company: at.company(row.company_slug, row.company_name)?,
            role: at.need("role", Role::from_slug(&row.role))?,
            seniority: at.need("seniority", Seniority::from_slug(&row.seniority))?,
            work_mode: at.need("work_mode", WorkMode::from_slug(&row.work_mode))?,
            employment_type: at.need("employment_type", EmploymentType::from_slug(&row.employment_type))?,
            eligibility: at.json("eligibility", &row.eligibility)?,
            sponsorship: at.need("sponsorship", Sponsorship::from_slug(&row.sponsorship))?,
            language: at.optional("language", row.language.as_deref(), Language::parse)?,
            salary: row.salary.as_deref().map(|salary| at.json("salary", salary)).transpose()?,
            salary_words: row.salary_words,
            annual_usd: AnnualBand { min: cents("annual_usd_min", row.annual_usd_min)?, max: cents("annual_usd_max", row.annual_usd_max)? },
            skills: at.json("skills", &row.skills)?,
            score: at.need("score", u8::try_from(row.score).ok())?,
            score_version: at.need("score_version", u16::try_from(row.score_version).ok())?,
            posted_at: time(row.posted_at),
            first_seen_at: Timestamp::from_unix_micros(row.first_seen_at),
            last_seen_at: Timestamp::from_unix_micros(row.last_seen_at),
            updated_at: Timestamp::from_unix_micros(row.updated_at),
            closed_at: time(row.closed_at),
            close_reason: at.optional("close_reason", row.close_reason.as_deref(), CloseReason::from_slug)?,
            apply_url: row.apply_url,
            sources: at.json("sources", &row.sources)?,
            locations: at.json("locations", &row.locations)?,
        };
        Ok(Stored { number: row.number, text_of: at.need("text_of", PostingId::parse(&row.text_of).ok())?, listing })
    }
}
