//! `POST /v1/unsubscribe/{token}`

use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse, post};
use domain::saved_search::Channel;

use super::{MailState, answer, user_of};
use crate::extract;
use crate::problem::Problem;
use crate::state::State;

/// Stop mails about matches
///
/// Takes the channel `email` out of all saved searches of the person that the mail went to. What mail programs post with one click
/// (RFC 8058) is taken, and not needed. Doing it again changes nothing.
#[utoipa::path(
    tag = "saved-searches",
    params(("token" = String, Path, description = "The end of the link in a mail.", pattern = "^[A-Za-z0-9_-]{43}$", min_length = 43, max_length = 43)),
    responses((status = 200, description = "How mails stand now.", content((MailState = "application/json"), (String = "text/html")))),
)]
#[post("/v1/unsubscribe/{token}")]
pub async fn unsubscribe(state: Data<State>, request: HttpRequest, token: Path<String>) -> Result<HttpResponse, Problem> {
    extract::nothing(&request)?;
    let (user, now) = (user_of(&state, &token)?, state.now());
    let stop = move |c: &mut db::Conn| {
        for mut search in db::saved_searches::of_user(c, user)? {
            if !search.channels.contains(&Channel::Email) {
                continue;
            }
            search.channels.retain(|channel| *channel != Channel::Email);
            search.version += 1;
            search.updated_at = now;
            if db::saved_searches::update(c, &search)? {
                db::matches::reschedule(c, search.id, search.due(now))?;
            }
        }
        Ok(())
    };
    state.write(stop).await?;
    answer(&request, &MailState { saved_searches: 0 })
}
