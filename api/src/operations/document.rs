//! `GET /openapi.json`

use actix_web::http::header;
use actix_web::{HttpRequest, HttpResponse, get};
use serde_json::Value;

use crate::extract;
use crate::openapi::openapi_json;
use crate::problem::{Problem, ProblemDocument};
use crate::reply::Cache;

/// The OpenAPI document
///
/// This document, as the running program generates it.
#[utoipa::path(tag = "operations", responses((status = 200, description = "The document.", body = Object), (status = 400, body = ProblemDocument)))]
#[get("/openapi.json")]
pub async fn get_openapi(request: HttpRequest) -> Result<HttpResponse, Problem> {
    extract::nothing(&request)?;
    let mut response = HttpResponse::Ok();
    response.insert_header((header::CONTENT_TYPE, "application/json")).insert_header((header::CACHE_CONTROL, Cache::Long.value()));
    Ok(response.body(openapi_json()))
}

/// What the document says of itself as an example.
pub fn example() -> Value {
    serde_json::json!({ "openapi": "3.1.0", "info": { "title": "RemNavi", "version": env!("CARGO_PKG_VERSION") }, "paths": {} })
}
