//! Real answers against the OpenAPI document.

use std::collections::HashMap;
use std::sync::{Arc, LazyLock, Mutex};

use jsonschema::Validator;
use serde_json::{Value, json};

/// The document that the code generates.
pub static DOCUMENT: LazyLock<Value> = LazyLock::new(|| serde_json::from_str(&api::openapi_json()).unwrap());

static VALIDATORS: LazyLock<Mutex<HashMap<String, Arc<Validator>>>> = LazyLock::new(Mutex::default);

/// One answer, as far as the document speaks about it.
pub struct Answer<'a> {
    /// The request's method, in lower case.
    pub method: &'a str,
    /// The request's path, without the query.
    pub path: &'a str,
    /// The status.
    pub status: u16,
    /// The media type without parameters.
    pub media: Option<&'a str>,
    /// The names of the headers, in lower case.
    pub headers: Vec<&'a str>,
    /// The decoded body.
    pub body: &'a [u8],
}

/// Panics when an answer is not what the document promises.
pub fn check(answer: &Answer<'_>) {
    let Some(operation) = operation(answer.method, answer.path) else {
        assert!(answer.status >= 400 || answer.method == "options", "{} {} is not documented", answer.method, answer.path);
        return;
    };
    let what = format!("{} {} → {}", answer.method, answer.path, answer.status);
    let response = &operation["responses"][answer.status.to_string()];
    assert!(response.is_object(), "{what}: the status is not documented");
    let documented = resolve(response);
    for (name, header) in documented["headers"].as_object().into_iter().flatten() {
        let required = resolve(header)["required"] == json!(true);
        assert!(!required || answer.headers.contains(&name.to_lowercase().as_str()), "{what}: the header {name} is missing");
    }
    if answer.body.is_empty() || answer.method == "head" {
        return;
    }
    let media = answer.media.unwrap_or_else(|| panic!("{what}: no media type"));
    let content = &documented["content"][media];
    assert!(content.is_object(), "{what}: the media type {media} is not documented");
    if media == "application/x-ndjson" {
        let schema = if answer.path.starts_with("/v1/changes") { "ChangedListing" } else { "ListingSummary" };
        answer.body.split(|byte| *byte == b'\n').filter(|line| !line.is_empty()).for_each(|line| check_line(line, schema));
    } else if media.ends_with("json") {
        let body: Value = serde_json::from_slice(answer.body).unwrap_or_else(|e| panic!("{what}: {e}"));
        let errors: Vec<String> =
            validator(&content["schema"]).iter_errors(&body).map(|e| format!("{}: {e}", e.instance_path())).take(5).collect();
        assert!(errors.is_empty(), "{what}: the body is not what is documented: {errors:#?}");
    }
}

/// A line of an export, or of changes: what the schema with this name says.
fn check_line(line: &[u8], schema: &str) {
    let value: Value = serde_json::from_slice(line).unwrap();
    let schema = json!({ "$ref": format!("#/components/schemas/{schema}") });
    let errors: Vec<String> = validator(&schema).iter_errors(&value).map(|e| format!("{}: {e}", e.instance_path())).collect();
    assert!(errors.is_empty(), "{errors:#?}");
}

/// The operation that a path belongs to; literal segments before parameters.
fn operation(method: &str, path: &str) -> Option<&'static Value> {
    let paths = DOCUMENT["paths"].as_object()?;
    let item = paths.get(path).or_else(|| paths.iter().find(|(template, _)| fits(template, path)).map(|(_, item)| item))?;
    // HEAD answers as GET does.
    item.get(if method == "head" { "get" } else { method })
}

fn fits(template: &str, path: &str) -> bool {
    let (template, path): (Vec<_>, Vec<_>) = (template.split('/').collect(), path.split('/').collect());
    template.len() == path.len() && template.iter().zip(&path).all(|(t, p)| t == p || (t.starts_with('{') && !p.is_empty()))
}

/// Follows a reference into the document.
pub fn resolve(value: &'static Value) -> &'static Value {
    match value["$ref"].as_str() {
        Some(reference) => {
            resolve(DOCUMENT.pointer(reference.trim_start_matches('#')).unwrap_or_else(|| panic!("{reference} points nowhere")))
        }
        None => value,
    }
}

/// The validator of a schema of the document.
pub fn validator(schema: &Value) -> Arc<Validator> {
    let key = schema.to_string();
    let mut validators = VALIDATORS.lock().unwrap();
    validators
        .entry(key)
        .or_insert_with(|| {
            let mut whole = schema.clone();
            whole["components"] = DOCUMENT["components"].clone();
            Arc::new(jsonschema::options().should_validate_formats(true).build(&whole).unwrap())
        })
        .clone()
}
