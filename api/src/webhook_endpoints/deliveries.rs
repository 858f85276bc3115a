//! `GET /v1/webhook-endpoints/{id}/deliveries`

use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse, get};
use db::deliveries::{self, Delivery};
use domain::id::DeliveryId;
use domain::query::Reader;
use search::Direction;

use super::{find, id_of};
use crate::access::Caller;
use crate::access::caller::WebhooksRead;
use crate::cursor::{Fingerprint, Position};
use crate::extract;
use crate::listings::parameters::PageParameters;
use crate::page::{self, Page, Total};
use crate::problem::{Code, Problem};
use crate::reply::Cache;
use crate::state::State;
use crate::webhook_deliveries::views::{WebhookDeliveryPage, WebhookDeliveryView};

/// List what was sent to a webhook endpoint
///
/// The newest first, 90 days back: how each delivery stands, how often it was tried, and what the receiver said last.
#[utoipa::path(
    tag = "webhooks",
    security(("access_token" = []), ("api_key" = ["webhooks:read"])),
    params(("id" = String, Path, description = "The endpoint's identifier.", pattern = "^whe_[0-7][0-9a-hjkmnp-tv-z]{25}$", min_length = 30, max_length = 30), PageParameters),
    responses((status = 200, description = "One page of deliveries.", body = WebhookDeliveryPage)),
)]
#[get("/v1/webhook-endpoints/{id}/deliveries")]
pub async fn list_webhook_deliveries(
    caller: Caller<WebhooksRead>,
    state: Data<State>,
    request: HttpRequest,
    id: Path<String>,
) -> Result<HttpResponse, Problem> {
    let pairs = extract::pairs(&request)?;
    let mut reader = Reader::new(&pairs);
    reader.only(["limit", "cursor", "include"].into_iter());
    let limit = page::limit(&mut reader);
    let cursor = reader.single("cursor");
    let wants_total = page::wants_total(&mut reader);
    reader.finish()?;
    let (endpoint, now) = (find(&state, caller.user, id_of(&id)?).await?.id, state.now());
    let of = Fingerprint::of(["list_webhook_deliveries", &endpoint.to_string()]);
    let from = state.cursors.open(cursor, of, now)?;
    let from = from.map(|position| place_of(&position).map(|place| (position.direction, place))).transpose()?;
    let read = state.read(move |c| {
        let total = if wants_total { Some(deliveries::count(c, endpoint)?) } else { None };
        // One more than the page tells whether there are more.
        let found = match from {
            Some((Direction::Backward, place)) => deliveries::newer(c, endpoint, place, limit + 1)?,
            Some((Direction::Forward, place)) => deliveries::older(c, endpoint, Some(place), limit + 1)?,
            None => deliveries::older(c, endpoint, None, limit + 1)?,
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
    let sealed = |place: Option<&Delivery>, direction| {
        place.map(|place| state.cursors.seal(of, &Position { direction, place: place.id.bits().to_be_bytes().to_vec() }, now))
    };
    let page = Page {
        limit: u32::try_from(limit).unwrap_or(u32::MAX),
        next_cursor: sealed(found.last().filter(|_| more || backward), Direction::Forward),
        prev_cursor: sealed(found.first().filter(|_| if backward { more } else { from.is_some() }), Direction::Backward),
    };
    let items = found.iter().map(WebhookDeliveryView::from).collect();
    let body = WebhookDeliveryPage { items, page, total: total.map(Total::of) };
    page::reply(&state, &request, &body.page, &body, Cache::Private)
}

fn place_of(position: &Position) -> Result<DeliveryId, Problem> {
    let bits = position.place.as_slice().try_into().map_err(|_| Problem::new(Code::InvalidCursor, "The cursor is damaged."))?;
    Ok(DeliveryId::from_bits(u128::from_be_bytes(bits)))
}
