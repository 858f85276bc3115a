//! `GET /v1/api-keys`

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse, get};
use db::api_keys::ApiKeyRecord;
use domain::query::Reader;

use super::views::{ApiKeyPage, ApiKeyView};
use crate::access::Member;
use crate::extract;
use crate::listings::parameters::PageParameters;
use crate::page::{self, Cut};
use crate::problem::Problem;
use crate::reply::Cache;
use crate::state::State;

/// List your API keys
///
/// The newest first, ended ones included.
#[utoipa::path(tag = "api-keys", security(("access_token" = [])), params(PageParameters), responses((status = 200, description = "One page of keys.", body = ApiKeyPage)))]
#[get("/v1/api-keys")]
pub async fn list_api_keys(member: Member, state: Data<State>, request: HttpRequest) -> Result<HttpResponse, Problem> {
    let pairs = extract::pairs(&request)?;
    let asked = page::Asked::read(Reader::new(&pairs), &[])?;
    let user = member.user();
    let keys = state.read(move |c| db::api_keys::of_user(c, user)).await?;
    let place = |key: &ApiKeyRecord| key.created_at.unix_micros().unsigned_abs();
    let placed = keys.iter().map(|key| (place(key), key.id.to_string(), ApiKeyView::new(key, None))).collect();
    let Cut { items, page, total } = asked.cut(&state, &format!("list_api_keys {user}"), placed)?;
    let body = ApiKeyPage { items, page, total };
    page::reply(&state, &request, &body.page, &body, Cache::Private)
}
