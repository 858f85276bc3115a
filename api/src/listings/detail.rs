//! A listing in full.

use std::collections::HashMap;

use db::graph::EdgeRecord;
use db::listings::Detail;
use db::postings::PostingRecord;
use domain::evidence::Evidence;
use domain::read::{Read, Reading};
use domain::score::{self, Clause};
use domain::time::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;

use super::views::{EvidenceView, ListingSummary, SalaryView};

/// A listing with its texts, its postings, its score by clause, and the words that each value was read from.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ListingDetail {
    /// What lists show.
    #[serde(flatten)]
    pub summary: ListingSummary,
    /// The description as sanitised HTML.
    #[schema(max_length = 1_000_000)]
    pub description_html: String,
    /// The description as plain text.
    #[schema(max_length = 1_000_000)]
    pub description_text: String,
    /// The score by clause, as of now.
    #[schema(max_items = 100)]
    pub score_clauses: Vec<ClauseView>,
    /// The postings that show it.
    #[schema(max_items = 1000)]
    pub postings: Vec<PostingView>,
}

/// A clause of the score.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ClauseView {
    /// The pillar: `compensation`, `location`, `freshness`, `source`, `clarity`.
    #[schema(max_length = 20)]
    pub pillar: &'static str,
    /// The clause.
    #[schema(max_length = 40)]
    pub clause: &'static str,
    /// Points given.
    #[schema(minimum = 0, maximum = 100)]
    pub points: u8,
    /// Points that can be had.
    #[schema(minimum = 0, maximum = 100)]
    pub of: u8,
    /// Why, in words; null where the listing says nothing that the clause asks for.
    #[schema(max_length = 10_000, required)]
    pub because: Option<String>,
}

/// One advertisement as one source shows it.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct PostingView {
    /// The identifier.
    #[schema(max_length = 32)]
    pub id: String,
    /// The source's slug.
    #[schema(max_length = 100)]
    pub source: String,
    /// The board on it, or empty.
    #[schema(max_length = 300)]
    pub board: String,
    /// The source's own id.
    #[schema(max_length = 300)]
    pub external_id: String,
    /// The page there.
    #[schema(format = "uri", max_length = 4000)]
    pub url: String,
    /// The title there.
    #[schema(max_length = 1000)]
    pub title: String,
    /// The location text there.
    #[schema(max_length = 10_000, required)]
    pub location: Option<String>,
    /// The rule by which it belongs to this listing: `first`, `url` (the same page), `requisition`, `opening` (the same employer, title,
    /// words and places), `city` (another town of the same country), `repost`, `staffing` (an agency's copy).
    #[schema(max_length = 20)]
    pub merged_by: &'static str,
    /// What speaks for that; null for the first posting.
    #[schema(required)]
    pub edge: Option<EdgeView>,
    /// When it was published.
    #[schema(value_type = Option<String>, format = DateTime, required)]
    pub posted_at: Option<Timestamp>,
    /// When it was first seen.
    #[schema(value_type = String, format = DateTime)]
    pub first_seen_at: Timestamp,
    /// When it was last seen.
    #[schema(value_type = String, format = DateTime)]
    pub last_seen_at: Timestamp,
    /// When it closed.
    #[schema(value_type = Option<String>, format = DateTime, required)]
    pub closed_at: Option<Timestamp>,
    /// Other pay ranges that it states, by place or level.
    #[schema(max_items = 100)]
    pub other_salaries: Vec<SalaryView>,
    /// Contradictions between what it says and what its source's fields say.
    #[schema(max_items = 100)]
    pub conflicts: Vec<String>,
    /// What was read, with the words.
    #[schema(max_items = 1000)]
    pub readings: Vec<ReadingView>,
}

/// What speaks for a posting to show the listing's job.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct EdgeView {
    /// The rule, as `merged_by`.
    #[schema(max_length = 20)]
    pub rule: &'static str,
    /// How sure the rule is, in percent.
    #[schema(minimum = 0, maximum = 100)]
    pub confidence: u8,
    /// The posting that it was compared with.
    #[schema(max_length = 32)]
    pub with: String,
    /// What both have in common, in words.
    #[schema(max_length = 5000)]
    pub evidence: String,
    /// When it was found.
    #[schema(value_type = String, format = DateTime)]
    pub found_at: Timestamp,
}

/// A value that was read, with the words that it was read from.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ReadingView {
    /// What the value is: `role`, `seniority`, `work_mode`, `employment_type`, `visa`, `salary`, `skill`, `years_experience`.
    #[schema(max_length = 30)]
    pub name: &'static str,
    /// The value.
    #[schema(max_length = 200)]
    pub value: String,
    /// The words.
    pub evidence: EvidenceView,
}

impl ListingDetail {
    /// A listing in full, scored as of `now`.
    pub fn new(detail: &Detail, attributions: &HashMap<String, String>, now: Timestamp) -> ListingDetail {
        let listing = &detail.stored.listing;
        let score = score::score(listing, &detail.text.plain, now);
        let summary = ListingSummary { score: score.total, score_version: score.version, ..ListingSummary::new(listing, attributions) };
        ListingDetail {
            summary,
            description_html: detail.text.html.clone(),
            description_text: detail.text.plain.clone(),
            score_clauses: score.clauses.into_iter().map(ClauseView::from).collect(),
            postings: detail.postings.iter().map(|posting| PostingView::new(posting, detail.edges.get(&posting.id))).collect(),
        }
    }
}

impl From<Clause> for ClauseView {
    fn from(clause: Clause) -> ClauseView {
        ClauseView { pillar: clause.pillar, clause: clause.clause, points: clause.points, of: clause.of, because: clause.because }
    }
}

impl From<&EdgeRecord> for EdgeView {
    fn from(found: &EdgeRecord) -> EdgeView {
        EdgeView {
            rule: found.edge.rule.slug(),
            confidence: found.edge.confidence,
            with: found.edge.with.to_string(),
            evidence: found.edge.evidence.clone(),
            found_at: found.created_at,
        }
    }
}

impl PostingView {
    /// A posting, and what speaks for it.
    pub fn new(posting: &PostingRecord, edge: Option<&EdgeRecord>) -> PostingView {
        PostingView {
            id: posting.id.to_string(),
            source: posting.source.clone(),
            board: posting.board.clone(),
            external_id: posting.external_id.clone(),
            url: posting.url.clone(),
            title: posting.title.clone(),
            location: posting.location.clone(),
            merged_by: posting.rule.slug(),
            edge: edge.map(EdgeView::from),
            posted_at: posting.posted_at,
            first_seen_at: posting.first_seen_at,
            last_seen_at: posting.last_seen_at,
            closed_at: posting.closed_at,
            other_salaries: posting.reading.other_salaries.iter().map(|other| SalaryView::stated(&other.value)).collect(),
            conflicts: posting.reading.conflicts.clone(),
            readings: readings(&posting.reading),
        }
    }
}

/// What was read, each value with its words.
pub fn readings(reading: &Reading) -> Vec<ReadingView> {
    fn view(name: &'static str, value: impl ToString, evidence: Option<&Evidence>) -> Option<ReadingView> {
        Some(ReadingView { name, value: value.to_string(), evidence: evidence?.into() })
    }
    fn of<T: ToString>(name: &'static str, read: &Read<T>) -> Option<ReadingView> {
        view(name, read.value.to_string(), read.evidence.as_ref())
    }
    let single = [
        of("role", &reading.role),
        of("seniority", &reading.seniority),
        of("work_mode", &reading.work_mode),
        of("employment_type", &reading.employment_type),
        of("visa", &reading.sponsorship),
        reading.salary.as_ref().and_then(|salary| view("salary", salary.value.currency(), salary.evidence.as_ref())),
        reading.years_experience.as_ref().and_then(|years| of("years_experience", years)),
    ];
    let skills = reading.skills.iter().map(|skill| of("skill", skill));
    single.into_iter().chain(skills).flatten().collect()
}
