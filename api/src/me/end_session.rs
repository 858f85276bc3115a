//! `DELETE /v1/me/sessions/{id}`

use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse, delete};
use domain::id::SessionId;

use crate::access::Member;
use crate::extract;
use crate::problem::Problem;
use crate::removal::remove;
use crate::state::State;

/// End a session
///
/// Its tokens are good no more, at once.
#[utoipa::path(
    tag = "accounts",
    security(("access_token" = [])),
    params(("id" = String, Path, description = "The session's identifier.", pattern = "^ses_[0-7][0-9a-hjkmnp-tv-z]{25}$", min_length = 30, max_length = 30)),
    responses((status = 204, description = "The session has ended.")),
)]
#[delete("/v1/me/sessions/{id}")]
pub async fn end_session(member: Member, state: Data<State>, request: HttpRequest, id: Path<String>) -> Result<HttpResponse, Problem> {
    extract::nothing(&request)?;
    let id = SessionId::parse(&id).map_err(|_| Problem::not_found())?;
    let user = member.user();
    remove(&state, &request, user, move |c| db::sessions::end(c, user, id)).await
}
