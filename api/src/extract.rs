//! From requests to values. `web::Query` of the framework can't read repeated keys; this can.

use actix_web::HttpRequest;
use actix_web::http::header;
use domain::id::ListingId;
use domain::query::Reader;

use crate::middleware;
use crate::problem::{Code, Problem};

/// The pairs of the query string, in order, repeated ones included.
pub fn pairs(request: &HttpRequest) -> Result<Vec<(String, String)>, Problem> {
    serde_html_form::from_str(request.query_string()).map_err(|_| Problem::new(Code::MalformedRequest, "The query string cannot be read."))
}

/// The listing that a path names. What is no identifier names nothing.
pub fn listing_id(text: &str) -> Result<ListingId, Problem> {
    ListingId::parse(text).map_err(|_| Problem::not_found())
}

/// Whether a request would rather have one media type than another, the default.
pub fn prefers(request: &HttpRequest, media: &str, default: &str) -> bool {
    let accept = request.headers().get(header::ACCEPT).and_then(|accept| accept.to_str().ok()).unwrap_or_default();
    let weight = |media| middleware::quality(accept, media).unwrap_or(0);
    weight(media) > weight(default)
}

/// Refuses every query parameter, for operations that take none.
pub fn nothing(request: &HttpRequest) -> Result<(), Problem> {
    let pairs = pairs(request)?;
    let mut reader = Reader::new(&pairs);
    reader.only(std::iter::empty());
    Ok(reader.finish()?)
}
