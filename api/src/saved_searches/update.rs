//! `PATCH /v1/saved-searches/{id}`

use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse, patch};

use super::members::SavedSearchPatch;
use super::views::SavedSearchView;
use super::{find, id_of};
use crate::access::Caller;
use crate::access::caller::SearchesWrite;
use crate::body::Patch;
use crate::extract;
use crate::middleware::conditional::IfMatch;
use crate::problem::{Code, Problem, ProblemDocument};
use crate::reply;
use crate::state::State;

/// Change a saved search
///
/// A merge patch (RFC 7396). With `If-Match`, only while it is what the tag says.
#[utoipa::path(
    tag = "saved-searches",
    security(("access_token" = []), ("api_key" = ["searches:write"])),
    params(("id" = String, Path, description = "The saved search's identifier.", pattern = "^srch_[0-7][0-9a-hjkmnp-tv-z]{25}$", min_length = 31, max_length = 31), IfMatch),
    request_body(content = SavedSearchPatch, content_type = "application/merge-patch+json"),
    responses((status = 200, description = "The saved search as it is now.", body = SavedSearchView), (status = 412, body = ProblemDocument)),
)]
#[patch("/v1/saved-searches/{id}")]
pub async fn update_saved_search(
    caller: Caller<SearchesWrite>,
    state: Data<State>,
    request: HttpRequest,
    id: Path<String>,
    patch: Patch<SavedSearchPatch>,
) -> Result<HttpResponse, Problem> {
    extract::nothing(&request)?;
    let wanted = IfMatch::read(request.headers())?;
    let mut search = find(&state, caller.user, id_of(&id)?).await?;
    let changed = || Problem::new(Code::PreconditionFailed, "The saved search has changed since.");
    if !wanted.allows(&reply::tag(search.version)) {
        return Err(changed());
    }
    let before = search.clone();
    patch.0.apply(&mut search)?;
    search.version += 1;
    search.updated_at = state.now();
    let written = search.clone();
    let write = move |c: &mut db::Conn| {
        let changed = db::saved_searches::update(c, &written)?;
        if changed && (before.schedule, &before.channels) != (written.schedule, &written.channels) {
            // What it brought and has not told yet is told by the new schedule.
            db::matches::reschedule(c, written.id, written.due(written.updated_at))?;
        }
        Ok(changed)
    };
    // Somebody may have been quicker between the look and the change.
    match state.write(write).await? {
        true => reply::owned(&SavedSearchView::new(&search, &state), search.version, search.updated_at),
        false => Err(changed()),
    }
}
