//! The score of a job text that somebody pastes: read as a posting is, and scored as a listing is.

use super::{Score, score};
use crate::company::Company;
use crate::id::ListingId;
use crate::listing::Listing;
use crate::methodology;
use crate::money::{Currency, Rates};
use crate::read::{self, PostingText, Reading};
use crate::salary::AnnualBand;
use crate::time::Timestamp;

/// A job text as its author has it, with the fields that are known apart from it.
#[derive(Debug, Clone, Default)]
pub struct Pasted {
    /// The title.
    pub title: String,
    /// The employer.
    pub company: Option<String>,
    /// The location line.
    pub location: Option<String>,
    /// The words for the kind of employment.
    pub employment_type: Option<String>,
    /// The words for the pay.
    pub salary_text: Option<String>,
    /// Where to apply; without it nobody's page.
    pub apply_url: Option<String>,
    /// Since when it has been published; now where that is not known.
    pub posted_at: Option<Timestamp>,
    /// The description without markup.
    pub text: String,
}

/// What can be done for a clause.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fix {
    /// The pillar.
    pub pillar: &'static str,
    /// The clause.
    pub clause: &'static str,
    /// Points that can be gained.
    pub points: u8,
    /// What to write or do.
    pub advice: &'static str,
}

impl Pasted {
    /// Reads and scores it, as if a source had just confirmed it.
    pub fn score(&self, now: Timestamp) -> (Reading, Score) {
        let reading = read::read(&PostingText {
            source: "",
            title: &self.title,
            company: self.company.as_deref(),
            location: self.location.as_deref(),
            remote_flag: None,
            employment_type: self.employment_type.as_deref(),
            salary_text: self.salary_text.as_deref(),
            text: &self.text,
        });
        let score = score(&self.listing(&reading, now), &self.text, now);
        (reading, score)
    }

    fn listing(&self, reading: &Reading, now: Timestamp) -> Listing {
        let salary = reading.salary.as_ref();
        let first_seen_at = self.posted_at.unwrap_or(now).min(now);
        Listing {
            id: ListingId::from_bits(0),
            title: self.title.clone(),
            company: self.company.as_deref().and_then(Company::from_name),
            role: reading.role.value,
            seniority: reading.seniority.value,
            work_mode: reading.work_mode.value,
            employment_type: reading.employment_type.value,
            eligibility: reading.eligibility.clone(),
            sponsorship: reading.sponsorship.value,
            language: reading.language,
            salary: salary.map(|salary| salary.value),
            salary_words: salary
                .and_then(|s| s.evidence.as_ref())
                .map(|evidence| evidence.text.clone())
                .or_else(|| self.salary_text.clone()),
            annual_usd: salary.map_or_else(AnnualBand::default, |salary| salary.value.annual(Currency::USD, Rates::builtin())),
            skills: reading.skills.iter().map(|skill| skill.value).collect(),
            score: 0,
            score_version: super::VERSION,
            posted_at: self.posted_at,
            first_seen_at,
            last_seen_at: now,
            updated_at: now,
            closed_at: None,
            close_reason: None,
            apply_url: self.apply_url.clone().unwrap_or_default(),
            sources: Vec::new(),
            locations: Vec::new(),
        }
    }
}

/// What can be done for the points that are missing, the most points first.
pub fn fixes(score: &Score) -> Vec<Fix> {
    let mut fixes: Vec<Fix> = score
        .clauses
        .iter()
        .filter(|clause| clause.points < clause.of)
        .filter_map(|clause| {
            let advice = methodology::score_rule(clause.clause)?.advice?;
            Some(Fix { pillar: clause.pillar, clause: clause.clause, points: clause.of - clause.points, advice })
        })
        .collect();
    // The sort is stable: equal fixes stand in the order of the rules.
    fixes.sort_by_key(|fix| std::cmp::Reverse(fix.points));
    fixes
}
