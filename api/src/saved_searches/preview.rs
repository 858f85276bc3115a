//! `POST /v1/saved-searches/preview`

use std::sync::Arc;

use actix_web::web::{self, Data};
use actix_web::{HttpRequest, HttpResponse, post};
use chrono::{NaiveDate, TimeDelta};
use domain::bookmark::BookmarkKind;
use domain::time::Timestamp;
use search::Arrival;
use serde::Serialize;
use serde_json::value::RawValue;
use utoipa::ToSchema;

use super::members::{PreviewRequest, stored};
use crate::access::Caller;
use crate::access::caller::SearchesRead;
use crate::body::Body;
use crate::extract;
use crate::listings::render;
use crate::listings::views::ListingSummary;
use crate::problem::{Code, Problem};
use crate::reply::{self, Cache};
use crate::state::State;

/// Days that are looked back at, today included.
const DAYS: usize = 30;
/// Whole weeks before today that the estimate is made from.
const WEEKS: usize = 4;
/// Listings that are shown.
const EXAMPLES: usize = 5;

/// What a saved search would have brought.
#[derive(Debug, Serialize, ToSchema)]
pub struct Preview {
    /// The query string as it would be stored.
    #[schema(max_length = 8192)]
    pub query: String,
    /// Listings that it would have brought in the last 30 days.
    #[schema(minimum = 0, maximum = 1_000_000_000)]
    pub total: usize,
    /// How many on each of these days (UTC), the oldest first, today last.
    #[schema(min_items = 30, max_items = 30)]
    pub days: Vec<PreviewDay>,
    /// The newest of them.
    #[schema(value_type = Vec<ListingSummary>, max_items = 5)]
    pub examples: Vec<Arc<RawValue>>,
    /// What to expect of the next week.
    pub next_week: Estimate,
}

/// One day.
#[derive(Debug, Serialize, ToSchema)]
pub struct PreviewDay {
    /// The day.
    #[schema(format = Date)]
    pub on: NaiveDate,
    /// Listings that came on it.
    #[schema(minimum = 0, maximum = 1_000_000_000)]
    pub matches: usize,
}

/// An expectation, from the four whole weeks before today.
#[derive(Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Estimate {
    /// Their mean, rounded.
    #[schema(minimum = 0, maximum = 1_000_000_000)]
    pub estimate: usize,
    /// The week with the fewest.
    #[schema(minimum = 0, maximum = 1_000_000_000)]
    pub least: usize,
    /// The week with the most.
    #[schema(minimum = 0, maximum = 1_000_000_000)]
    pub most: usize,
}

/// Try a saved search
///
/// What it would have brought in the last 30 days, by the day, with examples, and what to expect of the next week. Listings count
/// on the day on which they were first seen, also when they have closed since; those that you have hidden don't.
#[utoipa::path(
    tag = "saved-searches",
    security(("access_token" = []), ("api_key" = ["searches:read"])),
    request_body = PreviewRequest,
    responses((status = 200, description = "What it would have brought.", body = Preview)),
)]
#[post("/v1/saved-searches/preview")]
pub async fn preview_saved_search(
    caller: Caller<SearchesRead>,
    state: Data<State>,
    request: HttpRequest,
    body: Body<PreviewRequest>,
) -> Result<HttpResponse, Problem> {
    extract::nothing(&request)?;
    let stored = stored(&body.value.query.unwrap_or_default())?;
    let (user, now) = (caller.user, state.now());
    let hidden = state.read(move |c| db::bookmarks::of_user(c, user, Some(BookmarkKind::Hidden))).await?;
    let generation = state.generation();
    let (query, since) = (stored.query().clone(), midnight(now).minus(TimeDelta::days(DAYS as i64 - 1)));
    let found = web::block(move || generation.arrivals(&query, since, now)).await;
    let mut arrivals = found.map_err(|_| Problem::new(Code::Overloaded, "The server is stopping."))??;
    arrivals.retain(|arrival| !hidden.iter().any(|mark| mark.listing == arrival.id));
    let days = by_day(&arrivals, now);
    let ids: Vec<_> = arrivals.iter().take(EXAMPLES).map(|arrival| arrival.id).collect();
    let listings = render::by_ids(&state, ids.clone()).await?;
    let preview = Preview {
        query: stored.to_string(),
        total: arrivals.len(),
        next_week: estimate(&days),
        days,
        examples: ids.iter().filter_map(|id| listings.get(id).cloned()).collect(),
    };
    reply::json(&preview, Cache::Private)
}

fn midnight(at: Timestamp) -> Timestamp {
    Timestamp::from_unix_seconds(at.unix_day() * 86_400)
}

/// How many came on each day, the oldest day first, that of `now` last.
fn by_day(arrivals: &[Arrival], now: Timestamp) -> Vec<PreviewDay> {
    let mut days: Vec<PreviewDay> =
        (0..DAYS as i64).rev().map(|back| PreviewDay { on: now.minus(TimeDelta::days(back)).date(), matches: 0 }).collect();
    for arrival in arrivals {
        let back = usize::try_from(now.unix_day() - arrival.at.unix_day()).unwrap_or(DAYS);
        if let Some(day) = (DAYS - 1).checked_sub(back).and_then(|place| days.get_mut(place)) {
            day.matches += 1;
        }
    }
    days
}

/// From the whole weeks that end with yesterday.
fn estimate(days: &[PreviewDay]) -> Estimate {
    let whole = days.len().saturating_sub(1 + 7 * WEEKS)..days.len().saturating_sub(1);
    let days = days.get(whole).unwrap_or_default();
    let weeks: Vec<usize> = days.chunks(7).map(|week| week.iter().map(|day| day.matches).sum()).collect();
    let sum: usize = weeks.iter().sum();
    Estimate {
        estimate: (sum + WEEKS / 2) / WEEKS,
        least: weeks.iter().copied().min().unwrap_or(0),
        most: weeks.iter().copied().max().unwrap_or(0),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::id::ListingId;

    #[test]
    fn days_are_counted_and_weeks_make_the_estimate() {
        let now = Timestamp::parse_rfc3339("2026-06-01T12:00:00Z").unwrap();
        let came = |days: i64| {
            let at = now.minus(TimeDelta::days(days));
            Arrival { id: ListingId::new(at, 1), number: 1, at }
        };
        let arrivals: Vec<Arrival> = [0, 1, 1, 7, 8, 28, 29].into_iter().map(came).collect();
        let days = by_day(&arrivals, now);
        assert_eq!((days.len(), days[0].on.to_string(), days[29].on.to_string()), (30, "2026-05-03".to_owned(), "2026-06-01".to_owned()));
        assert_eq!(days.iter().map(|day| day.matches).sum::<usize>(), 7);
        assert_eq!((days[29].matches, days[28].matches, days[22].matches, days[0].matches), (1, 2, 1, 1));
        assert_eq!(estimate(&days), Estimate { estimate: 1, least: 0, most: 3 });
    }
}
