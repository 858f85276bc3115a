//! `GET /v1/bookmarks`

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse, get};
use domain::bookmark::BookmarkKind;
use domain::query::Reader;

use super::views::{BookmarkPage, BookmarkView};
use crate::access::Caller;
use crate::access::caller::BookmarksRead;
use crate::extract;
use crate::listings::parameters::PageParameters;
use crate::listings::render;
use crate::page::{self, Cut};
use crate::problem::Problem;
use crate::reply::Cache;
use crate::state::State;

/// List your bookmarks
///
/// The newest first, with their listings as they are now.
#[utoipa::path(
    tag = "bookmarks",
    security(("access_token" = []), ("api_key" = ["bookmarks:read"])),
    params(("kind" = Option<String>, Query, description = "Only `saved` or only `hidden` ones.", pattern = "^(saved|hidden)$"), PageParameters),
    responses((status = 200, description = "One page of bookmarks.", body = BookmarkPage)),
)]
#[get("/v1/bookmarks")]
pub async fn list_bookmarks(caller: Caller<BookmarksRead>, state: Data<State>, request: HttpRequest) -> Result<HttpResponse, Problem> {
    let pairs = extract::pairs(&request)?;
    let mut reader = Reader::new(&pairs);
    let kind = reader.one_of("kind", BookmarkKind::ALL.iter().map(|kind| kind.slug()), BookmarkKind::from_slug);
    let asked = page::Asked::read(reader, &["kind"])?;
    let user = caller.user;
    let marks = state.read(move |c| db::bookmarks::of_user(c, user, kind)).await?;
    let placed = marks.into_iter().map(|mark| (mark.created_at.unix_micros().unsigned_abs(), mark.listing.to_string(), mark)).collect();
    let name = format!("list_bookmarks {user} {}", kind.map_or("", BookmarkKind::slug));
    let Cut { items, page, total } = asked.cut(&state, &name, placed)?;
    let listings = render::by_ids(&state, items.iter().map(|mark| mark.listing).collect()).await?;
    let view = |mark: &db::bookmarks::Bookmark| {
        let listing = listings.get(&mark.listing)?.clone();
        Some(BookmarkView { listing_id: mark.listing.to_string(), kind: mark.kind.slug(), created_at: mark.created_at, listing })
    };
    let body = BookmarkPage { items: items.iter().filter_map(view).collect(), page, total };
    page::reply(&state, &request, &body.page, &body, Cache::Private)
}
