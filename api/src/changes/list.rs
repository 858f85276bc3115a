//! `GET /v1/changes`

use actix_web::http::header;
use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse, get};
use db::listings::Stored;
use domain::query::Reader;
use domain::time::Timestamp;
use domain::violation::ViolationCode;
use serde::Serialize;
use utoipa::ToSchema;

use crate::extract;
use crate::listings::views::ListingSummary;
use crate::problem::{Code, Problem, ProblemDocument};
use crate::reply::{self, Cache};
use crate::state::State;

/// Changes read at once, at most.
const MOST: i64 = 1_000;
/// Changes read at once, where nothing is asked for.
const USUAL: i64 = 100;
const NDJSON: &str = "application/x-ndjson";
/// What stands before the number in a cursor.
const MARK: &str = "chg-";

/// Changes in the order in which they came.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ChangeList {
    /// Each listing that changed since the cursor, once, as it is now.
    #[schema(max_items = 1000)]
    pub items: Vec<ChangedListing>,
    /// Where the next read starts: the value for `since`. It never expires.
    #[schema(pattern = "^chg-(0|[1-9][0-9]{0,17})$", min_length = 5, max_length = 22)]
    pub cursor: String,
    /// Whether there are more changes already.
    pub more: bool,
}

/// A change of one listing.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ChangedListing {
    /// Unique, and greater than those of all earlier changes. A copy keeps it with the listing and takes nothing with a lesser one.
    #[schema(minimum = 1, maximum = 9_007_199_254_740_991i64)]
    pub number: i64,
    /// The listing's identifier.
    #[schema(max_length = 32)]
    pub id: String,
    /// `upsert`: the listing is new, or something else is said of it. `remove`: it is not offered any more.
    #[schema(max_length = 20)]
    pub change: &'static str,
    /// The listing; null where it was removed.
    #[schema(required)]
    pub listing: Option<ListingSummary>,
    /// When it was removed; null where it was not.
    #[schema(value_type = Option<String>, format = DateTime, required)]
    pub removed_at: Option<Timestamp>,
    /// Why it was removed: `absent`, `said_by_source`, `expired`, `unwatched` (nobody asks its source any more); null where it was not.
    #[schema(max_length = 20, required)]
    pub reason: Option<&'static str>,
    /// The value for `since` to go on behind this change.
    #[schema(pattern = "^chg-[1-9][0-9]{0,17}$", min_length = 5, max_length = 22)]
    pub cursor: String,
}

/// What changed
///
/// Everything that changed behind a cursor, the earliest change first, for those who keep a copy: listings as they are now, and tombstones of
/// those that are not offered any more. Start without `since`; go on with the answer's `cursor`, which never expires. A copy that keeps the
/// number with each listing, also with removed ones, and takes nothing with a lesser number becomes the same as the original, however often
/// reads are dropped, repeated or taken in another order. With `Accept: application/x-ndjson` it is a change a line, each with its cursor.
#[utoipa::path(
    tag = "changes",
    params(
        ("since" = Option<String>, Query, description = "The cursor of what was read last; all changes without.", max_length = 22),
        ("limit" = Option<i64>, Query, description = "Changes to read at most; 100 without.", minimum = 1, maximum = 1000),
    ),
    responses(
        (status = 200, description = "The changes.", content((ChangeList = "application/json"), (String = "application/x-ndjson"))),
        (status = 400, body = ProblemDocument),
    ),
)]
#[get("/v1/changes")]
pub async fn list_changes(state: Data<State>, request: HttpRequest) -> Result<HttpResponse, Problem> {
    let (since, limit) = asked(&request)?;
    let read = state.read(move |c| Ok((db::listings::stored_since(c, since, limit + 1)?, db::listings::last_change(c)?)));
    let (mut stored, last) = read.await?;
    if since > last {
        return Err(Problem::new(Code::InvalidCursor, "There is no such change; the database was made anew. Start without a cursor."));
    }
    let more = stored.len() > limit;
    stored.truncate(limit);
    let items: Vec<ChangedListing> = stored.iter().map(|stored| view(stored, &state)).collect();
    if extract::prefers(&request, NDJSON, "application/json") {
        return lines(&items);
    }
    let cursor = cursor(stored.last().map_or(since, |last| last.number));
    reply::json(&ChangeList { items, cursor, more }, Cache::Public)
}

/// Behind which change, and how many.
fn asked(request: &HttpRequest) -> Result<(i64, usize), Problem> {
    let pairs = extract::pairs(request)?;
    let mut reader = Reader::new(&pairs);
    reader.only(["since", "limit"].into_iter());
    let since = reader.single("since").map(|text| (text, number(text)));
    if let Some((text, None)) = since {
        reader.report("since", ViolationCode::BadCursor, format!("Expected a cursor of an earlier answer, as chg-120, not {text:?}."));
    }
    let limit = reader.integer("limit", 1, MOST).unwrap_or(USUAL);
    reader.finish()?;
    Ok((since.and_then(|(_, number)| number).unwrap_or(0), usize::try_from(limit).unwrap_or(1)))
}

/// The number of a cursor, written as [`cursor`] writes it.
fn number(text: &str) -> Option<i64> {
    let number = text.strip_prefix(MARK).filter(|digits| digits.len() <= 18)?.parse().ok()?;
    (number >= 0 && cursor(number) == text).then_some(number)
}

fn cursor(number: i64) -> String {
    format!("{MARK}{number}")
}

fn view(stored: &Stored, state: &State) -> ChangedListing {
    let listing = &stored.listing;
    let open = listing.closed_at.is_none();
    ChangedListing {
        number: stored.number,
        id: listing.id.to_string(),
        change: if open { "upsert" } else { "remove" },
        listing: open.then(|| ListingSummary::new(listing, &state.attributions)),
        removed_at: listing.closed_at,
        reason: listing.close_reason.filter(|_| !open).map(|reason| reason.slug()),
        cursor: cursor(stored.number),
    }
}

fn lines(items: &[ChangedListing]) -> Result<HttpResponse, Problem> {
    let mut body = Vec::new();
    for item in items {
        serde_json::to_writer(&mut body, item).map_err(|error| Problem::internal(&error))?;
        body.push(b'\n');
    }
    let mut response = HttpResponse::Ok();
    response.insert_header((header::CONTENT_TYPE, NDJSON)).insert_header((header::CACHE_CONTROL, Cache::Public.value()));
    Ok(response.body(body))
}

/// An invented change and what follows it.
pub fn example(summary: ListingSummary) -> ChangeList {
    let item = ChangedListing {
        number: 193_004,
        id: summary.id.clone(),
        change: "upsert",
        listing: Some(summary),
        removed_at: None,
        reason: None,
        cursor: cursor(193_004),
    };
    ChangeList { items: vec![item], cursor: cursor(193_004), more: false }
}
