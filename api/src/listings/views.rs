//! A listing as lists show it.

use std::collections::HashMap;

use domain::company::Company;
use domain::eligibility::Eligibility;
use domain::evidence::Evidence;
use domain::listing::Listing;
use domain::money::{Cents, Currency, Rates};
use domain::role::Role;
use domain::salary::{AnnualBand, SalaryBand};
use domain::time::Timestamp;
use domain::time_zone::Window;
use serde::Serialize;
use serde_json::Number;
use utoipa::ToSchema;

/// One job as an employer offers it.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ListingSummary {
    /// The identifier.
    #[schema(max_length = 32)]
    pub id: String,
    /// The title as the employer writes it.
    #[schema(max_length = 1000)]
    pub title: String,
    /// The employer; null where no source names one.
    #[schema(required)]
    pub company: Option<CompanyRef>,
    /// What the work is.
    pub role: RoleRef,
    /// How senior it is.
    #[schema(max_length = 20)]
    pub seniority: &'static str,
    /// Where the work is done: `remote`, `hybrid`, `onsite` or `unknown`.
    #[schema(max_length = 20)]
    pub work_mode: &'static str,
    /// The kind of employment.
    #[schema(max_length = 20)]
    pub employment_type: &'static str,
    /// From where it may be done, with the words that say so.
    pub eligibility: EligibilityView,
    /// Whether visas are sponsored: `yes`, `no` or `unknown`.
    #[schema(max_length = 10)]
    pub visa: &'static str,
    /// The language of the posting (BCP 47).
    #[schema(max_length = 3, required)]
    pub language: Option<String>,
    /// The pay as stated, and for a year in US dollars; null where none is stated with certainty.
    #[schema(required)]
    pub salary: Option<SalaryView>,
    /// The words for the pay, also where no number could be read.
    #[schema(max_length = 2000, required)]
    pub salary_text: Option<String>,
    /// Skills, by slug.
    #[schema(max_items = 600)]
    pub skills: Vec<&'static str>,
    /// The transparency score, 0 to 100.
    #[schema(minimum = 0, maximum = 100)]
    pub score: u8,
    /// The version of the score's rules.
    #[schema(minimum = 1, maximum = 1000)]
    pub score_version: u16,
    /// When the earliest of its postings was published.
    #[schema(value_type = Option<String>, format = DateTime, required)]
    pub posted_at: Option<Timestamp>,
    /// When it was first seen here.
    #[schema(value_type = String, format = DateTime)]
    pub first_seen_at: Timestamp,
    /// When a source last confirmed it; moves on at most once a day.
    #[schema(value_type = String, format = DateTime)]
    pub last_seen_at: Timestamp,
    /// When its content last changed.
    #[schema(value_type = String, format = DateTime)]
    pub updated_at: Timestamp,
    /// When it closed; null while it is open.
    #[schema(value_type = Option<String>, format = DateTime, required)]
    pub closed_at: Option<Timestamp>,
    /// Where to apply. Sending people to `/v1/listings/{id}/apply` counts the click.
    #[schema(format = "uri", max_length = 4000)]
    pub apply_url: String,
    /// The places that its postings name, in the sources' words.
    #[schema(max_items = 1000)]
    pub locations: Vec<String>,
    /// The sources that carry it; where `attribution` is given, it must be shown.
    #[schema(max_items = 1000)]
    pub sources: Vec<SourceView>,
}

/// An employer.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct CompanyRef {
    /// The slug, as in `company=`.
    #[schema(max_length = 300)]
    pub slug: String,
    /// The name.
    #[schema(max_length = 1000)]
    pub name: String,
}

/// A role of the taxonomy.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct RoleRef {
    /// The slug, as in `role=`.
    #[schema(max_length = 60)]
    pub slug: &'static str,
    /// The name.
    #[schema(max_length = 100)]
    pub title: &'static str,
    /// The family, as in `family=`.
    #[schema(max_length = 60)]
    pub family: &'static str,
}

/// From where a job may be done. Silence is `unknown`, never worldwide.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct EligibilityView {
    /// `worldwide`, `places`, `unknown`, or `none` for jobs that are not remote.
    #[schema(max_length = 20)]
    pub scope: &'static str,
    /// Countries (ISO 3166-1 alpha-2).
    #[schema(max_items = 300)]
    pub countries: Vec<&'static str>,
    /// Parts of countries (ISO 3166-2).
    #[schema(max_items = 300)]
    pub subdivisions: Vec<&'static str>,
    /// Named regions.
    #[schema(max_items = 100)]
    pub regions: Vec<&'static str>,
    /// Countries and parts of countries that are ruled out.
    #[schema(max_items = 300)]
    pub excluded: Vec<&'static str>,
    /// Working hours or time zones that are asked for.
    #[schema(max_items = 50)]
    pub time_zones: Vec<WindowView>,
    /// The words that say so.
    #[schema(max_items = 200)]
    pub evidence: Vec<EvidenceView>,
}

/// A time-zone window: a range of offsets, a zone, a range of zones, or one of several zones.
#[derive(Debug, Clone, Default, Serialize, ToSchema)]
pub struct WindowView {
    /// The westernmost offset, in minutes east of UTC; null for a zone.
    #[schema(minimum = -900, maximum = 900, required)]
    pub from_offset: Option<i32>,
    /// The easternmost offset, in minutes east of UTC; null for a zone.
    #[schema(minimum = -900, maximum = 900, required)]
    pub to_offset: Option<i32>,
    /// The zone (IANA); null for a range of offsets.
    #[schema(max_length = 60, required)]
    pub zone: Option<String>,
    /// The westernmost zone (IANA) of a range of zones, as "US time zones".
    #[schema(max_length = 60, required)]
    pub from_zone: Option<String>,
    /// The easternmost zone (IANA) of a range of zones.
    #[schema(max_length = 60, required)]
    pub to_zone: Option<String>,
    /// The zones (IANA) that an ambiguous abbreviation may mean, as "CST"; empty otherwise.
    #[schema(max_items = 10)]
    pub possible_zones: Vec<String>,
    /// Minutes of overlap with the zone's working hours that are asked for; null where the words name none.
    #[schema(minimum = 0, maximum = 1440, required)]
    pub overlap: Option<i32>,
}

/// The words that a value was read from.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct EvidenceView {
    /// The field of the posting.
    #[schema(max_length = 30)]
    pub field: &'static str,
    /// The first character, counted in Unicode characters.
    #[schema(minimum = 0, maximum = 100_000_000)]
    pub start: u32,
    /// One past the last character.
    #[schema(minimum = 0, maximum = 100_000_000)]
    pub end: u32,
    /// The words, verbatim.
    #[schema(max_length = 100_000)]
    pub text: String,
    /// The rule that read them.
    #[schema(max_length = 60)]
    pub rule: String,
}

/// Pay as stated, with annual figures in US dollars.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct SalaryView {
    /// The lower end; null for "up to".
    #[schema(value_type = Option<f64>, minimum = 0, maximum = 10_000_000_000i64, required)]
    pub min: Option<Number>,
    /// The upper end; null for "from".
    #[schema(value_type = Option<f64>, minimum = 0, maximum = 10_000_000_000i64, required)]
    pub max: Option<Number>,
    /// ISO 4217.
    #[schema(min_length = 3, max_length = 3)]
    pub currency: String,
    /// What the amounts are paid for: `year`, `month`, `week`, `day`, `hour`.
    #[schema(max_length = 10)]
    pub period: &'static str,
    /// What they include: `base`, `ote`, `total`.
    #[schema(max_length = 10)]
    pub kind: &'static str,
    /// The lower end for a year in US dollars.
    #[schema(value_type = Option<f64>, minimum = 0, maximum = 100_000_000_000i64, required)]
    pub annual_usd_min: Option<Number>,
    /// The upper end for a year in US dollars.
    #[schema(value_type = Option<f64>, minimum = 0, maximum = 100_000_000_000i64, required)]
    pub annual_usd_max: Option<Number>,
    /// `stated` in fields, or `parsed` from words.
    #[schema(max_length = 20)]
    pub origin: &'static str,
    /// The date of the exchange rate.
    #[schema(format = Date)]
    pub rate_on: String,
}

/// A source that carries a listing.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct SourceView {
    /// The slug, as in `source=`.
    #[schema(max_length = 100)]
    pub source: String,
    /// The board on it, or empty.
    #[schema(max_length = 300)]
    pub board: String,
    /// The page there.
    #[schema(format = "uri", max_length = 4000)]
    pub url: String,
    /// The company that shows it there, where that is an agency and not the employer.
    #[schema(required)]
    pub company: Option<CompanyRef>,
    /// Words that must be shown with the job.
    #[schema(max_length = 500, required)]
    pub attribution: Option<String>,
}

impl ListingSummary {
    /// What a list shows of a listing; `attributions` by source.
    pub fn new(listing: &Listing, attributions: &HashMap<String, String>) -> ListingSummary {
        ListingSummary {
            id: listing.id.to_string(),
            title: listing.title.clone(),
            company: listing.company.as_ref().map(CompanyRef::from),
            role: RoleRef::from(listing.role),
            seniority: listing.seniority.slug(),
            work_mode: listing.work_mode.slug(),
            employment_type: listing.employment_type.slug(),
            eligibility: EligibilityView::from(&listing.eligibility),
            visa: listing.sponsorship.slug(),
            language: listing.language.map(|language| language.tag().to_owned()),
            salary: listing.salary.as_ref().map(|band| SalaryView::new(band, listing.annual_usd)),
            salary_text: listing.salary_words.clone(),
            skills: listing.skills.iter().map(|skill| skill.slug()).collect(),
            score: listing.score,
            score_version: listing.score_version,
            posted_at: listing.posted_at,
            first_seen_at: listing.first_seen_at,
            last_seen_at: listing.last_seen_at,
            updated_at: listing.updated_at,
            closed_at: listing.closed_at,
            apply_url: listing.apply_url.clone(),
            locations: listing.locations.clone(),
            sources: listing
                .sources
                .iter()
                .map(|source| SourceView {
                    attribution: attributions.get(&source.source).cloned(),
                    source: source.source.clone(),
                    board: source.board.clone(),
                    url: source.url.clone(),
                    company: source.company.as_ref().map(CompanyRef::from),
                })
                .collect(),
        }
    }
}

impl From<&Company> for CompanyRef {
    fn from(company: &Company) -> CompanyRef {
        CompanyRef { slug: company.slug.clone(), name: company.name.clone() }
    }
}

impl From<Role> for RoleRef {
    fn from(role: Role) -> RoleRef {
        RoleRef { slug: role.slug(), title: role.title(), family: role.family() }
    }
}

impl From<&Eligibility> for EligibilityView {
    fn from(eligibility: &Eligibility) -> EligibilityView {
        EligibilityView {
            scope: eligibility.scope.slug(),
            countries: eligibility.countries.iter().map(|country| country.code()).collect(),
            subdivisions: eligibility.subdivisions.iter().map(|part| part.code()).collect(),
            regions: eligibility.regions.iter().map(|region| region.code()).collect(),
            excluded: eligibility.excluded.iter().map(|place| place.code()).collect(),
            time_zones: eligibility.time_zones.iter().map(WindowView::from).collect(),
            evidence: eligibility.evidence.iter().map(EvidenceView::from).collect(),
        }
    }
}

impl From<&Window> for WindowView {
    fn from(window: &Window) -> WindowView {
        match window.clone() {
            Window::Offsets { from, to } => WindowView { from_offset: Some(from), to_offset: Some(to), ..WindowView::default() },
            Window::Zone { zone, overlap } => WindowView { zone: Some(zone), overlap, ..WindowView::default() },
            Window::Between { west, east, overlap } => {
                WindowView { from_zone: Some(west), to_zone: Some(east), overlap, ..WindowView::default() }
            }
            Window::OneOf { zones, overlap } => WindowView { possible_zones: zones, overlap, ..WindowView::default() },
        }
    }
}

impl From<&Evidence> for EvidenceView {
    fn from(evidence: &Evidence) -> EvidenceView {
        EvidenceView {
            field: evidence.field.slug(),
            start: evidence.start,
            end: evidence.end,
            text: evidence.text.clone(),
            rule: evidence.rule.to_string(),
        }
    }
}

impl SalaryView {
    /// A band, with the annual figures that today's rates give.
    pub fn stated(band: &SalaryBand) -> SalaryView {
        SalaryView::new(band, band.annual(Currency::USD, Rates::builtin()))
    }

    /// A band with its annual figures.
    pub fn new(band: &SalaryBand, annual: AnnualBand) -> SalaryView {
        let number = |cents: Option<Cents>| cents.map(Cents::to_json);
        SalaryView {
            min: number(band.min()),
            max: number(band.max()),
            currency: band.currency().code().to_owned(),
            period: band.period().slug(),
            kind: band.kind().slug(),
            annual_usd_min: number(annual.min),
            annual_usd_max: number(annual.max),
            origin: band.origin().slug(),
            rate_on: Rates::builtin().date().to_string(),
        }
    }
}
