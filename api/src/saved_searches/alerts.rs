//! `GET /v1/saved-searches/{id}/alerts`

use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse, get};
use domain::capability::Purpose;
use domain::query::Reader;

use super::{find, id_of};
use crate::access::Caller;
use crate::access::caller::SearchesRead;
use crate::alerts::views::{AlertPage, AlertView};
use crate::extract;
use crate::listings::parameters::PageParameters;
use crate::page::{self, Cut};
use crate::problem::Problem;
use crate::reply::Cache;
use crate::state::State;

/// List the alerts of a saved search
///
/// The messages of the last 90 days that told something of it, the newest first, with what became of each: also those that
/// wait to be sent again, and those that were given up.
#[utoipa::path(
    tag = "saved-searches",
    security(("access_token" = []), ("api_key" = ["searches:read"])),
    params(
        ("id" = String, Path, description = "The saved search's identifier.", pattern = "^srch_[0-7][0-9a-hjkmnp-tv-z]{25}$", min_length = 31, max_length = 31),
        PageParameters,
    ),
    responses((status = 200, description = "One page of alerts.", body = AlertPage)),
)]
#[get("/v1/saved-searches/{id}/alerts")]
pub async fn list_alerts(
    caller: Caller<SearchesRead>,
    state: Data<State>,
    request: HttpRequest,
    id: Path<String>,
) -> Result<HttpResponse, Problem> {
    let pairs = extract::pairs(&request)?;
    let asked = page::Asked::read(Reader::new(&pairs), &[])?;
    let search = find(&state, caller.user, id_of(&id)?).await?.id;
    let alerts = state.read(move |c| db::alerts::of_search(c, search)).await?;
    let placed = alerts.into_iter().map(|alert| (alert.created_at.unix_micros().unsigned_abs(), alert.id.to_string(), alert)).collect();
    let Cut { items, page, total } = asked.cut(&state, &format!("list_alerts {search}"), placed)?;
    let sent = state.read(move |c| items.into_iter().map(|alert| Ok((alert, db::deliveries::of_alert(c, alert.id)?))).collect()).await;
    let sent: Vec<(db::alerts::Alert, Vec<db::deliveries::Delivery>)> = sent?;
    let url = |alert: &db::alerts::Alert| {
        let token = state.capabilities.token(Purpose::ReadAlert, alert.id.bits());
        state.url(&format!("/v1/alerts/{token}"))
    };
    let items = sent.iter().map(|(alert, deliveries)| AlertView::new(alert, url(alert), deliveries)).collect();
    let body = AlertPage { items, page, total };
    page::reply(&state, &request, &body.page, &body, Cache::Private)
}
