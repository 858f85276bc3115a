//! `DELETE /v1/saved-searches/{id}`

use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse, delete};

use super::id_of;
use crate::access::Caller;
use crate::access::caller::SearchesWrite;
use crate::extract;
use crate::middleware::conditional::IfMatch;
use crate::problem::{Code, Problem, ProblemDocument};
use crate::removal::remove;
use crate::reply;
use crate::state::State;

/// Remove a saved search
///
/// With its matches. Removing it again within a day is no error.
#[utoipa::path(
    tag = "saved-searches",
    security(("access_token" = []), ("api_key" = ["searches:write"])),
    params(("id" = String, Path, description = "The saved search's identifier.", pattern = "^srch_[0-7][0-9a-hjkmnp-tv-z]{25}$", min_length = 31, max_length = 31), IfMatch),
    responses((status = 204, description = "It is gone."), (status = 412, body = ProblemDocument)),
)]
#[delete("/v1/saved-searches/{id}")]
pub async fn delete_saved_search(
    caller: Caller<SearchesWrite>,
    state: Data<State>,
    request: HttpRequest,
    id: Path<String>,
) -> Result<HttpResponse, Problem> {
    extract::nothing(&request)?;
    let wanted = IfMatch::read(request.headers())?;
    let (id, user) = (id_of(&id)?, caller.user);
    let found = state.read(move |c| db::saved_searches::get(c, user, id)).await?;
    if found.is_some_and(|search| !wanted.allows(&reply::tag(search.version))) {
        return Err(Problem::new(Code::PreconditionFailed, "The saved search has changed since."));
    }
    remove(&state, &request, user, move |c| db::saved_searches::delete(c, user, id)).await
}
