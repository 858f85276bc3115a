//! `PUT /v1/bookmarks/{listing_id}`

use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse, put};
use db::bookmarks::{self, Bookmark};
use domain::bookmark::BookmarkKind;
use serde::Deserialize;
use utoipa::ToSchema;
use validator::Validate;

use super::views::BookmarkRef;
use crate::access::Caller;
use crate::access::caller::BookmarksWrite;
use crate::body::Body;
use crate::extract;
use crate::openapi::schemas;
use crate::problem::{Code, Problem, ProblemDocument};
use crate::reply::{self, Cache};
use crate::state::State;

/// The most bookmarks of one person.
const MOST: u64 = 10_000;

/// How to mark a listing.
#[derive(Deserialize, Validate, ToSchema)]
pub struct BookmarkMark {
    /// `saved` to come back to, `hidden` not to be shown again.
    #[validate(required(code = "required"))]
    #[schema(required, schema_with = schemas::bookmark_kind)]
    kind: Option<BookmarkKind>,
}

/// Save or hide a listing
///
/// Hidden listings are left out of the matches of saved searches, and of searches that ask for it with `include_hidden=false`.
#[utoipa::path(
    tag = "bookmarks",
    security(("access_token" = []), ("api_key" = ["bookmarks:write"])),
    params(("listing_id" = String, Path, description = "The listing's identifier.", pattern = "^lst_[0-7][0-9a-hjkmnp-tv-z]{25}$", min_length = 30, max_length = 30)),
    request_body = BookmarkMark,
    responses((status = 200, description = "The bookmark.", body = BookmarkRef), (status = 409, body = ProblemDocument)),
)]
#[put("/v1/bookmarks/{listing_id}")]
pub async fn put_bookmark(
    caller: Caller<BookmarksWrite>,
    state: Data<State>,
    request: HttpRequest,
    listing: Path<String>,
    body: Body<BookmarkMark>,
) -> Result<HttpResponse, Problem> {
    extract::nothing(&request)?;
    let listing = extract::listing_id(&listing)?;
    let kind = body.value.kind.unwrap_or(BookmarkKind::Saved);
    let bookmark = Bookmark { listing, kind, created_at: state.now() };
    let user = caller.user;
    let put = state.write(move |c| {
        if db::listings::by_ids(c, &[listing])?.is_empty() {
            return Ok(Err(Problem::not_found()));
        }
        if bookmarks::count(c, user)? >= MOST && bookmarks::get(c, user, listing)?.is_none() {
            return Ok(Err(Problem::new(Code::Conflict, format!("There are {MOST} bookmarks already. Remove some first."))));
        }
        bookmarks::put(c, user, &bookmark)?;
        bookmarks::get(c, user, listing).map(|bookmark| bookmark.ok_or_else(Problem::not_found))
    });
    reply::json(&BookmarkRef::from(&put.await??), Cache::Private)
}
