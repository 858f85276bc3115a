//! `GET /v1/market`

use std::sync::Arc;

use actix_web::http::header;
use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse, get};
use chrono::NaiveDate;
use domain::query::Reader;
use domain::time::Timestamp;
use domain::violation::ViolationCode;

use super::views::{Basis, MarketView};
use super::{csv, keep};
use crate::extract;
use crate::listings::parameters::MarketParameters;
use crate::problem::{Problem, ProblemDocument};
use crate::reply::{self, Cache};
use crate::state::State;

/// The first day that can be asked for.
pub const FIRST_YEAR: i32 = 2000;

/// The market index
///
/// How many remote listings are open, how many state pay, how transparent they are, what came and went in the last 30 days, and cuts by
/// source, family, role, level, skill, company and country. With `as_of` the market at the start of that day (UTC): what was kept on it, or
/// else what can be told from when listings were first seen and closed; `basis` says which. With `Accept: text/csv` a figure a row.
#[utoipa::path(
    tag = "market",
    params(MarketParameters),
    responses(
        (status = 200, description = "The market.", content((MarketView = "application/json"), (String = "text/csv"))),
        (status = 400, body = ProblemDocument),
    ),
)]
#[get("/v1/market")]
pub async fn get_market(state: Data<State>, request: HttpRequest) -> Result<HttpResponse, Problem> {
    let now = state.now();
    let market = match as_of(&extract::pairs(&request)?, now)? {
        None => counted(&state, now, Basis::Live, now.unix_day()).await?,
        Some(day) => match keep::kept(&state, day).await? {
            Some(kept) => Arc::new(kept),
            None => counted(&state, day, Basis::Ledger, day.unix_day()).await?,
        },
    };
    if !extract::prefers(&request, "text/csv", "application/json") {
        return reply::json(&*market, Cache::Public);
    }
    let rows = csv::rows(&market).map_err(|error| Problem::internal(&error))?;
    let mut response = HttpResponse::Ok();
    response.insert_header((header::CONTENT_TYPE, "text/csv")).insert_header((header::CACHE_CONTROL, Cache::Public.value()));
    Ok(response.body(rows))
}

/// The figures of a moment, which stay what they are until the index or the day changes.
async fn counted(state: &State, at: Timestamp, basis: Basis, day: i64) -> Result<Arc<MarketView>, Problem> {
    let key = (state.generation().checkpoint(), basis == Basis::Live, day);
    if let Some(market) = state.markets.get(&key) {
        return Ok(market);
    }
    let market = state.text_search(move |generation| Ok(Arc::new(MarketView::count(generation, at, basis)))).await?;
    state.markets.insert(key, market.clone());
    Ok(market)
}

/// The start of the day that is asked for; `None` for now.
fn as_of(pairs: &[(String, String)], now: Timestamp) -> Result<Option<Timestamp>, Problem> {
    let mut reader = Reader::new(pairs);
    reader.only(std::iter::once("as_of"));
    let date = reader.single("as_of").and_then(|text| {
        let date = text.parse::<NaiveDate>().ok().filter(|date| date.to_string() == text);
        if date.is_none() {
            reader.report("as_of", ViolationCode::NotATime, "Expected a date as 2026-05-04.");
        }
        date
    });
    if date.is_some_and(|date| date > now.date() || chrono::Datelike::year(&date) < FIRST_YEAR) {
        reader.report("as_of", ViolationCode::OutOfRange, format!("Expected a date from {FIRST_YEAR}-01-01 to today."));
    }
    reader.finish()?;
    Ok(date.and_then(|date| date.and_hms_opt(0, 0, 0)).map(|start| Timestamp::from_chrono(start.and_utc())))
}
