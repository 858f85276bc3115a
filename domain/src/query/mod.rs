//! The search query: the endpoint, saved searches, feeds and the matcher all
//! use this one type, so that "what I saved" and "what I'm told" can't differ.

mod condition;
mod matches;
mod names;
mod parse;
mod reader;
mod why_not;
mod write;

use chrono::TimeDelta;

use crate::eligibility::Verdict;
use crate::employment::EmploymentType;
use crate::language::Language;
use crate::money::{Cents, Currency};
use crate::place::{Country, Place, Region};
use crate::read::Sponsorship;
use crate::role::Role;
use crate::seniority::Seniority;
use crate::skill::Skill;
use crate::slug_enum::slug_enum;
use crate::time::Timestamp;
use crate::work_mode::WorkMode;

pub use condition::Condition;
pub use matches::matches;
pub use names::{FILTER_NAMES, closest};
pub use parse::{DEFAULT_OVERLAP, MAX_LIST, MAX_SALARY, MAX_TEXT, place};
pub use reader::Reader;
pub use why_not::{obstacles, own_value};

/// Values asked for (any of them) and values excluded (none of them).
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Choice<T> {
    /// Any of these; empty means no wish.
    pub any: Vec<T>,
    /// None of these.
    pub none: Vec<T>,
}

impl<T> Default for Choice<T> {
    fn default() -> Self {
        Choice { any: Vec::new(), none: Vec::new() }
    }
}

impl<T> Choice<T> {
    /// Whether nothing is asked for or excluded.
    pub fn is_empty(&self) -> bool {
        self.any.is_empty() && self.none.is_empty()
    }
}

/// A point in time, fixed or relative to the moment of the search.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum When {
    /// A fixed time.
    At(Timestamp),
    /// So long before now.
    Ago(TimeDelta),
}

impl When {
    /// The time, seen from `now`.
    pub fn resolve(self, now: Timestamp) -> Timestamp {
        match self {
            When::At(at) => at,
            When::Ago(delta) => now.minus(delta),
        }
    }
}

/// `work_from`: where the reader lives, and which verdicts to keep.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct WorkFrom {
    /// Where the reader lives.
    pub place: Place,
    /// Keep listings whose verdict is unknown, too (`eligibility=include_unknown`).
    pub include_unknown: bool,
}

impl WorkFrom {
    /// Whether a verdict is kept.
    pub fn keeps(&self, verdict: Verdict) -> bool {
        match verdict {
            Verdict::Eligible => true,
            Verdict::Unknown => self.include_unknown,
            Verdict::Ineligible => false,
        }
    }
}

/// `time_zone` with `overlap_min`.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct OverlapWish {
    /// The reader's IANA zone.
    pub zone: chrono_tz::Tz,
    /// Minutes of overlap in the worst week of the year, 0 to 480. Listings that state no window are kept.
    pub minutes: i32,
}

/// `salary_min`, `salary_max` in `salary_currency`, per year.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct PayWish {
    /// Keep listings whose upper end reaches this.
    pub min: Option<Cents>,
    /// Keep listings whose lower end is at most this.
    pub max: Option<Cents>,
    /// The currency of both.
    pub currency: Currency,
}

slug_enum! {
    /// The order of the results. Every order ends in the identifier, newest first.
    Sort {
        /// Best text match first; without `q` the same as newest first.
        Relevance = "relevance",
        /// Newest posting first; listings without a date last.
        PostedAt = "-posted_at",
        /// Highest annual pay first; listings without pay last.
        Salary = "-salary",
        /// Highest transparency score first.
        Score = "-score",
    }
}

slug_enum! {
    /// Fields that can be counted as facets.
    Facet {
        /// The role's family.
        Family = "family",
        /// The role.
        Role = "role",
        /// The seniority.
        Seniority = "seniority",
        /// Skills; a listing counts under each.
        Skill = "skill",
        /// The company's slug.
        Company = "company",
        /// Sources; a listing counts under each.
        Source = "source",
        /// The employment type.
        EmploymentType = "employment_type",
        /// The work mode.
        WorkMode = "work_mode",
        /// Countries that are named, whole, by region or in part.
        Country = "country",
        /// Regions that are named.
        Region = "region",
        /// The language.
        Language = "language",
    }
}

slug_enum! {
    /// Fields that statistics can be grouped by.
    Grouping {
        /// The role's family.
        Family = "family",
        /// The role.
        Role = "role",
        /// The seniority.
        Seniority = "seniority",
        /// Countries that are named, whole, by region or in part; a listing counts under each.
        Country = "country",
        /// Regions that are named; a listing counts under each.
        Region = "region",
        /// Skills; a listing counts under each.
        Skill = "skill",
        /// The employment type.
        EmploymentType = "employment_type",
        /// The company's slug.
        Company = "company",
        /// The month of posting, as 2026-05.
        Month = "month",
    }
}

/// A search: which listings, in which order.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct SearchQuery {
    /// Text as typed; never an error.
    pub q: Option<String>,
    /// Families, by slug.
    pub family: Choice<&'static str>,
    /// Roles.
    pub role: Choice<Role>,
    /// Seniorities.
    pub seniority: Choice<Seniority>,
    /// Skills, any of them.
    pub skill: Choice<Skill>,
    /// Skills, every one of them.
    pub skill_all: Vec<Skill>,
    /// Companies, by slug.
    pub company: Choice<String>,
    /// Sources, by slug.
    pub source: Choice<String>,
    /// Employment types.
    pub employment_type: Choice<EmploymentType>,
    /// Work modes; no wish after `work_mode=any`.
    pub work_mode: Choice<WorkMode>,
    /// Countries that the listing names.
    pub country: Choice<Country>,
    /// Regions that the listing names.
    pub region: Choice<Region>,
    /// Languages.
    pub language: Choice<Language>,
    /// Visa sponsorship.
    pub visa: Choice<Sponsorship>,
    /// Where the reader lives.
    pub work_from: Option<WorkFrom>,
    /// The overlap of working hours that the reader wants.
    pub overlap: Option<OverlapWish>,
    /// The pay that the reader wants.
    pub pay: Option<PayWish>,
    /// Whether pay is stated.
    pub salary_stated: Option<bool>,
    /// The least score, 0 to 100.
    pub score_min: Option<u8>,
    /// Posted at or after.
    pub posted_after: Option<When>,
    /// Posted at or before.
    pub posted_before: Option<When>,
    /// Changed at or after.
    pub updated_after: Option<When>,
    /// At most so many listings of one company, best first, 1 to 100.
    pub per_company: Option<u32>,
    /// The order.
    pub sort: Sort,
    /// Whether closed listings are left out. Always true for searches from outside.
    pub open_only: bool,
}

impl Default for SearchQuery {
    /// Every open listing, of every work mode, newest first.
    fn default() -> Self {
        SearchQuery {
            q: None,
            family: Choice::default(),
            role: Choice::default(),
            seniority: Choice::default(),
            skill: Choice::default(),
            skill_all: Vec::new(),
            company: Choice::default(),
            source: Choice::default(),
            employment_type: Choice::default(),
            work_mode: Choice::default(),
            country: Choice::default(),
            region: Choice::default(),
            language: Choice::default(),
            visa: Choice::default(),
            work_from: None,
            overlap: None,
            pay: None,
            salary_stated: None,
            score_min: None,
            posted_after: None,
            posted_before: None,
            updated_after: None,
            per_company: None,
            sort: Sort::PostedAt,
            open_only: true,
        }
    }
}
