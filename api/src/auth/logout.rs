//! `POST /v1/auth/logout`

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse, post};

use crate::access::{Member, cookie};
use crate::extract;
use crate::problem::Problem;
use crate::reply;
use crate::state::State;

/// Log out
///
/// Ends the session at once: its access tokens, too. Removes the cookie where there is one.
#[utoipa::path(tag = "accounts", security(("access_token" = [])), responses((status = 204, description = "The session has ended.")))]
#[post("/v1/auth/logout")]
pub async fn logout(member: Member, state: Data<State>, request: HttpRequest) -> Result<HttpResponse, Problem> {
    extract::nothing(&request)?;
    let session = member.session;
    state.write(move |c| db::sessions::end(c, session.user, session.id)).await?;
    Ok(cookie::remove(reply::nothing(), &request))
}
