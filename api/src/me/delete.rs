//! `DELETE /v1/me`

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse, delete};

use crate::access::{Member, cookie};
use crate::extract;
use crate::problem::Problem;
use crate::reply;
use crate::state::State;

/// Delete your account
///
/// At once and for good, with sessions, saved searches, bookmarks and keys. Needs a login of the last 15 minutes.
#[utoipa::path(tag = "accounts", security(("access_token" = [])), responses((status = 204, description = "The account is gone.")))]
#[delete("/v1/me")]
pub async fn delete_me(member: Member, state: Data<State>, request: HttpRequest) -> Result<HttpResponse, Problem> {
    extract::nothing(&request)?;
    member.must_be_recent(&state)?;
    let id = member.user();
    state.write(move |c| db::users::delete(c, id)).await?;
    Ok(cookie::remove(reply::nothing(), &request))
}
