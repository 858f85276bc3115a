//! What a person sees of their account.

use db::sessions::Session;
use db::users::User;
use domain::account::Name;
use domain::id::SessionId;
use domain::time::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;

use crate::page::{Page, Total};

/// An account.
#[derive(Debug, Serialize, ToSchema)]
pub struct Account {
    /// The identifier.
    #[schema(max_length = 32)]
    pub id: String,
    /// The e-mail address, proven.
    #[schema(format = "email", max_length = 254)]
    pub email: String,
    /// What the person wants to be called.
    #[schema(max_length = 100, required)]
    pub name: Option<String>,
    /// When the account was made.
    #[schema(value_type = String, format = DateTime)]
    pub created_at: Timestamp,
    /// When it last changed.
    #[schema(value_type = String, format = DateTime)]
    pub updated_at: Timestamp,
}

impl From<&User> for Account {
    fn from(user: &User) -> Account {
        Account {
            id: user.id.to_string(),
            email: user.email.to_string(),
            name: user.name.as_ref().map(Name::to_string),
            created_at: user.created_at,
            updated_at: user.updated_at,
        }
    }
}

/// One login.
#[derive(Debug, Serialize, ToSchema)]
pub struct SessionView {
    /// The identifier.
    #[schema(max_length = 32)]
    pub id: String,
    /// What the client said that it is, in its `User-Agent`.
    #[schema(max_length = 200, required)]
    pub client: Option<String>,
    /// Whether it is the one that asks.
    pub is_current: bool,
    /// When it began.
    #[schema(value_type = String, format = DateTime)]
    pub created_at: Timestamp,
    /// When it last got new tokens.
    #[schema(value_type = String, format = DateTime)]
    pub last_used_at: Timestamp,
    /// When it ends unless it is used before.
    #[schema(value_type = String, format = DateTime)]
    pub expires_at: Timestamp,
}

impl SessionView {
    /// A session as the caller of the current one sees it.
    pub fn new(session: &Session, current: SessionId) -> SessionView {
        SessionView {
            id: session.id.to_string(),
            client: session.client.clone(),
            is_current: session.id == current,
            created_at: session.created_at,
            last_used_at: session.last_used_at,
            expires_at: session.expires_at,
        }
    }
}

/// One page of sessions.
#[derive(Debug, Serialize, ToSchema)]
pub struct SessionPage {
    /// The sessions, the newest first.
    #[schema(max_items = 100)]
    pub items: Vec<SessionView>,
    /// Where the page stands.
    pub page: Page,
    /// How many there are; null unless `include=total`.
    #[schema(required)]
    pub total: Option<Total>,
}
