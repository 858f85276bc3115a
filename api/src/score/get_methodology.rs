//! `GET /v1/methodology/{version}`

use actix_web::web::Path;
use actix_web::{HttpRequest, HttpResponse, get};
use domain::methodology::{ReadingRule, ScoreRule, reading_rules, score_rules};
use domain::{read, score};
use serde::Serialize;
use utoipa::ToSchema;

use crate::extract;
use crate::problem::{Problem, ProblemDocument};
use crate::reply::{self, Cache};

/// The rules of a version of the transparency score, and those by which its values are read.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Methodology {
    /// The version of the score's rules. An old version's rules never change.
    #[schema(minimum = 1, maximum = 1000)]
    pub version: u16,
    /// Whether listings are scored by it now.
    pub current: bool,
    /// The pillars with their clauses.
    #[schema(max_items = 10)]
    pub pillars: Vec<PillarView>,
    /// How values are read.
    pub reading: ReadingRules,
}

/// A pillar of the score.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct PillarView {
    /// The pillar.
    #[schema(max_length = 20)]
    pub pillar: &'static str,
    /// Points that can be had.
    #[schema(minimum = 1, maximum = 100)]
    pub points: u8,
    /// Its clauses.
    #[schema(max_items = 50)]
    pub clauses: Vec<ScoreRuleView>,
}

/// A clause of the score, in words.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ScoreRuleView {
    /// The clause, as in `score_clauses` of a listing.
    #[schema(max_length = 40)]
    pub clause: &'static str,
    /// Points that can be had.
    #[schema(minimum = 1, maximum = 100)]
    pub points: u8,
    /// What gives them.
    #[schema(max_length = 1000)]
    pub rule: &'static str,
    /// What to write or do to get them; null where words can't help.
    #[schema(max_length = 1000, required)]
    pub advice: Option<&'static str>,
}

/// How values are read from postings.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ReadingRules {
    /// The version of the reading rules.
    #[schema(minimum = 1, maximum = 1000)]
    pub version: u16,
    /// The rules, as `evidence.rule` names them.
    #[schema(max_items = 200)]
    pub rules: Vec<ReadingRuleView>,
}

/// A rule by which a value is read, in words.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ReadingRuleView {
    /// The name.
    #[schema(max_length = 60)]
    pub name: &'static str,
    /// The value that it reads.
    #[schema(max_length = 30)]
    pub value: &'static str,
    /// What it takes.
    #[schema(max_length = 1000)]
    pub rule: &'static str,
}

/// Get a methodology
///
/// What gives a transparency score its points, clause by clause, and how the values that it judges are read from postings.
#[utoipa::path(
    tag = "score",
    params(("version" = String, Path, description = "The version of the score's rules.", max_length = 4, pattern = "^[1-9][0-9]{0,3}$")),
    responses((status = 200, description = "The rules.", body = Methodology), (status = 400, body = ProblemDocument)),
)]
#[get("/v1/methodology/{version}")]
pub async fn get_methodology(request: HttpRequest, version: Path<String>) -> Result<HttpResponse, Problem> {
    extract::nothing(&request)?;
    if *version != score::VERSION.to_string() {
        return Err(Problem::not_found());
    }
    reply::json(&Methodology::current(), Cache::Long)
}

impl Methodology {
    /// The rules in force.
    pub fn current() -> Methodology {
        Methodology {
            version: score::VERSION,
            current: true,
            pillars: pillars(),
            reading: ReadingRules { version: read::VERSION, rules: reading_rules().iter().map(ReadingRuleView::from).collect() },
        }
    }
}

fn pillars() -> Vec<PillarView> {
    let view = |rules: &[ScoreRule]| {
        Some(PillarView {
            pillar: rules.first()?.pillar,
            points: rules.iter().map(|rule| rule.points).sum(),
            clauses: rules.iter().map(ScoreRuleView::from).collect(),
        })
    };
    score_rules().chunk_by(|a, b| a.pillar == b.pillar).filter_map(view).collect()
}

impl From<&ScoreRule> for ScoreRuleView {
    fn from(rule: &ScoreRule) -> ScoreRuleView {
        ScoreRuleView { clause: rule.clause, points: rule.points, rule: rule.rule, advice: rule.advice }
    }
}

impl From<&ReadingRule> for ReadingRuleView {
    fn from(rule: &ReadingRule) -> ReadingRuleView {
        ReadingRuleView { name: rule.name, value: rule.value, rule: rule.rule }
    }
}
