//! The OpenAPI document: complete, without loose ends, with examples that hold.

use std::collections::BTreeSet;
use std::path::Path;

use serde_json::Value;
use tests::contract::{DOCUMENT, resolve, validator};

fn operations() -> Vec<(String, &'static Value)> {
    let paths = DOCUMENT["paths"].as_object().unwrap();
    paths.iter().flat_map(|(path, item)| item.as_object().unwrap().iter().map(move |(m, op)| (format!("{m} {path}"), op))).collect()
}

fn references(value: &Value, found: &mut BTreeSet<String>) {
    match value {
        Value::Object(members) => members.iter().for_each(|(name, member)| match member {
            Value::String(target) if name == "$ref" => {
                found.insert(target.clone());
            }
            member => references(member, found),
        }),
        Value::Array(items) => items.iter().for_each(|item| references(item, found)),
        _ => {}
    }
}

#[test]
fn the_committed_document_is_the_code_s() {
    let committed = include_str!("../../../openapi/openapi.json");
    let current = api::openapi_json();
    let differing = committed.lines().zip(current.lines()).position(|(committed, current)| committed != current);
    assert_eq!(differing, None, "a line differs (from 0): cargo run -- openapi > openapi/openapi.json");
    assert_eq!(committed.lines().count(), current.lines().count(), "cargo run -- openapi > openapi/openapi.json");
}

#[test]
fn no_reference_points_nowhere() {
    let mut found = BTreeSet::new();
    references(&DOCUMENT, &mut found);
    let dangling: Vec<_> = found.iter().filter(|target| DOCUMENT.pointer(target.trim_start_matches('#')).is_none()).collect();
    assert!(dangling.is_empty(), "{dangling:?}");
}

/// The later of two schemas with one name would silently stand for both.
#[test]
fn schemas_have_names_of_their_own() {
    fn read(dir: &Path, names: &mut Vec<String>) {
        for entry in std::fs::read_dir(dir).unwrap().map(|entry| entry.unwrap().path()) {
            if entry.is_dir() {
                read(&entry, names);
                continue;
            }
            let code = std::fs::read_to_string(&entry).unwrap();
            let derived = code.split("ToSchema)]").skip(1).filter_map(|rest| {
                let line =
                    rest.lines().find(|line| line.starts_with("pub ") || line.starts_with("struct ") || line.starts_with("enum "))?;
                line.trim_start_matches("pub ").split_whitespace().nth(1)
            });
            names.extend(derived.map(|name| name.trim_matches(|c: char| !c.is_alphanumeric()).to_owned()));
        }
    }
    let mut names = Vec::new();
    read(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../api/src"), &mut names);
    assert!(names.len() > 50, "{names:?}");
    names.sort();
    let twice: Vec<_> = names.windows(2).filter(|pair| pair[0] == pair[1]).collect();
    assert!(twice.is_empty(), "{twice:?}");
}

#[test]
fn every_operation_explains_itself() {
    let mut ids = BTreeSet::new();
    for (name, operation) in operations() {
        for member in ["operationId", "summary", "description"] {
            assert!(operation[member].as_str().is_some_and(|text| !text.is_empty()), "{name} has no {member}");
        }
        assert_eq!(operation["tags"].as_array().map(Vec::len), Some(1), "{name} needs one tag");
        assert!(operation["security"].is_array(), "{name} must say whom it lets in");
        assert!(ids.insert(operation["operationId"].to_string()), "{name}: its id is taken");
        assert!(
            operation["responses"].as_object().is_some_and(|responses| responses.keys().any(|s| s.starts_with('2') || s.starts_with('3')))
        );
    }
    assert!(ids.len() >= 15);
}

#[test]
fn every_json_answer_has_an_example_that_holds() {
    for (name, operation) in operations() {
        for (status, response) in operation["responses"].as_object().unwrap() {
            for (media, content) in resolve(response)["content"]
                .as_object()
                .into_iter()
                .flatten()
                .filter(|(m, _)| m.ends_with("json") && *m != "application/x-ndjson")
            {
                let examples: Vec<&Value> = match (&content["example"], &content["examples"]) {
                    (Value::Null, Value::Object(many)) => many.values().map(|example| &example["value"]).collect(),
                    (Value::Null, _) => Vec::new(),
                    (one, _) => vec![one],
                };
                assert!(!examples.is_empty(), "{name} {status} {media} has no example");
                for example in examples {
                    let errors: Vec<String> =
                        validator(&content["schema"]).iter_errors(example).map(|e| format!("{}: {e}", e.instance_path())).collect();
                    assert!(errors.is_empty(), "{name} {status} {media}: {errors:#?}");
                }
            }
        }
    }
}

#[test]
fn every_request_body_has_an_example_that_holds_and_takes_nothing_else() {
    for (name, operation) in operations().into_iter().filter(|(_, operation)| operation["requestBody"].is_object()) {
        let content = operation["requestBody"]["content"].as_object().unwrap().values().next().unwrap();
        let validator = validator(&content["schema"]);
        let errors: Vec<String> = validator.iter_errors(&content["example"]).map(|e| format!("{}: {e}", e.instance_path())).collect();
        assert!(content["example"].is_object() && errors.is_empty(), "{name}: {errors:#?}");
        let mut other = content["example"].clone();
        other["no_such_member"] = true.into();
        assert!(!validator.is_valid(&other), "{name} takes members that it does not know");
    }
}
