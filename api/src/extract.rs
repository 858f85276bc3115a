//! From requests to values. `web::Query` of the framework can't read repeated keys; this can.

use actix_web::HttpRequest;
use domain::id::ListingId;
use domain::query::Reader;

use crate::problem::{Code, Problem};

/// The pairs of the query string, in order, repeated ones included.
pub fn pairs(request: &HttpRequest) -> Result<Vec<(String, String)>, Problem> {
    serde_html_form::from_str(request.query_string()).map_err(|_| Problem::new(Code::MalformedRequest, "The query string cannot be read."))
}

/// The listing that a path names. What is no identifier names nothing.
pub fn listing_id(text: &str) -> Result<ListingId, Problem> {
    ListingId::parse(text).map_err(|_| Problem::not_found())
}

/// Refuses every query parameter, for operations that take none.
pub fn nothing(request: &HttpRequest) -> Result<(), Problem> {
    let pairs = pairs(request)?;
    let mut reader = Reader::new(&pairs);
    reader.only(std::iter::empty());
    Ok(reader.finish()?)
}
