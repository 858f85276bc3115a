//! Examples of what belongs to a person, who is invented.

use std::sync::Arc;

use chrono::TimeDelta;
use db::alerts::{Alert, Item};
use db::api_keys::ApiKeyRecord;
use db::bookmarks::Bookmark;
use db::deliveries::Delivery;
use db::matches::Match;
use db::saved_searches::SavedSearch;
use db::sessions::Session;
use db::users::User;
use db::webhook_endpoints::Endpoint;
use domain::account::{ApiKey, Email, MailKind, Name, Scope, Secret};
use domain::alert::AlertKind;
use domain::bookmark::BookmarkKind;
use domain::id::{AlertId, ApiKeyId, DeliveryId, SavedSearchId, SessionId, UserId, WebhookEndpointId};
use domain::saved_search::{Cadence, Channel, Schedule};
use domain::time::Timestamp;
use domain::webhook::{Reach, SigningSecret, Target};
use serde_json::value::RawValue;
use serde_json::{Value, json};

use super::{page, value};
use crate::alerts::health::{Alerting, DeliveryTally, SkipTally};
use crate::alerts::views::{AlertDeliveryView, AlertPage, AlertView, ToldListing, ToldPage};
use crate::api_keys::views::{ApiKeyPage, ApiKeyView};
use crate::auth::{MailPromise, TokenPair};
use crate::bookmarks::views::{BookmarkPage, BookmarkRef, BookmarkView};
use crate::listings::example;
use crate::me::export::Export;
use crate::me::exported::{ExportedAlert, ExportedMail, ExportedMatch, ExportedNetwork, ExportedTold};
use crate::me::views::{Account, SessionPage, SessionView};
use crate::saved_searches::preview::{Estimate, Preview, PreviewDay};
use crate::saved_searches::rotate::FeedAddresses;
use crate::saved_searches::views::{MatchPage, MatchView, SavedSearchPage, SavedSearchView};
use crate::unsubscribe::MailState;
use crate::webhook_deliveries::views::{WebhookDeliveryPage, WebhookDeliveryView};
use crate::webhook_endpoints::views::{WebhookEndpointPage, WebhookEndpointView};

const QUERY: &str = "skill=rust&work_mode=remote&work_from=PT&eligibility=eligible&sort=-posted_at";

/// The example of an operation's answer; null for one that has none.
pub fn answer(operation: &str) -> Value {
    match operation {
        "register" | "request_password_reset" => value(&MailPromise::ANY),
        "login" | "refresh" => value(&TokenPair {
            access_token: "eyJ0eXAiOiJhdCtqd3QiLCJhbGciOiJFZERTQSIsImtpZCI6IjVhMGYifQ.e30.c2lnbmF0dXJl".to_owned(),
            token_type: "Bearer",
            expires_in: 600,
            refresh_token: Some(Secret::new([7, 11]).reveal().to_owned()),
            session_id: session().id.to_string(),
        }),
        "get_me" | "update_me" => value(&account()),
        "list_sessions" => value(&SessionPage { items: vec![session_view()], page: page(), total: None }),
        "export_me" => value(&account().map(|account| Export {
            exported_at: at(),
            account,
            sessions: vec![session_view()],
            saved_searches: search().into_iter().collect(),
            bookmarks: vec![BookmarkRef::from(&bookmark())],
            webhook_endpoints: endpoint(false).into_iter().collect(),
            api_keys: key(false).into_iter().collect(),
            matches: vec![ExportedMatch::new(SavedSearchId::new(at(), 3), &Match { matched_at: at(), listing: example::listing().id })],
            alerts: vec![exported()],
            webhook_tests: vec![delivery()],
            told: vec![ExportedTold::new(example::listing().id, at())],
            mails: vec![ExportedMail { kind: MailKind::ResetPassword.slug(), created_at: at(), sent_at: Some(at()) }],
            networks: vec![ExportedNetwork { last_seen_at: at() }],
        })),
        "create_webhook_endpoint" | "rotate_webhook_secret" => value(&endpoint(true)),
        "get_webhook_endpoint" | "update_webhook_endpoint" => value(&endpoint(false)),
        "list_webhook_endpoints" => value(&WebhookEndpointPage { items: endpoint(false).into_iter().collect(), page: page(), total: None }),
        "test_webhook_endpoint" | "get_webhook_delivery" | "replay_webhook_delivery" => value(&delivery()),
        "list_webhook_deliveries" => value(&WebhookDeliveryPage { items: vec![delivery()], page: page(), total: None }),
        "create_saved_search" | "get_saved_search" | "update_saved_search" => value(&search()),
        "list_saved_searches" => value(&SavedSearchPage { items: search().into_iter().collect(), page: page(), total: None }),
        "list_matches" => value(&MatchPage { items: vec![MatchView { matched_at: at(), listing: listing() }], page: page(), total: None }),
        "list_alerts" => value(&AlertPage { items: vec![alert()], page: page(), total: None }),
        "rotate_feed" => value(&FeedAddresses::of(&Secret::new([7, 11]), |path| format!("https://api.example{path}"))),
        "test_saved_search" => value(&alert()),
        "list_alert_listings" => {
            let item = ToldListing { saved_search: "Rust from home".to_owned(), listing: listing() };
            value(&ToldPage { items: vec![item], page: page(), total: None })
        }
        "get_unsubscription" | "unsubscribe" => value(&MailState::EXAMPLE),
        "get_alerting" => value(&alerting()),
        "preview_saved_search" => value(&preview()),
        "get_bookmark" | "put_bookmark" => value(&BookmarkRef::from(&bookmark())),
        "list_bookmarks" => {
            let BookmarkRef { listing_id, kind, created_at } = BookmarkRef::from(&bookmark());
            value(&BookmarkPage {
                items: vec![BookmarkView { listing_id, kind, created_at, listing: listing() }],
                page: page(),
                total: None,
            })
        }
        "create_api_key" => value(&key(true)),
        "get_api_key" => value(&key(false)),
        "list_api_keys" => value(&ApiKeyPage { items: key(false).into_iter().collect(), page: page(), total: None }),
        _ => Value::Null,
    }
}

/// The example of an operation's body.
pub fn request(operation: &str) -> Value {
    let token = Secret::new([3, 5]).reveal().to_owned();
    match operation {
        "register" => json!({ "email": "ana@mail.example", "password": "correct horse battery", "name": "Ana" }),
        "verify_email" => json!({ "token": token }),
        "login" => json!({ "email": "ana@mail.example", "password": "correct horse battery" }),
        "refresh" => json!({ "refresh_token": token }),
        "request_password_reset" => json!({ "email": "ana@mail.example" }),
        "reset_password" => json!({ "token": token, "password": "another horse battery" }),
        "update_me" => json!({ "name": "Ana Maria" }),
        "create_saved_search" => {
            json!({ "name": "Rust from Portugal", "query": "skill=rust&work_from=PT", "cadence": "daily", "hour": 8, "time_zone": "Europe/Lisbon", "channels": ["email"], "per_company": 3 })
        }
        "update_saved_search" => json!({ "cadence": "weekly", "per_company": null }),
        "preview_saved_search" => json!({ "query": "skill=rust&work_from=PT" }),
        "create_webhook_endpoint" => json!({ "url": "https://hooks.example/jobs", "description": "Our channel" }),
        "update_webhook_endpoint" => json!({ "description": null, "state": "disabled" }),
        "put_bookmark" => json!({ "kind": "saved" }),
        "create_api_key" => json!({ "name": "Nightly script", "scopes": ["searches:read"], "expires_at": null }),
        _ => Value::Null,
    }
}

fn at() -> Timestamp {
    example::listing().first_seen_at
}

fn name(text: &str) -> Option<Name> {
    Name::parse(text).ok()
}

fn account() -> Option<Account> {
    let email = Email::parse("ana@mail.example").ok()?;
    let user = User {
        id: UserId::new(at(), 1),
        email,
        name: name("Ana"),
        password_hash: String::new(),
        version: 1,
        created_at: at(),
        updated_at: at(),
    };
    Some(Account::from(&user))
}

fn session() -> Session {
    Session::begin(SessionId::new(at(), 2), UserId::new(at(), 1), Some("Mozilla/5.0".to_owned()), at())
}

fn session_view() -> SessionView {
    SessionView::new(&session(), session().id)
}

fn search() -> Option<SavedSearchView> {
    let search = SavedSearch {
        id: SavedSearchId::new(at(), 3),
        user: UserId::new(at(), 1),
        name: name("Rust from Portugal")?,
        query: QUERY.to_owned(),
        schedule: Schedule { cadence: Cadence::Daily, hour: 8, zone: chrono_tz::Europe::Lisbon },
        channels: vec![Channel::Email],
        per_company: Some(3),
        version: 1,
        created_at: at(),
        updated_at: at(),
    };
    Some(SavedSearchView::at(&search, |path| format!("https://api.example{path}")))
}

fn bookmark() -> Bookmark {
    Bookmark { listing: example::listing().id, kind: BookmarkKind::Saved, created_at: at() }
}

fn key(is_new: bool) -> Option<ApiKeyView> {
    let plain = ApiKey::new([13, 17]);
    let record = ApiKeyRecord {
        id: ApiKeyId::new(at(), 4),
        user: UserId::new(at(), 1),
        name: name("Nightly script")?,
        hint: plain.hint(),
        scopes: vec![Scope::SearchesRead],
        created_at: at(),
        expires_at: None,
        last_used_at: None,
    };
    Some(ApiKeyView::new(&record, is_new.then_some(&plain)))
}

fn endpoint(is_new: bool) -> Option<WebhookEndpointView> {
    let secret = SigningSecret::new([19, 23]);
    let endpoint = Endpoint {
        id: WebhookEndpointId::new(at(), 5),
        user: UserId::new(at(), 1),
        target: Target::parse("https://hooks.example/jobs", Reach::Public).ok()?,
        description: name("Our channel"),
        secret: secret.clone(),
        previous: None,
        disabled: None,
        version: 1,
        created_at: at(),
        updated_at: at(),
    };
    let view = WebhookEndpointView::from(&endpoint);
    Some(if is_new { view.showing(&secret) } else { view })
}

fn delivery() -> WebhookDeliveryView {
    let endpoint = WebhookEndpointId::new(at(), 5);
    WebhookDeliveryView::from(&Delivery::webhook(DeliveryId::new(at(), 6), UserId::new(at(), 1), endpoint, None, at()))
}

fn listing() -> Arc<RawValue> {
    serde_json::value::to_raw_value(&example::summary()).map_or_else(|_| Arc::from(RawValue::NULL.to_owned()), Arc::from)
}

fn preview() -> Preview {
    let day = |back: i64| PreviewDay { on: at().minus(TimeDelta::days(back)).date(), matches: usize::from(back % 3 == 0) };
    Preview {
        query: QUERY.to_owned(),
        total: 10,
        days: (0..30).rev().map(day).collect(),
        examples: vec![listing()],
        next_week: Estimate { estimate: 2, least: 2, most: 3 },
    }
}

fn alerting() -> Alerting {
    Alerting {
        unmatched_changes: 0,
        overdue_matches: 0,
        oldest_overdue_at: None,
        deliveries: vec![DeliveryTally { channel: "email", state: "delivered", count: 1204, oldest_due_at: None }],
        skipped: vec![SkipTally { reason: "hidden".to_owned(), count: 17 }],
    }
}

fn exported() -> ExportedAlert {
    let alert = Alert { id: AlertId::new(at(), 3), user: UserId::new(at(), 1), kind: AlertKind::Digest, due_at: at(), created_at: at() };
    let item = Item { search: SavedSearchId::new(at(), 3), listing: example::listing().id, position: Some(0) };
    ExportedAlert { deliveries: self::alert().deliveries, ..ExportedAlert::new(&alert, &[item], &[]) }
}

fn alert() -> AlertView {
    let delivery = AlertDeliveryView {
        id: DeliveryId::new(at(), 5).to_string(),
        channel: "email",
        endpoint_id: None,
        state: "delivered",
        attempts: 0,
        last_status: Some(250),
        last_error: None,
        next_attempt_at: None,
        finished_at: Some(at()),
    };
    AlertView {
        id: AlertId::new(at(), 3).to_string(),
        kind: "digest",
        due_at: at(),
        created_at: at(),
        url: "https://api.example/v1/alerts/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA".to_owned(),
        deliveries: vec![delivery],
    }
}
