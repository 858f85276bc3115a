//! `GET /v1/me/sessions`

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse, get};
use db::sessions::Session;
use domain::query::Reader;

use super::views::{SessionPage, SessionView};
use crate::access::Member;
use crate::extract;
use crate::listings::parameters::PageParameters;
use crate::page::{self, Cut};
use crate::problem::Problem;
use crate::reply::Cache;
use crate::state::State;

/// List your sessions
///
/// Every login that has not ended, the newest first.
#[utoipa::path(tag = "accounts", security(("access_token" = [])), params(PageParameters), responses((status = 200, description = "One page of sessions.", body = SessionPage)))]
#[get("/v1/me/sessions")]
pub async fn list_sessions(member: Member, state: Data<State>, request: HttpRequest) -> Result<HttpResponse, Problem> {
    let pairs = extract::pairs(&request)?;
    let asked = page::Asked::read(Reader::new(&pairs), &[])?;
    let (user, now) = (member.user(), state.now());
    let sessions = state.read(move |c| db::sessions::of_user(c, user, now)).await?;
    let place = |session: &Session| session.created_at.unix_micros().unsigned_abs();
    let placed = sessions.iter().map(|one| (place(one), one.id.to_string(), SessionView::new(one, member.session.id))).collect();
    let Cut { items, page, total } = asked.cut(&state, &format!("list_sessions {user}"), placed)?;
    let body = SessionPage { items, page, total };
    page::reply(&state, &request, &body.page, &body, Cache::Private)
}
