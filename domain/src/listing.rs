//! One job as an employer offers it, made of one or more postings.

use serde::{Deserialize, Serialize};

use crate::company::Company;
use crate::eligibility::Eligibility;
use crate::employment::EmploymentType;
use crate::id::ListingId;
use crate::language::Language;
use crate::read::Sponsorship;
use crate::role::Role;
use crate::salary::{AnnualBand, SalaryBand};
use crate::seniority::Seniority;
use crate::skill::Skill;
use crate::slug_enum::slug_enum;
use crate::time::Timestamp;
use crate::work_mode::WorkMode;

/// One job as an employer offers it: what people search. The long texts and the
/// evidence stand in [`ListingText`] and in the postings.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Listing {
    /// The identifier; kept when the listing changes, closes and reopens.
    pub id: ListingId,
    /// The title as the employer writes it.
    pub title: String,
    /// The employer, where a source names one.
    pub company: Option<Company>,
    /// What the work is.
    pub role: Role,
    /// How senior it is.
    pub seniority: Seniority,
    /// Where the work is done.
    pub work_mode: WorkMode,
    /// The kind of employment.
    pub employment_type: EmploymentType,
    /// From where it may be done, with evidence.
    pub eligibility: Eligibility,
    /// Whether visas are sponsored.
    pub sponsorship: Sponsorship,
    /// The language of the posting.
    pub language: Option<Language>,
    /// The pay as stated.
    pub salary: Option<SalaryBand>,
    /// The words for the pay, also where no number could be read with certainty.
    pub salary_words: Option<String>,
    /// The pay for a year in US dollars.
    pub annual_usd: AnnualBand,
    /// Skills, sorted, without repeats.
    pub skills: Vec<Skill>,
    /// Transparency score, 0 to 100.
    pub score: u8,
    /// The version of the score's rules.
    pub score_version: u16,
    /// When the earliest of its postings was published.
    pub posted_at: Option<Timestamp>,
    /// When it was first seen here.
    pub first_seen_at: Timestamp,
    /// When a source last confirmed it; moves on at most once a day.
    pub last_seen_at: Timestamp,
    /// When its content last changed.
    pub updated_at: Timestamp,
    /// When it closed.
    pub closed_at: Option<Timestamp>,
    /// Why it closed.
    pub close_reason: Option<CloseReason>,
    /// Where to apply: the employer's own page before a board's.
    pub apply_url: String,
    /// The sources that carry it, the one that gave the texts first.
    pub sources: Vec<SourceRef>,
    /// The places of its postings in the sources' words, each once.
    pub locations: Vec<String>,
}

/// A source that carries a listing.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct SourceRef {
    /// The source's slug.
    pub source: String,
    /// The board on it, or empty.
    pub board: String,
    /// The page there.
    pub url: String,
    /// The company that shows it there, where that is not the employer: an agency.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub company: Option<Company>,
}

impl Listing {
    /// The slugs of the companies that show it: the employer's, and those of agencies.
    pub fn company_slugs(&self) -> impl Iterator<Item = &str> {
        let agencies = self.sources.iter().filter_map(|source| source.company.as_ref());
        self.company.iter().chain(agencies).map(|company| company.slug.as_str())
    }
}

/// The long texts of a listing.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ListingText {
    /// Sanitised HTML.
    pub html: String,
    /// The plain form.
    pub plain: String,
}

/// What a follower of the database applies.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListingChange {
    /// The change number, unique and in commit order.
    pub number: i64,
    /// The listing after the change; a closed listing stays a listing with `closed_at`.
    pub listing: Listing,
    /// Its plain text, for the text index.
    pub text: String,
}

slug_enum! {
    /// Why a listing closed.
    CloseReason {
        /// Two complete runs came without it.
        Absent = "absent",
        /// The source said so.
        SaidBySource = "said_by_source",
        /// Its expiry date passed.
        Expired = "expired",
        /// Nobody asks for it any more: its board was removed.
        Unwatched = "unwatched",
    }
}
