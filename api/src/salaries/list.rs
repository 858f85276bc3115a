//! `GET /v1/salaries`

use std::collections::BTreeMap;

use actix_web::http::header;
use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse, get};
use domain::money::Rates;
use domain::query::Grouping;
use domain::time::Timestamp;
use search::{Band, Bin, Direction, Generation, Group, MIN_COMPANIES, MIN_LISTINGS, Stats, Summary};
use serde::Serialize;
use utoipa::ToSchema;

use super::asked::Asked;
use super::chart;
use super::figures::PayFigures;
use crate::cursor::Position;
use crate::extract;
use crate::listings::parameters::SalaryParameters;
use crate::listings::search::QueryView;
use crate::names;
use crate::page::{self, Page, Total};
use crate::problem::{Problem, ProblemDocument};
use crate::reply::Cache;
use crate::state::State;

/// What the listings of a search pay.
#[derive(Debug, Serialize, ToSchema)]
pub struct SalaryPage {
    /// The groups: those with most listings that state pay first, then by value. Groups in which none does are left out; there are none
    /// without `group_by`.
    #[schema(max_items = 100)]
    pub items: Vec<SalaryGroup>,
    /// Where the page stands.
    pub page: Page,
    /// How many groups there are; null unless `include=total`.
    #[schema(required)]
    pub total: Option<Total>,
    /// What all listings of the search pay.
    pub all: PayFigures,
    /// The currency of every amount (ISO 4217).
    #[schema(min_length = 3, max_length = 3)]
    pub currency: String,
    /// The date of the exchange rates.
    #[schema(format = Date)]
    pub rate_on: String,
    /// The minute in which the figures were taken.
    #[schema(value_type = String, format = DateTime)]
    pub as_of: Timestamp,
    /// The least sample of which percentiles are shown.
    pub least: LeastSample,
    /// How the request was read, defaults included.
    pub query: QueryView,
}

/// The listings with the same values.
#[derive(Debug, Serialize, ToSchema)]
pub struct SalaryGroup {
    /// The values by grouping, as filters take them.
    #[schema(value_type = BTreeMap<String, String>)]
    pub values: BTreeMap<&'static str, String>,
    /// The same for people, as "Backend Engineer · senior".
    #[schema(max_length = 1000)]
    pub name: String,
    /// What they pay.
    pub pay: PayFigures,
}

/// The least sample of which percentiles are shown.
#[derive(Debug, Serialize, ToSchema)]
pub struct LeastSample {
    /// Listings that state pay.
    #[schema(minimum = 1, maximum = 1000)]
    pub listings: u64,
    /// Their companies.
    #[schema(minimum = 1, maximum = 1000)]
    pub companies: u64,
}

/// What listings pay
///
/// Percentiles of annual pay over the open listings that a search finds, and over groups of them, each with its sample, its companies and
/// how sure its median is. Takes every filter of the search; `sort` and `per_company` count only in that `per_company` keeps the first so
/// many listings of each company. With `Accept: image/svg+xml` the figures are drawn.
#[utoipa::path(tag = "market", params(SalaryParameters), responses((status = 200, description = "What the listings pay.", content((SalaryPage = "application/json"), (String = "image/svg+xml"))), (status = 400, body = ProblemDocument)))]
#[get("/v1/salaries")]
pub async fn list_salaries(state: Data<State>, request: HttpRequest) -> Result<HttpResponse, Problem> {
    let asked = Asked::read(&extract::pairs(&request)?)?;
    let now = state.now();
    let position = asked.position(&state, now)?;
    let stats = asked.find(&state, position.as_ref(), now).await?;
    let page = page_of(&state, &asked, &stats, position.as_ref(), now);
    if extract::prefers(&request, chart::MEDIA, "application/json") {
        let mut response = chart::drawn(&state.generation(), &asked, &stats)?;
        page::links(&state, &request, &page).into_iter().for_each(|links| drop(response.headers_mut().insert(header::LINK, links)));
        return Ok(response);
    }
    let generation = state.generation();
    let named = |values: &[String]| name(&generation, &asked.group_by, values);
    let body = SalaryPage::new(&asked, stats, page.clone(), state.minute(), named);
    page::reply(&state, &request, &page, &body, Cache::Public)
}

impl SalaryPage {
    fn new(asked: &Asked, stats: Stats, page: Page, as_of: Timestamp, name: impl Fn(&[String]) -> String) -> SalaryPage {
        let with_histogram = asked.includes("histogram");
        let figures = |summary: Summary| PayFigures::new(summary, asked.currency, with_histogram);
        let group = |group: Group| SalaryGroup {
            name: name(&group.values),
            values: asked.group_by.iter().map(|grouping| grouping.slug()).zip(group.values).collect(),
            pay: figures(group.summary),
        };
        SalaryPage {
            items: stats.groups.into_iter().map(group).collect(),
            page,
            total: stats.group_count.map(Total::of),
            all: figures(stats.all),
            currency: asked.currency.code().to_owned(),
            rate_on: Rates::builtin().date().to_string(),
            as_of,
            least: LeastSample { listings: MIN_LISTINGS, companies: MIN_COMPANIES },
            query: QueryView::new(&asked.query, None, Vec::new()),
        }
    }
}

/// The values of a group for people.
pub fn name(generation: &Generation, group_by: &[Grouping], values: &[String]) -> String {
    let names = group_by.iter().zip(values).map(|(grouping, value)| names::of(generation, grouping.slug(), value));
    names.collect::<Vec<_>>().join(" · ")
}

/// The cursors beside a page: the next starts after its last group, the one before ends before its first.
fn page_of(state: &State, asked: &Asked, stats: &Stats, position: Option<&Position>, now: Timestamp) -> Page {
    let backward = position.is_some_and(|position| position.direction == Direction::Backward);
    let (has_next, has_prev) = if backward { (true, stats.more) } else { (stats.more, position.is_some()) };
    let sealed = |group: Option<&Group>, direction| Some(asked.seal(state, &group?.key(), direction, now));
    Page {
        limit: u32::try_from(asked.limit).unwrap_or(u32::MAX),
        next_cursor: sealed(stats.groups.last().filter(|_| has_next), Direction::Forward),
        prev_cursor: sealed(stats.groups.first().filter(|_| has_prev), Direction::Backward),
    }
}

/// Invented figures.
pub fn example(at: Timestamp, page: Page) -> Option<SalaryPage> {
    let asked = |name: &str, value: &str| (name.to_owned(), value.to_owned());
    let asked = Asked::read(&[asked("group_by", "seniority"), asked("role", "backend-engineer"), asked("include", "histogram")]).ok()?;
    let group = Group { values: vec!["senior".to_owned()], summary: example_summary() };
    let all = Summary { listings: 1_204, ..example_summary() };
    let stats = Stats { all, groups: vec![group], more: false, group_count: None };
    Some(SalaryPage::new(&asked, stats, page, at, |values| values.join(" · ")))
}

/// An invented sample.
pub fn example_summary() -> Summary {
    let amount = |thousand: i64| domain::money::Cents::from_major(thousand * 1_000).unwrap_or_default();
    let bin = |from: i64, count| Bin { from: amount(from), to: Some(amount(from + 10)), count };
    let band = Band {
        p10: amount(151),
        p25: amount(191),
        p50: amount(231),
        p75: amount(278),
        p90: amount(310),
        median_interval: (amount(222), amount(240)),
        histogram: vec![bin(220, 121), bin(230, 280)],
    };
    Summary { listings: 733, paid: 401, companies: 187, band: Some(band) }
}
