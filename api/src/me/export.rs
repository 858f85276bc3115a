//! `POST /v1/me/export`

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse, post};
use domain::time::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;

use super::views::{Account, SessionView};
use crate::access::Member;
use crate::api_keys::views::ApiKeyView;
use crate::bookmarks::views::BookmarkRef;
use crate::extract;
use crate::problem::Problem;
use crate::reply::{self, Cache};
use crate::saved_searches::views::SavedSearchView;
use crate::state::State;
use crate::webhook_endpoints::views::WebhookEndpointView;

/// Everything that is kept about a person.
#[derive(Debug, Serialize, ToSchema)]
pub struct Export {
    /// When it was written.
    #[schema(value_type = String, format = DateTime)]
    pub exported_at: Timestamp,
    /// The account.
    pub account: Account,
    /// Sessions that have not ended.
    #[schema(max_items = 10000)]
    pub sessions: Vec<SessionView>,
    /// Saved searches.
    #[schema(max_items = 100)]
    pub saved_searches: Vec<SavedSearchView>,
    /// Bookmarks.
    #[schema(max_items = 10000)]
    pub bookmarks: Vec<BookmarkRef>,
    /// Webhook endpoints, without their secrets.
    #[schema(max_items = 10)]
    pub webhook_endpoints: Vec<WebhookEndpointView>,
    /// API keys, without what is secret of them.
    #[schema(max_items = 20)]
    pub api_keys: Vec<ApiKeyView>,
}

/// Export your data
///
/// Everything that is kept about the caller. Needs a login of the last 15 minutes.
#[utoipa::path(tag = "accounts", security(("access_token" = [])), responses((status = 200, description = "The data.", body = Export)))]
#[post("/v1/me/export")]
pub async fn export_me(member: Member, state: Data<State>, request: HttpRequest) -> Result<HttpResponse, Problem> {
    extract::nothing(&request)?;
    member.must_be_recent(&state)?;
    let (id, now) = (member.user(), state.now());
    let read = state.read(move |c| {
        let sessions = db::sessions::of_user(c, id, now)?;
        let searches = db::saved_searches::of_user(c, id)?;
        let (bookmarks, endpoints) = (db::bookmarks::of_user(c, id, None)?, db::webhook_endpoints::of_user(c, id)?);
        Ok((db::users::get(c, id)?, sessions, searches, bookmarks, endpoints, db::api_keys::of_user(c, id)?))
    });
    let (user, sessions, searches, bookmarks, endpoints, keys) = read.await?;
    let export = Export {
        exported_at: now,
        account: Account::from(&user.ok_or_else(Problem::not_found)?),
        sessions: sessions.iter().map(|session| SessionView::new(session, member.session.id)).collect(),
        saved_searches: searches.iter().map(|search| SavedSearchView::new(search, &state)).collect(),
        bookmarks: bookmarks.iter().map(BookmarkRef::from).collect(),
        webhook_endpoints: endpoints.iter().map(WebhookEndpointView::from).collect(),
        api_keys: keys.iter().map(|key| ApiKeyView::new(key, None)).collect(),
    };
    reply::json(&export, Cache::No)
}
