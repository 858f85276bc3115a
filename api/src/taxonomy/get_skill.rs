//! `GET /v1/skills/{slug}`

use std::collections::HashMap;

use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse, get};
use domain::money::{Currency, Rates};
use domain::query::{Choice, Facet, SearchQuery};
use domain::skill::Skill;
use domain::time::Timestamp;
use domain::work_mode::WorkMode;
use search::{Direction, FacetCount, Generation, Request, StatsRequest};
use serde::Serialize;
use utoipa::ToSchema;

use super::counts;
use super::skills::SkillView;
use crate::extract;
use crate::guides::live::TrendDay;
use crate::problem::{Problem, ProblemDocument};
use crate::reply::{self, Cache};
use crate::salaries::figures::PayFigures;
use crate::salaries::list::example_summary;
use crate::state::State;

/// Skills that are shown beside one.
const TOGETHER: usize = 20;
/// Days of the trend.
const DAYS: u32 = 30;

/// A skill, and how it is wanted.
#[derive(Debug, Serialize, ToSchema)]
pub struct SkillDetail {
    /// The skill.
    #[serde(flatten)]
    pub skill: SkillView,
    /// The minute in which the figures were taken. All that follow are of open remote listings.
    #[schema(value_type = String, format = DateTime)]
    pub as_of: Timestamp,
    /// The listings that ask for it.
    #[schema(minimum = 0, maximum = 1_000_000_000)]
    pub remote_listings: u64,
    /// Their share of all, in percent.
    #[schema(minimum = 0, maximum = 100)]
    pub share: f64,
    /// How many of them were posted on each of the last 30 days, the oldest first.
    #[schema(max_items = 31)]
    pub trend: Vec<TrendDay>,
    /// The skills that are asked for together with it, those most often so first.
    #[schema(max_items = 20)]
    pub together: Vec<TogetherView>,
    /// What listings with it and without it pay.
    pub pay: SkillPay,
}

/// A skill that is asked for together with another.
#[derive(Debug, Serialize, ToSchema)]
pub struct TogetherView {
    /// The skill, as in `skill=`.
    #[schema(max_length = 60)]
    pub skill: String,
    /// The name.
    #[schema(max_length = 100)]
    pub name: String,
    /// Listings that ask for both.
    #[schema(minimum = 1, maximum = 1_000_000_000)]
    pub listings: u64,
    /// How many times more often it is asked for where the other one is than anywhere: 1 says that they have nothing to do with each other.
    #[schema(minimum = 0, maximum = 1_000_000_000)]
    pub lift: f64,
}

/// What listings with a skill and without it pay, by the year in US dollars. They differ in more than the skill: in roles, levels and places.
#[derive(Debug, Serialize, ToSchema)]
pub struct SkillPay {
    /// The date of the exchange rates.
    #[schema(format = Date)]
    pub rate_on: String,
    /// Listings that ask for the skill.
    pub with: PayFigures,
    /// Listings that don't.
    pub without: PayFigures,
}

/// Get a skill
///
/// One skill: how many open listings ask for it, how many of them were posted lately, which skills are asked for together with it, and what
/// listings with it and without it pay, each with the interval of its median.
#[utoipa::path(
    tag = "taxonomy",
    params(("slug" = String, Path, description = "The skill's slug.", max_length = 60, pattern = "^[a-z0-9]+(-[a-z0-9]+)*$")),
    responses((status = 200, description = "The skill.", body = SkillDetail), (status = 400, body = ProblemDocument)),
)]
#[get("/v1/skills/{slug}")]
pub async fn get_skill(state: Data<State>, request: HttpRequest, slug: Path<String>) -> Result<HttpResponse, Problem> {
    extract::nothing(&request)?;
    let skill = Skill::from_slug(&slug).ok_or_else(Problem::not_found)?;
    let listings = counts(&state, Facet::Skill).get(skill.slug()).copied().unwrap_or(0);
    let now = state.minute();
    let detail = state.text_search(move |generation| SkillDetail::read(generation, skill, listings, now)).await?;
    reply::json(&detail, Cache::Public)
}

impl SkillDetail {
    fn read(generation: &Generation, skill: Skill, listings: u64, now: Timestamp) -> Result<SkillDetail, search::Error> {
        let remote = SearchQuery { work_mode: Choice { any: vec![WorkMode::Remote], none: Vec::new() }, ..SearchQuery::default() };
        let with = SearchQuery { skill_all: vec![skill], ..remote.clone() };
        let without = SearchQuery { skill: Choice { any: Vec::new(), none: vec![skill] }, ..remote.clone() };
        let (all, of_all) = asked_for(generation, &remote, now)?;
        let (both, of_both) = asked_for(generation, &with, now)?;
        let of_all: HashMap<&str, u64> = of_all.iter().map(|count| (count.value.as_str(), count.count)).collect();
        let together = of_both.into_iter().filter(|count| count.value != skill.slug()).take(TOGETHER);
        let together = together.map(|count| {
            let expected = both as f64 * of_all.get(count.value.as_str()).copied().unwrap_or(count.count) as f64 / all.max(1) as f64;
            let name = Skill::from_slug(&count.value).map_or_else(|| count.value.clone(), |skill| skill.name().to_owned());
            TogetherView { skill: count.value, name, listings: count.count, lift: hundredths(count.count as f64 / expected) }
        });
        let pay = |query: &SearchQuery| {
            let stats = generation.stats(&StatsRequest::of_all(query, now))?;
            Ok::<_, search::Error>(PayFigures::new(stats.all, Currency::USD, false))
        };
        let trend = generation.opened_by_day(&with, now, DAYS)?;
        Ok(SkillDetail {
            skill: SkillView::new(skill, listings),
            as_of: now,
            remote_listings: both,
            share: hundredths(100.0 * both as f64 / all.max(1) as f64),
            trend: trend.into_iter().map(|(on, posted)| TrendDay { on: on.to_string(), posted }).collect(),
            together: together.collect(),
            pay: SkillPay { rate_on: Rates::builtin().date().to_string(), with: pay(&with)?, without: pay(&without)? },
        })
    }
}

/// How many listings a query finds, and how many of them ask for each skill.
fn asked_for(generation: &Generation, query: &SearchQuery, now: Timestamp) -> Result<(u64, Vec<FacetCount>), search::Error> {
    let answer = generation.search(&Request {
        query,
        now,
        facets: &[Facet::Skill],
        facet_limit: usize::MAX,
        limit: 1,
        after: None,
        direction: Direction::Forward,
        total: true,
    })?;
    Ok((answer.total.unwrap_or(0), answer.facets.into_iter().flat_map(|(_, counts)| counts).collect()))
}

/// A figure to two decimals.
fn hundredths(figure: f64) -> f64 {
    (figure * 100.0).round() / 100.0
}

/// A skill with invented figures.
pub fn example(skill: SkillView, at: Timestamp) -> SkillDetail {
    let figures = || PayFigures::new(example_summary(), Currency::USD, false);
    SkillDetail {
        skill,
        as_of: at,
        remote_listings: 271,
        share: 0.65,
        trend: vec![TrendDay { on: at.date().to_string(), posted: 7 }],
        together: vec![TogetherView { skill: "postgresql".to_owned(), name: "PostgreSQL".to_owned(), listings: 88, lift: 2.41 }],
        pay: SkillPay { rate_on: Rates::builtin().date().to_string(), with: figures(), without: figures() },
    }
}
