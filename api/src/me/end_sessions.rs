//! `DELETE /v1/me/sessions`

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse, delete};

use crate::access::Member;
use crate::extract;
use crate::problem::Problem;
use crate::reply;
use crate::state::State;

/// End all your sessions
///
/// The one that asks included: everybody has to log in again.
#[utoipa::path(tag = "accounts", security(("access_token" = [])), responses((status = 204, description = "No session is left.")))]
#[delete("/v1/me/sessions")]
pub async fn end_sessions(member: Member, state: Data<State>, request: HttpRequest) -> Result<HttpResponse, Problem> {
    extract::nothing(&request)?;
    let user = member.user();
    state.write(move |c| db::sessions::end_all(c, user, None)).await?;
    Ok(reply::nothing())
}
