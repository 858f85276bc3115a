//! `GET /v1/unsubscribe/{token}`

use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse, get};
use domain::saved_search::Channel;

use super::{MailState, answer, user_of};
use crate::extract;
use crate::problem::Problem;
use crate::state::State;

/// See which mails a link would stop
///
/// Changes nothing, because programs follow the links of mails, too. With `Accept: text/html` a page with a button.
#[utoipa::path(
    tag = "saved-searches",
    params(("token" = String, Path, description = "The end of the link in a mail.", pattern = "^[A-Za-z0-9_-]{43}$", min_length = 43, max_length = 43)),
    responses((status = 200, description = "How mails stand.", content((MailState = "application/json"), (String = "text/html")))),
)]
#[get("/v1/unsubscribe/{token}")]
pub async fn get_unsubscription(state: Data<State>, request: HttpRequest, token: Path<String>) -> Result<HttpResponse, Problem> {
    extract::nothing(&request)?;
    let user = user_of(&state, &token)?;
    let searches = state.read(move |c| db::saved_searches::of_user(c, user)).await?;
    let saved_searches = searches.iter().filter(|search| search.channels.contains(&Channel::Email)).count();
    answer(&request, &MailState { saved_searches })
}
