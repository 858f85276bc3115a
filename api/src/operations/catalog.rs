//! `GET /.well-known/api-catalog`

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse, get};
use serde::Serialize;
use utoipa::ToSchema;

use crate::extract;
use crate::problem::{Problem, ProblemDocument};
use crate::reply::{self, Cache};
use crate::state::State;

/// A set of links (RFC 9264).
#[derive(Debug, Serialize, ToSchema)]
pub struct Linkset {
    /// The APIs.
    #[schema(max_items = 10)]
    pub linkset: Vec<ApiLinks>,
}

/// What is said of one API.
#[derive(Debug, Serialize, ToSchema)]
pub struct ApiLinks {
    /// The API.
    #[schema(format = "uri", max_length = 4000)]
    pub anchor: String,
    /// Its description for programs.
    #[serde(rename = "service-desc")]
    #[schema(max_items = 10)]
    pub service_desc: Vec<Link>,
    /// Its description for people.
    #[serde(rename = "service-doc")]
    #[schema(max_items = 10)]
    pub service_doc: Vec<Link>,
    /// Its health.
    #[schema(max_items = 10)]
    pub status: Vec<Link>,
}

/// A link.
#[derive(Debug, Serialize, ToSchema)]
pub struct Link {
    /// Where to.
    #[schema(format = "uri", max_length = 4000)]
    pub href: String,
    /// The media type there.
    #[serde(rename = "type")]
    #[schema(max_length = 100)]
    pub media: &'static str,
}

/// The catalogue of APIs
///
/// Where this server's API is described (RFC 9727).
#[utoipa::path(tag = "operations", responses((status = 200, description = "The catalogue.", body = Linkset, content_type = "application/linkset+json"), (status = 400, body = ProblemDocument)))]
#[get("/.well-known/api-catalog")]
pub async fn get_api_catalog(state: Data<State>, request: HttpRequest) -> Result<HttpResponse, Problem> {
    extract::nothing(&request)?;
    let catalog = catalog(|path| state.url(path));
    reply::typed(&catalog, "application/linkset+json", Cache::Long)
}

/// The catalogue, with addresses made by `url`.
pub fn catalog(url: impl Fn(&str) -> String) -> Linkset {
    let link = |path: &str, media| vec![Link { href: url(path), media }];
    Linkset {
        linkset: vec![ApiLinks {
            anchor: url("/v1"),
            service_desc: link("/openapi.json", "application/json"),
            service_doc: link("/docs/", "text/html"),
            status: link("/readyz", "application/json"),
        }],
    }
}
