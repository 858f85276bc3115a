//! `GET /v1/salaries/chart.svg`, and the same under `/v1/salaries` with `Accept: image/svg+xml`.

use actix_web::http::header;
use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse, get};
use domain::money::{Cents, Currency};
use search::{Band, Generation, Stats, Summary};

use super::asked::Asked;
use super::drawing::{Bar, Chart, Content, Row, svg};
use super::figures::{PayFigures, short};
use super::list::name;
use crate::extract;
use crate::listings::parameters::SalaryParameters;
use crate::problem::{Problem, ProblemDocument};
use crate::reply::Cache;
use crate::state::State;

/// Charts of pay.
pub const MEDIA: &str = "image/svg+xml";

/// A chart of what listings pay
///
/// The same figures as `/v1/salaries`, drawn: a histogram, or with `group_by` a line for each group of the page, from the 10th percentile to
/// the 90th. Legible on light and dark ground.
#[utoipa::path(
    tag = "market",
    params(SalaryParameters),
    responses((status = 200, description = "The chart.", content((String = "image/svg+xml"))), (status = 400, body = ProblemDocument)),
)]
#[get("/v1/salaries/chart.svg")]
pub async fn get_salary_chart(state: Data<State>, request: HttpRequest) -> Result<HttpResponse, Problem> {
    let asked = Asked::read(&extract::pairs(&request)?)?;
    let now = state.now();
    let position = asked.position(&state, now)?;
    let stats = asked.find(&state, position.as_ref(), now).await?;
    drawn(&state.generation(), &asked, &stats)
}

/// The answer with the chart of some statistics.
pub fn drawn(generation: &Generation, asked: &Asked, stats: &Stats) -> Result<HttpResponse, Problem> {
    let currency = asked.currency;
    let amount = |major: f64| Cents::from_f64(major).map_or_else(String::new, |amount| short(amount, currency));
    let svg = svg(&chart(generation, asked, stats), &amount).map_err(|error| Problem::internal(error.as_ref()))?;
    let mut response = HttpResponse::Ok();
    response.insert_header((header::CONTENT_TYPE, MEDIA)).insert_header((header::CACHE_CONTROL, Cache::Public.value()));
    Ok(response.body(svg))
}

fn chart(generation: &Generation, asked: &Asked, stats: &Stats) -> Chart {
    let all = PayFigures::new(stats.all.clone(), asked.currency, false);
    let by: Vec<String> = asked.group_by.iter().map(|grouping| grouping.slug().replace('_', " ")).collect();
    let (title, axis, content) = if by.is_empty() {
        let content = match &stats.all.band {
            Some(band) => histogram(band),
            None => Content::Nothing(all.withheld.clone().unwrap_or_default()),
        };
        ("Annual pay".to_owned(), axis(asked.currency, "the line is the median"), content)
    } else {
        let rows = stats.groups.iter().map(|group| row(name(generation, &asked.group_by, &group.values), &group.summary)).collect();
        let title = format!("Annual pay by {}", by.join(" and "));
        (title, axis(asked.currency, "10th to 90th percentile, 25th to 75th, median"), Content::Groups(rows))
    };
    Chart { title, subtitle: all.line, axis, content }
}

fn axis(currency: Currency, what: &str) -> String {
    format!("{currency} a year: {what}")
}

fn major(amount: Cents) -> f64 {
    amount.get() as f64 / 100.0
}

fn histogram(band: &Band) -> Content {
    let width = band.histogram.iter().find_map(|bin| Some(major(bin.to?) - major(bin.from))).unwrap_or(1.0);
    let bar = |bin: &search::Bin| Bar { from: major(bin.from), to: bin.to.map_or(major(bin.from) + width, major), count: bin.count };
    Content::Histogram { bars: band.histogram.iter().map(bar).collect(), median: major(band.p50) }
}

fn row(name: String, summary: &Summary) -> Row {
    let percentiles = summary.band.as_ref().map(|band| [band.p10, band.p25, band.p50, band.p75, band.p90].map(major));
    let sample = if percentiles.is_some() { format!("n = {}", summary.paid) } else { format!("n = {}, too few", summary.paid) };
    Row { name, sample, percentiles }
}
