//! `POST /v1/score`

use actix_web::web::{self, Data};
use actix_web::{HttpRequest, HttpResponse, post};
use domain::posting::web_address;
use domain::read::Reading;
use domain::score::{self, Fix, Pasted, Score};
use domain::time::Timestamp;
use domain::violation::{Fault, ViolationCode};
use domain::{html, text};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::{Validate, ValidationError};

use crate::body::{Body, fault};
use crate::extract;
use crate::listings::detail::{ClauseView, ReadingView, readings};
use crate::listings::views::{EligibilityView, RoleRef, SalaryView};
use crate::problem::{Code, Problem, ProblemDocument};
use crate::reply::{self, Cache};
use crate::state::State;

/// The largest body, in bytes.
const MAX_BODY: usize = 512 * 1024;
/// The longest line, in characters.
const MAX_LINE: usize = 300;

/// A job text, with what is known apart from it.
#[derive(Debug, Clone, Default, Serialize, Deserialize, Validate, ToSchema)]
pub struct ScoreRequest {
    /// The text of the job, as it is published.
    #[validate(required(code = "required"), length(max = 100_000, code = "too_long", message = "Expected at most 100000 characters."))]
    #[schema(required, nullable = false, max_length = 100_000)]
    pub text: Option<String>,
    /// How the text is written: `text` or `html`; `text` when not given.
    #[validate(custom(function = is_format))]
    #[schema(schema_with = format)]
    pub format: Option<String>,
    /// The title; the text's first line when not given.
    #[validate(custom(function = is_line))]
    #[schema(max_length = 300)]
    pub title: Option<String>,
    /// The employer.
    #[validate(custom(function = is_line))]
    #[schema(max_length = 300)]
    pub company: Option<String>,
    /// The location line.
    #[validate(custom(function = is_line))]
    #[schema(max_length = 300)]
    pub location: Option<String>,
    /// The words for the kind of employment.
    #[validate(custom(function = is_line))]
    #[schema(max_length = 300)]
    pub employment_type: Option<String>,
    /// The words for the pay, where they stand apart from the text.
    #[validate(custom(function = is_line))]
    #[schema(max_length = 300)]
    pub salary_text: Option<String>,
    /// Where to apply: an absolute http or https address.
    #[validate(custom(function = is_line), custom(function = is_web_address))]
    #[schema(max_length = 300, pattern = r"^https?://[!$-.0-;=@-\[\]-~][!#-;=?-\[\]-~]*$")]
    pub apply_url: Option<String>,
    /// Since when it has been published; now when not given.
    #[validate(custom(function = is_time))]
    #[schema(max_length = 40, pattern = r"^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|1\d|2[0-8])T([01]\d|2[0-3]):[0-5]\d:[0-5]\dZ$")]
    pub posted_at: Option<String>,
}

fn is_line(line: &str) -> Result<(), ValidationError> {
    match line.chars().count() {
        ..=MAX_LINE => Ok(()),
        _ => Err(fault(Fault::new(ViolationCode::TooLong, format!("Expected at most {MAX_LINE} characters.")))),
    }
}

fn is_format(format: &str) -> Result<(), ValidationError> {
    expected(matches!(format, "text" | "html"), "text or html")
}

fn is_web_address(address: &str) -> Result<(), ValidationError> {
    expected(web_address(address).is_some(), "an absolute http or https address")
}

fn is_time(time: &str) -> Result<(), ValidationError> {
    expected(Timestamp::parse_rfc3339(time).is_some(), "a time stamp, as 2026-05-04T09:30:00Z")
}

fn expected(is_so: bool, what: &str) -> Result<(), ValidationError> {
    if is_so { Ok(()) } else { Err(fault(Fault::new(ViolationCode::Malformed, format!("Expected {what}.")))) }
}

fn format() -> utoipa::openapi::schema::Object {
    utoipa::openapi::ObjectBuilder::new()
        .schema_type(utoipa::openapi::schema::SchemaType::from_iter([utoipa::openapi::Type::String, utoipa::openapi::Type::Null]))
        .enum_values(Some([Some("text"), Some("html"), None]))
        .description(Some("How the text is written: `text` or `html`; `text` when not given."))
        .build()
}

/// What a job text tells a candidate.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ScoreReport {
    /// The transparency score, 0 to 100.
    #[schema(minimum = 0, maximum = 100)]
    pub score: u8,
    /// The version of the score's rules; `/v1/methodology/{version}` has them in words.
    #[schema(minimum = 1, maximum = 1000)]
    pub score_version: u16,
    /// The points by clause.
    #[schema(max_items = 100)]
    pub clauses: Vec<ClauseView>,
    /// What to write or do for the points that are missing, the most points first.
    #[schema(max_items = 100)]
    pub fixes: Vec<FixView>,
    /// Clauses that a text alone can't show, counted as for a job that is published now and confirmed by its source.
    #[schema(max_items = 10)]
    pub assumed: Vec<&'static str>,
    /// What was read from the text.
    pub fields: FieldsView,
    /// The words that it was read from.
    #[schema(max_items = 1000)]
    pub readings: Vec<ReadingView>,
}

/// What can be done for a clause.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct FixView {
    /// The pillar.
    #[schema(max_length = 20)]
    pub pillar: &'static str,
    /// The clause.
    #[schema(max_length = 40)]
    pub clause: &'static str,
    /// Points that it gains.
    #[schema(minimum = 1, maximum = 100)]
    pub points: u8,
    /// What to write or do.
    #[schema(max_length = 1000)]
    pub advice: &'static str,
}

/// The values that a job text states.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct FieldsView {
    /// The title that was read.
    #[schema(max_length = 300)]
    pub title: String,
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
    /// Whether equity is part of the pay.
    pub equity: bool,
    /// The pay; null where none is stated with certainty.
    #[schema(required)]
    pub salary: Option<SalaryView>,
    /// Other ranges, by place or level.
    #[schema(max_items = 100)]
    pub other_salaries: Vec<SalaryView>,
    /// Skills, by slug.
    #[schema(max_items = 600)]
    pub skills: Vec<&'static str>,
    /// Least years of experience asked for.
    #[schema(minimum = 0, maximum = 100, required)]
    pub years_experience: Option<u8>,
    /// The language of the text (BCP 47).
    #[schema(max_length = 3, required)]
    pub language: Option<String>,
}

/// Score a job text
///
/// Reads a pasted text and the fields beside it as any posting is read, and says how much it tells a candidate: the score by clause,
/// and what to write for how many points. Nothing is stored.
#[utoipa::path(
    tag = "score",
    request_body = ScoreRequest,
    responses((status = 200, description = "What the text tells.", body = ScoreReport), (status = 422, body = ProblemDocument)),
)]
#[post("/v1/score")]
pub async fn create_score(state: Data<State>, request: HttpRequest, body: Body<ScoreRequest, MAX_BODY>) -> Result<HttpResponse, Problem> {
    extract::nothing(&request)?;
    let now = state.now();
    let scored = web::block(move || {
        let pasted = body.value.pasted();
        let (reading, score) = pasted.score(now);
        ScoreReport::new(&pasted, &reading, score)
    });
    let report = scored.await.map_err(|_| Problem::new(Code::Overloaded, "The server is stopping."))?;
    reply::json(&report, Cache::No)
}

impl ScoreRequest {
    /// The text with what is known apart from it, made plain.
    fn pasted(self) -> Pasted {
        let raw = self.text.unwrap_or_default();
        let plain = if self.format.as_deref() == Some("html") { html::to_text(&raw) } else { text::body(&raw) };
        let line = |given: Option<String>| given.as_deref().and_then(text::line);
        let first_line = || plain.lines().next().unwrap_or_default().chars().take(MAX_LINE).collect();
        Pasted {
            title: line(self.title).unwrap_or_else(first_line),
            company: line(self.company),
            location: line(self.location),
            employment_type: line(self.employment_type),
            salary_text: line(self.salary_text),
            apply_url: self.apply_url.as_deref().and_then(web_address),
            posted_at: self.posted_at.as_deref().and_then(Timestamp::parse_rfc3339),
            text: plain,
        }
    }
}

impl ScoreReport {
    /// The report on a pasted text.
    pub fn new(pasted: &Pasted, reading: &Reading, score: Score) -> ScoreReport {
        let assumed: &[&str] =
            if pasted.posted_at.is_some() { &["confirmed", "no_repost"] } else { &["first_seen", "confirmed", "no_repost"] };
        ScoreReport {
            score: score.total,
            score_version: score.version,
            fixes: score::fixes(&score).into_iter().map(FixView::from).collect(),
            clauses: score.clauses.into_iter().map(ClauseView::from).collect(),
            assumed: assumed.to_vec(),
            fields: FieldsView::new(pasted, reading),
            readings: readings(reading),
        }
    }
}

impl From<Fix> for FixView {
    fn from(fix: Fix) -> FixView {
        FixView { pillar: fix.pillar, clause: fix.clause, points: fix.points, advice: fix.advice }
    }
}

impl FieldsView {
    fn new(pasted: &Pasted, reading: &Reading) -> FieldsView {
        let role = reading.role.value;
        FieldsView {
            title: pasted.title.clone(),
            role: RoleRef::from(role),
            seniority: reading.seniority.value.slug(),
            work_mode: reading.work_mode.value.slug(),
            employment_type: reading.employment_type.value.slug(),
            eligibility: EligibilityView::from(&reading.eligibility),
            visa: reading.sponsorship.value.slug(),
            equity: reading.equity.value,
            salary: reading.salary.as_ref().map(|salary| SalaryView::stated(&salary.value)),
            other_salaries: reading.other_salaries.iter().map(|other| SalaryView::stated(&other.value)).collect(),
            skills: reading.skills.iter().map(|skill| skill.value.slug()).collect(),
            years_experience: reading.years_experience.as_ref().map(|years| years.value),
            language: reading.language.map(|language| language.tag().to_owned()),
        }
    }
}

const TEXT: &str = "What you'll do: build the services behind our dashboards, in Rust.\nRequirements: five years of experience.\n\
    Salary: 80,000 to 95,000 EUR per year. Work from any country of the European Union, overlapping 10:00 to 15:00 CET.";

/// An invented text.
pub fn example() -> ScoreRequest {
    ScoreRequest {
        text: Some(TEXT.to_owned()),
        format: Some("text".to_owned()),
        title: Some("Senior Backend Engineer".to_owned()),
        company: Some("Acme".to_owned()),
        apply_url: Some("https://acme.example/jobs/42".to_owned()),
        ..ScoreRequest::default()
    }
}

/// The report on the invented text.
pub fn example_report() -> ScoreReport {
    let pasted = example().pasted();
    let (reading, score) = pasted.score(crate::listings::example::listing().first_seen_at);
    ScoreReport::new(&pasted, &reading, score)
}
