//! `GET /v1/me`

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse, get};

use super::views::Account;
use crate::access::Member;
use crate::extract;
use crate::problem::Problem;
use crate::reply;
use crate::state::State;

/// Get your account
#[utoipa::path(
    tag = "accounts",
    description = "What is known of the caller. The `ETag` is for `If-Match` of changes.",
    security(("access_token" = [])),
    responses((status = 200, description = "The account.", body = Account)),
)]
#[get("/v1/me")]
pub async fn get_me(member: Member, state: Data<State>, request: HttpRequest) -> Result<HttpResponse, Problem> {
    extract::nothing(&request)?;
    let id = member.user();
    let user = state.read(move |c| db::users::get(c, id)).await?.ok_or_else(Problem::not_found)?;
    reply::owned(&Account::from(&user), user.version, user.updated_at)
}
