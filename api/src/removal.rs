//! Removing what belongs to the caller: once done, doing it again within a day is no error.

use actix_web::{HttpRequest, HttpResponse};
use db::{Conn, removals};
use domain::id::UserId;

use crate::problem::Problem;
use crate::reply;
use crate::state::State;

/// Removes the resource at the request's path; 404 for what never was the caller's.
pub async fn remove(
    state: &State,
    request: &HttpRequest,
    user: UserId,
    work: impl FnOnce(&mut Conn) -> Result<bool, db::Error> + Send + 'static,
) -> Result<HttpResponse, Problem> {
    let (path, now) = (request.path().to_owned(), state.now());
    let removed = state.write(move |c| {
        if work(c)? {
            removals::add(c, user, &path, now)?;
            return Ok(true);
        }
        removals::contains(c, user, &path, now)
    });
    if removed.await? { Ok(reply::nothing()) } else { Err(Problem::not_found()) }
}
