//! `POST /v1/me/export`

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse, post};
use domain::time::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;

use super::exported::{self, ExportedAlert, ExportedMail, ExportedMatch, ExportedNetwork, ExportedTold};
use super::views::{Account, SessionView};
use crate::access::Member;
use crate::api_keys::views::ApiKeyView;
use crate::bookmarks::views::BookmarkRef;
use crate::extract;
use crate::problem::Problem;
use crate::reply::{self, Cache};
use crate::saved_searches::views::SavedSearchView;
use crate::state::State;
use crate::webhook_deliveries::views::WebhookDeliveryView;
use crate::webhook_endpoints::views::WebhookEndpointView;

/// Everything that is kept about a person, but for what is secret, and what is kept for a day so that a request can be made again.
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
    /// What met the saved searches, the newest first.
    #[schema(max_items = 10_000_000)]
    pub matches: Vec<ExportedMatch>,
    /// The messages of the last 90 days, the newest first, with what they told and the sending of them.
    #[schema(max_items = 1_000_000)]
    pub alerts: Vec<ExportedAlert>,
    /// Tests of webhook endpoints of the last 90 days, the oldest first.
    #[schema(max_items = 1_000_000)]
    pub webhook_tests: Vec<WebhookDeliveryView>,
    /// Listings that were told within a year, and are not told again.
    #[schema(max_items = 10_000_000)]
    pub told: Vec<ExportedTold>,
    /// Mails about the account of the last 30 days, the newest first.
    #[schema(max_items = 100_000)]
    pub mails: Vec<ExportedMail>,
    /// Networks from which somebody logged in within 90 days.
    #[schema(max_items = 100_000)]
    pub networks: Vec<ExportedNetwork>,
}

/// Export your data
///
/// Everything that is kept about the caller, but for what is secret (passwords, tokens, keys, and signing secrets), and what is kept for a day so that a
/// request can be made again. Needs a login of the last 15 minutes.
#[utoipa::path(tag = "accounts", security(("access_token" = [])), responses((status = 200, description = "The data.", body = Export)))]
#[post("/v1/me/export")]
pub async fn export_me(member: Member, state: Data<State>, request: HttpRequest) -> Result<HttpResponse, Problem> {
    extract::nothing(&request)?;
    member.must_be_recent(&state)?;
    let (id, current, now, origin) = (member.user(), member.session.id, state.now(), state.url(""));
    let read = state.read(move |c| {
        let sessions = db::sessions::of_user(c, id, now)?;
        let searches = db::saved_searches::of_user(c, id)?;
        let (bookmarks, endpoints) = (db::bookmarks::of_user(c, id, None)?, db::webhook_endpoints::of_user(c, id)?);
        let (keys, (alerts, tests)) = (db::api_keys::of_user(c, id)?, exported::alerts(c, id)?);
        let Some(user) = db::users::get(c, id)? else { return Ok(None) };
        Ok(Some(Export {
            exported_at: now,
            account: Account::from(&user),
            sessions: sessions.iter().map(|session| SessionView::new(session, current)).collect(),
            saved_searches: searches.iter().map(|search| SavedSearchView::at(search, |path| format!("{origin}{path}"))).collect(),
            bookmarks: bookmarks.iter().map(BookmarkRef::from).collect(),
            webhook_endpoints: endpoints.iter().map(WebhookEndpointView::from).collect(),
            api_keys: keys.iter().map(|key| ApiKeyView::new(key, None)).collect(),
            matches: db::matches::of_user(c, id)?.iter().map(|(search, found)| ExportedMatch::new(*search, found)).collect(),
            alerts,
            webhook_tests: tests.iter().map(WebhookDeliveryView::from).collect(),
            told: db::alerts::told_to(c, id)?.into_iter().map(|(listing, at)| ExportedTold::new(listing, at)).collect(),
            mails: db::mails::of_user(c, id)?.iter().map(|(mail, sent)| ExportedMail::new(mail, *sent)).collect(),
            networks: db::users::networks(c, id)?.into_iter().map(|last_seen_at| ExportedNetwork { last_seen_at }).collect(),
        }))
    });
    reply::json(&read.await?.ok_or_else(Problem::not_found)?, Cache::No)
}
