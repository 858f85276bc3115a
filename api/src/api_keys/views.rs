//! What is shown of a key.

use db::api_keys::ApiKeyRecord;
use domain::account::{ApiKey, Scope};
use domain::time::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;

use crate::page::{Page, Total};

/// A key for programs.
#[derive(Debug, Serialize, ToSchema)]
pub struct ApiKeyView {
    /// The identifier.
    #[schema(max_length = 32)]
    pub id: String,
    /// What its owner calls it.
    #[schema(max_length = 100)]
    pub name: String,
    /// The key itself: shown once, in the answer that makes it; null ever after, also when that request is repeated.
    #[schema(max_length = 42, required)]
    pub key: Option<String>,
    /// Its last four characters.
    #[schema(max_length = 4)]
    pub hint: String,
    /// What it may be used for.
    #[schema(max_items = 20)]
    pub scopes: Vec<&'static str>,
    /// When it was made.
    #[schema(value_type = String, format = DateTime)]
    pub created_at: Timestamp,
    /// When it ends; null for never.
    #[schema(value_type = Option<String>, format = DateTime, required)]
    pub expires_at: Option<Timestamp>,
    /// When it was last used, to the minute; null before the first time.
    #[schema(value_type = Option<String>, format = DateTime, required)]
    pub last_used_at: Option<Timestamp>,
}

impl ApiKeyView {
    /// A key as its owner sees it; in plain text only when it was just made.
    pub fn new(record: &ApiKeyRecord, plain: Option<&ApiKey>) -> ApiKeyView {
        ApiKeyView {
            id: record.id.to_string(),
            name: record.name.to_string(),
            key: plain.map(|key| key.reveal().to_owned()),
            hint: record.hint.clone(),
            scopes: record.scopes.iter().copied().map(Scope::slug).collect(),
            created_at: record.created_at,
            expires_at: record.expires_at,
            last_used_at: record.last_used_at,
        }
    }
}

/// One page of keys.
#[derive(Debug, Serialize, ToSchema)]
pub struct ApiKeyPage {
    /// The keys, the newest first.
    #[schema(max_items = 100)]
    pub items: Vec<ApiKeyView>,
    /// Where the page stands.
    pub page: Page,
    /// How many there are; null unless `include=total`.
    #[schema(required)]
    pub total: Option<Total>,
}
