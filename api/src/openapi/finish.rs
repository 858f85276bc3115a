//! What holds for every operation: answers of the middleware, headers, bounds, examples.

// Members of a document that this program itself makes are set by name, which never fails on an object.
#![allow(clippy::indexing_slicing)]

use serde_json::{Map, Value, json};

use super::{examples, schemas};
use crate::cursor::FIRST;
use crate::problem::{Code, Problem, ProblemDocument};

/// Tags with what they are about.
const TAGS: &[(&str, &str)] = &[
    ("listings", "Jobs: searching them, and everything about one."),
    ("feeds", "Searches as feeds and as files."),
    ("changes", "What changed, for those who keep a copy."),
    ("search", "Help with searching."),
    ("taxonomy", "Families, roles and skills, with live counts."),
    ("guides", "What a role is, in words, with figures that are live."),
    ("market", "What listings pay, and how the market stands."),
    ("companies", "Employers, by what their open listings say."),
    ("score", "How much a job text tells a candidate, and the rules of it."),
    ("sources", "The platforms that jobs come from."),
    ("accounts", "Signing up, logging in, and what belongs to the account."),
    ("saved-searches", "Searches that are kept, tried, and that tell."),
    ("bookmarks", "Listings that the caller saved or hid."),
    ("api-keys", "Keys for programs."),
    ("webhooks", "Where third parties take what saved searches tell, and what was sent there."),
    ("operations", "Health, this document, and pages about problems."),
];

/// Problems that any operation can answer with.
const ALWAYS: &[Code] = &[Code::NotAcceptable, Code::UriTooLong, Code::QuotaExceeded, Code::Internal, Code::Overloaded, Code::Timeout];

/// Adds to a document what its operations have in common.
pub fn finish(document: &mut Value) {
    document["info"] = json!({
        "title": "RemNavi",
        "version": env!("CARGO_PKG_VERSION"),
        "summary": "Remote jobs: from where they may be done, and what they pay.",
        "description": "Search remote jobs gathered from many platforms. Every answer says how the request was read; every derived value carries the words it was read from. \
            Clients ignore members that they do not know: new members and enum values may come at any time.",
        "license": { "name": "MIT OR Apache-2.0", "identifier": "MIT OR Apache-2.0" },
    });
    document["servers"] = json!([{ "url": "/", "description": "This server." }]);
    document["tags"] = TAGS.iter().map(|(name, about)| json!({ "name": name, "description": about })).collect();
    document["components"]["headers"] = headers();
    document["components"]["securitySchemes"] = security_schemes();
    let mut bodies = Vec::new();
    let operations = document["paths"].as_object_mut().into_iter().flatten();
    for (path, item) in operations {
        for (method, operation) in item.as_object_mut().into_iter().flatten() {
            finish_operation(path, method, operation);
            bodies.extend(finish_body(operation));
        }
    }
    // A typing error in a request never passes silently.
    for name in bodies {
        let schema = &mut document["components"]["schemas"][name];
        schema["additionalProperties"] = json!(false);
        if schema.pointer("/properties/query").is_some() {
            schema["properties"]["query"] = schemas::query();
        }
        if schema.pointer("/properties/url").is_some() {
            schema["properties"]["url"] = schemas::target();
        }
    }
    share_parameters(document);
    document["components"]["schemas"]["SparseListing"] = json!({
        "type": "object",
        "description": "A listing of which `fields` asked for some members only; they look as they do in `ListingSummary`.",
        "required": ["id"],
        "properties": { "id": { "$ref": "#/components/schemas/ListingSummary/properties/id" } },
    });
    for (_, schema) in document["components"]["schemas"].as_object_mut().into_iter().flatten() {
        bound(schema);
    }
}

/// Describes once what several operations take alike: the filters of a search fill pages.
fn share_parameters(document: &mut Value) {
    let mut seen: Map<String, Value> = Map::new();
    let mut shared: Map<String, Value> = Map::new();
    let each = |document: &mut Value, visit: &mut dyn FnMut(&str, &mut Value)| {
        let items = document["paths"].as_object_mut().into_iter().flatten().filter_map(|(_, item)| item.as_object_mut());
        for operation in items.flatten().map(|(_, operation)| operation) {
            let parameters = operation.get_mut("parameters").and_then(Value::as_array_mut).into_iter().flatten();
            for parameter in parameters.filter(|parameter| parameter["in"] == "query") {
                let name = parameter["name"].as_str().unwrap_or_default().to_owned();
                visit(&name, parameter);
            }
        }
    };
    each(document, &mut |name, parameter| match seen.get(name) {
        None => drop(seen.insert(name.to_owned(), parameter.clone())),
        Some(before) if before == parameter => drop(shared.insert(name.to_owned(), parameter.clone())),
        Some(_) => {}
    });
    each(document, &mut |name, parameter| {
        if shared.get(name) == Some(parameter) {
            *parameter = json!({ "$ref": format!("#/components/parameters/{name}") });
        }
    });
    document["components"]["parameters"] = shared.into();
}

/// The schema of a parameter of which only some values can be made up from the document: a program that does so takes the first
/// branch. (`utoipa` has no such schema, so it is put in at the end.)
fn half_known(name: &str) -> Option<Value> {
    let (known, others) = match name {
        // Cursors are signed.
        "cursor" => (
            json!({ "const": FIRST, "description": "The first page, as without a cursor." }),
            "A cursor that an answer gave, at most 256 characters; none can be made up.",
        ),
        // A number that was not given out yet is refused.
        "since" => {
            (json!({ "const": "chg-0", "description": "All changes, as without a cursor." }), "A cursor that an answer gave, as chg-120.")
        }
        // Months differ in length, and the future is refused.
        "as_of" => (
            json!({ "pattern": r"^20([01][0-9]|2[0-5])-(0[1-9]|1[0-2])-(0[1-9]|1[0-9]|2[0-8])$", "maxLength": 10, "description": "A day that every calendar has." }),
            "Any other day up to today, as 2026-05-31.",
        ),
        _ => return None,
    };
    Some(json!({ "type": "string", "anyOf": [known, { "not": {}, "description": others }] }))
}

/// Gives the body of a request its example, and names its schema.
fn finish_body(operation: &mut Value) -> Option<String> {
    let id = operation["operationId"].as_str().unwrap_or_default().to_owned();
    let body = operation.get_mut("requestBody")?;
    body["required"] = json!(true);
    let (_, content) = body.get_mut("content")?.as_object_mut()?.iter_mut().next()?;
    content["example"] = examples::body_of(&id);
    Some(content.pointer("/schema/$ref")?.as_str()?.rsplit('/').next()?.to_owned())
}

fn security_schemes() -> Value {
    json!({
        "access_token": { "type": "http", "scheme": "bearer", "bearerFormat": "JWT", "description": "An access token of a login, good for ten minutes." },
        "api_key": { "type": "http", "scheme": "bearer", "description": "An API key (`rnv_…`) with the scope that the operation names." },
    })
}

/// The problems that come with what an operation takes: credentials, bodies, keys for repeating.
fn problems_of(path: &str, operation: &Value) -> Vec<Code> {
    let mut problems: Vec<Code> = ALWAYS.to_vec();
    problems.push(Code::InvalidParameter);
    if path.contains('{') {
        problems.push(Code::NotFound);
    }
    if operation["security"].as_array().is_some_and(|schemes| !schemes.is_empty()) {
        problems.extend([Code::Unauthenticated, Code::Forbidden]);
    }
    if operation.get("requestBody").is_some() {
        problems.extend([Code::ContentTooLarge, Code::UnsupportedMediaType, Code::ValidationFailed]);
    }
    let declared = |status: &str| operation.pointer(&format!("/responses/{status}")).is_some();
    let by_status = [
        ("401", Code::Unauthenticated),
        ("403", Code::Forbidden),
        ("409", Code::Conflict),
        ("410", Code::Gone),
        ("412", Code::PreconditionFailed),
    ];
    problems.extend(by_status.into_iter().filter(|(status, _)| declared(status)).map(|(_, code)| code));
    problems
}

fn finish_operation(path: &str, method: &str, operation: &mut Value) {
    if operation.get("security").is_none() {
        operation["security"] = json!([]);
    }
    let id = operation["operationId"].as_str().unwrap_or_default().to_owned();
    let is_health = matches!(path, "/livez" | "/readyz");
    for parameter in operation.get_mut("parameters").and_then(Value::as_array_mut).into_iter().flatten() {
        if let Some(schema) = parameter["name"].as_str().and_then(half_known) {
            parameter["schema"] = schema;
        }
    }
    let problems = problems_of(path, operation);
    let Some(responses) = operation["responses"].as_object_mut() else { return };
    for code in problems {
        responses.insert(code.status().as_u16().to_string(), problem(path, code));
    }
    let has_tag = method == "get" && !is_health && !path.starts_with("/v1/exports/");
    if has_tag && !path.ends_with("/apply") {
        responses.insert(
            "304".to_owned(),
            json!({ "description": "The client has this representation.", "headers": refs(&["ETag", "X-Request-Id"]) }),
        );
    }
    if let Some(found) = responses.get_mut("302") {
        merge(&mut found["headers"], refs(&["Cache-Control", "RateLimit", "RateLimit-Policy", "X-Request-Id"]));
        found["headers"]["Location"]["schema"] = json!({ "type": "string", "format": "uri" });
    }
    if let Some(nothing) = responses.get_mut("204") {
        nothing["headers"] = refs(&["Cache-Control", "RateLimit", "RateLimit-Policy", "X-Request-Id"]);
    }
    for status in ["200", "201", "202"] {
        let Some(ok) = responses.get_mut(status) else { continue };
        let mut names = vec!["Cache-Control", "RateLimit", "RateLimit-Policy", "X-Request-Id"];
        names.extend(has_tag.then_some("ETag"));
        names.extend((status == "201" || (status == "202" && path.starts_with("/v1/webhook"))).then_some("Location"));
        names.extend(
            ok.pointer("/content/application~1json/schema/$ref").and_then(Value::as_str).filter(|r| r.ends_with("Page")).map(|_| "Link"),
        );
        merge(&mut ok["headers"], refs(&names));
        for (media, content) in ok["content"].as_object_mut().into_iter().flatten() {
            if media.ends_with("json") && media != "application/x-ndjson" {
                content["example"] = examples::of(&id);
            } else {
                content["schema"] = json!({ "type": "string", "maxLength": 1_000_000_000 });
            }
        }
        if id == "get_listing" {
            ok["content"]["application/ld+json"] = json!({ "schema": { "type": "object" }, "example": examples::job_posting() });
        }
    }
}

/// The answer that refuses with a code.
fn problem(path: &str, code: Code) -> Value {
    let mut names = vec!["Cache-Control", "RateLimit", "RateLimit-Policy", "X-Request-Id"];
    names.extend(matches!(code, Code::QuotaExceeded | Code::Overloaded).then_some("Retry-After"));
    names.extend((code == Code::Unauthenticated).then_some("WWW-Authenticate"));
    let mut problem = Problem::new(code, code.about());
    if code == Code::InvalidParameter {
        problem.violations = examples::violations();
    }
    if code == Code::ValidationFailed {
        problem.violations = examples::body_violations();
    }
    if code == Code::Gone {
        problem.listing = Some(Box::new(examples::closed_listing()));
    }
    let example = ProblemDocument::new(&problem, "https://api.example", path, "req_01jwnb3q8e0123456789abcdef");
    json!({
        "description": format!("{}. {}", code.title(), code.about()),
        "headers": refs(&names),
        "content": { "application/problem+json": { "schema": { "$ref": "#/components/schemas/Problem" }, "example": example } },
    })
}

fn headers() -> Value {
    let header = |about: &str, required: bool, schema: Value| json!({ "description": about, "required": required, "schema": schema });
    let text = |most: u32| json!({ "type": "string", "maxLength": most });
    json!({
        "Cache-Control": header("How long the answer may be kept (RFC 9111).", true, text(100)),
        "ETag": header("A weak tag of the representation, for `If-None-Match` (RFC 9110).", true, text(100)),
        "Location": header("Where the new resource is.", true, json!({ "type": "string", "format": "uri-reference", "maxLength": 1000 })),
        "WWW-Authenticate": header("How to authenticate, and what was wrong (RFC 6750).", true, text(300)),
        "Link": header("The pages `self`, `first`, `next` and `prev` (RFC 8288).", true, text(100_000)),
        "RateLimit": header("What is left of the quota, and when it begins anew.", true, text(100)),
        "RateLimit-Policy": header("The quota: requests and seconds.", true, text(100)),
        "Retry-After": header("Seconds until it is worth trying again.", true, json!({ "type": "integer", "minimum": 1, "maximum": 86_400 })),
        "X-Request-Id": header("The request's identifier, the client's own where it sent a sound one.", true, json!({ "type": "string", "pattern": "^[A-Za-z0-9_-]{8,64}$", "maxLength": 64 })),
    })
}

fn refs(names: &[&str]) -> Value {
    let refs: Map<String, Value> =
        names.iter().map(|name| ((*name).to_owned(), json!({ "$ref": format!("#/components/headers/{name}") }))).collect();
    refs.into()
}

fn merge(into: &mut Value, from: Value) {
    if let Value::Object(from) = from {
        match into {
            Value::Object(into) => into.extend(from),
            other => *other = from.into(),
        }
    }
}

/// Gives every string, number and list the bounds that it has anyway, where its type states none.
fn bound(schema: &mut Value) {
    match schema {
        Value::Object(members) => {
            let is = |members: &Map<String, Value>, kind: &str| match members.get("type") {
                Some(Value::String(name)) => name == kind,
                Some(Value::Array(names)) => names.iter().any(|name| name == kind),
                _ => false,
            };
            let lacks = |members: &Map<String, Value>, names: &[&str]| names.iter().all(|name| !members.contains_key(*name));
            if is(members, "string") && lacks(members, &["maxLength", "format", "enum", "const", "pattern"]) {
                members.insert("maxLength".to_owned(), json!(10_000));
            }
            if is(members, "array") && lacks(members, &["maxItems"]) {
                members.insert("maxItems".to_owned(), json!(1_000));
            }
            // Widths of the program's own types say nothing to a client.
            if matches!(members.get("format").and_then(Value::as_str), Some("int32" | "int64" | "double")) {
                members.remove("format");
            }
            members.values_mut().for_each(bound);
        }
        Value::Array(items) => items.iter_mut().for_each(bound),
        _ => {}
    }
}
