//! `POST /v1/score`

use actix_web::web::{self, Data, Payload};
use actix_web::{HttpRequest, HttpResponse, post};
use domain::posting::web_address;
use domain::read::Reading;
use domain::score::{self, Fix, Pasted, Score};
use domain::{html, text};
use serde::Serialize;
use utoipa::ToSchema;

use crate::extract::{self, body};
use crate::listings::detail::{ClauseView, ReadingView, readings};
use crate::listings::views::{EligibilityView, RoleRef, SalaryView};
use crate::problem::{Code, Problem, ProblemDocument};
use crate::reply::{self, Cache};
use crate::state::State;

/// The largest body, in bytes.
const MAX_BODY: usize = 512 * 1024;
/// The longest text, in characters.
const MAX_TEXT: usize = 100_000;
/// The longest line, in characters.
const MAX_LINE: usize = 300;
const MEMBERS: &[&str] = &["text", "format", "title", "company", "location", "employment_type", "salary_text", "apply_url", "posted_at"];

/// A job text, with what is known apart from it.
#[derive(Debug, Clone, Default, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ScoreRequest {
    /// The text of the job, as it is published.
    #[schema(max_length = 100_000)]
    pub text: String,
    /// How the text is written: `text` or `html`; `text` when not given.
    #[schema(schema_with = format)]
    pub format: Option<&'static str>,
    /// The title; the text's first line when not given.
    #[schema(max_length = 300)]
    pub title: Option<String>,
    /// The employer.
    #[schema(max_length = 300)]
    pub company: Option<String>,
    /// The location line.
    #[schema(max_length = 300)]
    pub location: Option<String>,
    /// The words for the kind of employment.
    #[schema(max_length = 300)]
    pub employment_type: Option<String>,
    /// The words for the pay, where they stand apart from the text.
    #[schema(max_length = 300)]
    pub salary_text: Option<String>,
    /// Where to apply: an absolute http or https address.
    #[schema(max_length = 300, pattern = r"^https?://[!$-.0-;=@-\[\]-~][!#-;=?-\[\]-~]*$")]
    pub apply_url: Option<String>,
    /// Since when it has been published; now when not given.
    #[schema(max_length = 40, pattern = r"^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|1\d|2[0-8])T([01]\d|2[0-3]):[0-5]\d:[0-5]\dZ$")]
    pub posted_at: Option<String>,
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
pub async fn create_score(state: Data<State>, request: HttpRequest, payload: Payload) -> Result<HttpResponse, Problem> {
    extract::nothing(&request)?;
    let pasted = read(body::object(&request, payload, MAX_BODY).await?)?;
    let now = state.now();
    let scored = web::block(move || {
        let (reading, score) = pasted.score(now);
        ScoreReport::new(&pasted, &reading, score)
    });
    let report = scored.await.map_err(|_| Problem::new(Code::Overloaded, "The server is stopping."))?;
    reply::json(&report, Cache::No)
}

fn read(mut members: body::Members) -> Result<Pasted, Problem> {
    members.only(MEMBERS);
    let raw = members.required_text("text", MAX_TEXT);
    let is_html = members.parsed("format", MAX_LINE, "text or html", |format| match format {
        "text" => Some(false),
        "html" => Some(true),
        _ => None,
    });
    let plain = if is_html == Some(true) { html::to_text(&raw) } else { text::body(&raw) };
    let mut line = |name| members.text(name, MAX_LINE).as_deref().and_then(text::line);
    let [title, company, location] = ["title", "company", "location"].map(&mut line);
    let [employment_type, salary_text] = ["employment_type", "salary_text"].map(&mut line);
    let first_line = || plain.lines().next().unwrap_or_default().chars().take(MAX_LINE).collect();
    let pasted = Pasted {
        title: title.unwrap_or_else(first_line),
        company,
        location,
        employment_type,
        salary_text,
        apply_url: members.parsed("apply_url", MAX_LINE, "an absolute http or https address", web_address),
        posted_at: members.time("posted_at"),
        text: plain,
    };
    members.finish()?;
    Ok(pasted)
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
            role: RoleRef { slug: role.slug(), title: role.title(), family: role.family() },
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

/// An invented text.
pub fn example() -> ScoreRequest {
    ScoreRequest {
        text: "What you'll do: build the services behind our dashboards, in Rust.\nRequirements: five years of experience.\n\
            Salary: 80,000 to 95,000 EUR per year. Work from any country of the European Union, overlapping 10:00 to 15:00 CET."
            .to_owned(),
        format: Some("text"),
        title: Some("Senior Backend Engineer".to_owned()),
        company: Some("Acme".to_owned()),
        apply_url: Some("https://acme.example/jobs/42".to_owned()),
        ..ScoreRequest::default()
    }
}

/// The report on the invented text.
pub fn example_report() -> ScoreReport {
    let asked = example();
    let pasted = Pasted {
        title: asked.title.unwrap_or_default(),
        company: asked.company,
        apply_url: asked.apply_url,
        text: asked.text,
        ..Pasted::default()
    };
    let (reading, score) = pasted.score(crate::listings::example::listing().first_seen_at);
    ScoreReport::new(&pasted, &reading, score)
}
