//! `GET /v1/saved-searches/{id}/matches`

use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse, get};
use db::matches::{self, Match, Span};
use domain::id::ListingId;
use domain::query::Reader;
use domain::time::Timestamp;
use search::Direction;

use super::views::{MatchPage, MatchView};
use super::{find, id_of};
use crate::access::Caller;
use crate::access::caller::SearchesRead;
use crate::cursor::{Fingerprint, Position};
use crate::extract;
use crate::listings::parameters::PageParameters;
use crate::listings::render;
use crate::page::{self, Page, Total};
use crate::problem::{Code, Problem};
use crate::reply::Cache;
use crate::state::State;

/// List what a saved search brought
///
/// The newest first, without what you have hidden. `new_since` gives only what came after a time.
#[utoipa::path(
    tag = "saved-searches",
    security(("access_token" = []), ("api_key" = ["searches:read"])),
    params(
        ("id" = String, Path, description = "The saved search's identifier.", pattern = "^srch_[0-7][0-9a-hjkmnp-tv-z]{25}$", min_length = 31, max_length = 31),
        ("new_since" = Option<String>, Query, description = "Only matches after a time (RFC 3339), or a duration back from now (P7D).", max_length = 40,
            pattern = r"^(\d{4}-(0[1-9]|1[0-2])-(0[1-9]|1\d|2[0-8])T([01]\d|2[0-3]):[0-5]\d:[0-5]\dZ|P\d{1,5}D)$"),
        PageParameters,
    ),
    responses((status = 200, description = "One page of matches.", body = MatchPage)),
)]
#[get("/v1/saved-searches/{id}/matches")]
pub async fn list_matches(
    caller: Caller<SearchesRead>,
    state: Data<State>,
    request: HttpRequest,
    id: Path<String>,
) -> Result<HttpResponse, Problem> {
    let pairs = extract::pairs(&request)?;
    let mut reader = Reader::new(&pairs);
    reader.only(["limit", "cursor", "include", "new_since"].into_iter());
    let limit = page::limit(&mut reader);
    let cursor = reader.single("cursor");
    let wants_total = page::wants_total(&mut reader);
    let since = reader.single("new_since");
    let new_since = reader.when("new_since");
    reader.finish()?;
    let (search, now) = (find(&state, caller.user, id_of(&id)?).await?.id, state.now());
    let of = Fingerprint::of(["list_matches", &search.to_string(), since.unwrap_or_default()]);
    let position = state.cursors.open(cursor, of, now)?;
    let from = position.as_ref().map(|position| place_of(position).map(|place| (position.direction, place))).transpose()?;
    let span = Span { search, user: caller.user, since: new_since.map(|when| when.resolve(now)), news: false };
    let read = state.read(move |c| {
        let total = if wants_total { Some(matches::count(c, &span)?) } else { None };
        // One more than the page tells whether there are more.
        let found = match from {
            Some((Direction::Backward, place)) => matches::newer(c, &span, place, limit + 1)?,
            Some((Direction::Forward, place)) => matches::older(c, &span, Some(place), limit + 1)?,
            None => matches::older(c, &span, None, limit + 1)?,
        };
        Ok((found, total))
    });
    let (mut found, total) = read.await?;
    let more = found.len() > limit;
    let backward = matches!(from, Some((Direction::Backward, _)));
    // Backwards, the one too many is the first.
    if more && backward {
        found.remove(0);
    }
    found.truncate(limit);
    let sealed =
        |place: Option<&Match>, direction| place.map(|place| state.cursors.seal(of, &Position { direction, place: bytes(place) }, now));
    let page = Page {
        limit: u32::try_from(limit).unwrap_or(u32::MAX),
        next_cursor: sealed(found.last().filter(|_| more || backward), Direction::Forward),
        prev_cursor: sealed(found.first().filter(|_| if backward { more } else { from.is_some() }), Direction::Backward),
    };
    let listings = render::by_ids(&state, found.iter().map(|found| found.listing).collect()).await?;
    let view = |found: &Match| Some(MatchView { matched_at: found.matched_at, listing: listings.get(&found.listing)?.clone() });
    let body = MatchPage { items: found.iter().filter_map(view).collect(), page, total: total.map(Total::of) };
    page::reply(&state, &request, &body.page, &body, Cache::Private)
}

/// A match's place in the order, as it stands in cursors.
fn bytes(place: &Match) -> Vec<u8> {
    place.matched_at.unix_micros().to_be_bytes().into_iter().chain(place.listing.bits().to_be_bytes()).collect()
}

fn place_of(position: &Position) -> Result<Match, Problem> {
    let damaged = || Problem::new(Code::InvalidCursor, "The cursor is damaged.");
    let (micros, id) = position.place.split_first_chunk::<8>().ok_or_else(damaged)?;
    let id: [u8; 16] = id.try_into().map_err(|_| damaged())?;
    Ok(Match {
        matched_at: Timestamp::from_unix_micros(i64::from_be_bytes(*micros)),
        listing: ListingId::from_bits(u128::from_be_bytes(id)),
    })
}
