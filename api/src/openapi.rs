//! The OpenAPI document: what the handlers say of themselves, and what holds for all of them.

mod examples;
mod finish;
pub mod schemas;

use std::sync::LazyLock;

use actix_web::App;
use serde_json::Value;
use utoipa_actix_web::AppExt;

use crate::routes;

/// The document, finished.
pub static DOCUMENT: LazyLock<Value> = LazyLock::new(|| {
    let (_, described) = App::new().into_utoipa_app().configure(routes::all).split_for_parts();
    let mut document = serde_json::to_value(described).unwrap_or_default();
    finish::finish(&mut document);
    document
});

static TEXT: LazyLock<String> = LazyLock::new(|| {
    let mut text = serde_json::to_string_pretty(&*DOCUMENT).unwrap_or_default();
    text.push('\n');
    text
});

/// The document as text; the same for the same code.
pub fn openapi_json() -> String {
    TEXT.clone()
}
