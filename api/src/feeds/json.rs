//! `GET /v1/feeds/listings.json`

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse, get};
use domain::time::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;

use super::{Feed, Item};
use crate::listings::parameters::FeedParameters;
use crate::problem::{Problem, ProblemDocument};
use crate::reply::{self, Cache};
use crate::state::State;

/// A feed (JSON Feed 1.1).
#[derive(Debug, Serialize, ToSchema)]
pub struct JsonFeed {
    /// The version of the format.
    #[schema(max_length = 100)]
    pub version: &'static str,
    /// The search in words.
    #[schema(max_length = 100_000)]
    pub title: String,
    /// The search.
    #[schema(format = "uri", max_length = 20_000)]
    pub home_page_url: String,
    /// The feed itself.
    #[schema(format = "uri", max_length = 20_000)]
    pub feed_url: String,
    /// The listings.
    #[schema(max_items = 100)]
    pub items: Vec<JsonFeedItem>,
}

/// A listing in a feed.
#[derive(Debug, Serialize, ToSchema)]
pub struct JsonFeedItem {
    /// The listing's lasting address in this API.
    #[schema(format = "uri", max_length = 4000)]
    pub id: String,
    /// Where readers are sent.
    #[schema(format = "uri", max_length = 4000)]
    pub url: String,
    /// The title and the employer.
    #[schema(max_length = 2000)]
    pub title: String,
    /// The description as sanitised HTML, with what the sources want shown.
    #[schema(max_length = 1_000_000)]
    pub content_html: String,
    /// When it was published, or first seen where no source says so.
    #[schema(value_type = String, format = DateTime)]
    pub date_published: Timestamp,
    /// When its content last changed.
    #[schema(value_type = String, format = DateTime)]
    pub date_modified: Timestamp,
    /// The employer.
    #[schema(max_items = 1)]
    pub authors: Vec<JsonFeedAuthor>,
    /// The role and the skills.
    #[schema(max_items = 1000)]
    pub tags: Vec<&'static str>,
    /// The language (BCP 47); left out where it is not known, as the format wants it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 3, nullable = false)]
    pub language: Option<String>,
}

/// An employer.
#[derive(Debug, Serialize, ToSchema)]
pub struct JsonFeedAuthor {
    /// The name.
    #[schema(max_length = 1000)]
    pub name: String,
}

/// A search as a JSON Feed
///
/// The listings that a search finds, in its order, as JSON Feed 1.1. The same filters as the search.
#[utoipa::path(
    tag = "feeds",
    params(FeedParameters),
    responses((status = 200, description = "The feed.", body = JsonFeed, content_type = "application/feed+json"), (status = 400, body = ProblemDocument)),
)]
#[get("/v1/feeds/listings.json")]
pub async fn get_json_feed(state: Data<State>, request: HttpRequest) -> Result<HttpResponse, Problem> {
    reply::typed(&JsonFeed::from(Feed::read(&state, &request).await?), "application/feed+json", Cache::Public)
}

impl From<Feed> for JsonFeed {
    fn from(feed: Feed) -> JsonFeed {
        JsonFeed {
            version: "https://jsonfeed.org/version/1.1",
            title: feed.title,
            home_page_url: feed.home,
            feed_url: feed.own,
            items: feed.items.into_iter().map(JsonFeedItem::from).collect(),
        }
    }
}

impl From<Item> for JsonFeedItem {
    fn from(item: Item) -> JsonFeedItem {
        JsonFeedItem {
            id: item.id,
            url: item.url,
            title: item.title,
            content_html: item.html,
            date_published: item.published,
            date_modified: item.updated,
            authors: item.company.into_iter().map(|name| JsonFeedAuthor { name }).collect(),
            tags: item.tags,
            language: item.language,
        }
    }
}

/// An invented feed.
pub fn example() -> JsonFeed {
    JsonFeed::from(Feed::example("/v1/feeds/listings.json"))
}
