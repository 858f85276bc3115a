//! Whatever a platform sends, no connector panics, and one bad item costs no other.

#![allow(clippy::unwrap_used, clippy::panic)] // helpers of tests fail like tests

use std::path::{Path, PathBuf};

use domain::time::Timestamp;
use ingest::connector::{Board, Connector, FetchedPage, ParseError, ParsedPage};
use ingest::connectors;
use proptest::prelude::*;
use serde_json::{Value, json};

fn page(connector: &dyn Connector, body: Vec<u8>) -> FetchedPage {
    FetchedPage {
        board: Board { source: connector.descriptor().slug.clone(), slug: "acme".into() },
        url: "https://jobs.example/".into(),
        status: 200,
        content_type: None,
        body,
        fetched_at: Timestamp::parse_lenient("2026-08-15").unwrap(),
        context: String::new(),
    }
}

fn parse(connector: &dyn Connector, body: impl Into<Vec<u8>>) -> Result<ParsedPage, ParseError> {
    connector.parse(&page(connector, body.into()))
}

/// Every invented payload of a connector.
fn fixtures(connector: &dyn Connector) -> Vec<(PathBuf, Vec<u8>)> {
    let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/connectors").join(&connector.descriptor().slug).join("fixtures");
    let mut files: Vec<_> =
        std::fs::read_dir(&dir).unwrap_or_else(|e| panic!("{}: {e}", dir.display())).map(|entry| entry.unwrap().path()).collect();
    files.sort();
    assert!(!files.is_empty());
    files.into_iter().map(|file| (file.clone(), std::fs::read(file).unwrap())).collect()
}

fn for_each(check: impl Fn(&dyn Connector)) {
    assert!(connectors::all().len() >= 12);
    connectors::all().iter().for_each(|connector| check(*connector));
}

#[test]
fn what_is_no_list_is_an_error_and_nothing_is_complete() {
    let not_lists: [&[u8]; 9] = [
        b"",
        b" \r\n\t ",
        b"<!DOCTYPE html><html><body><form action=/login>Log in</form></body></html>",
        b"<html><script>location='/captcha'</script></html>",
        b"Too many requests",
        b"null",
        b"42",
        b"\"jobs\"",
        b"{}",
    ];
    for_each(|connector| {
        for body in not_lists {
            let answer = parse(connector, body);
            assert!(answer.is_err(), "{}: {:?}", connector.descriptor().slug, String::from_utf8_lossy(body));
            assert!(!answer.unwrap_err().to_string().is_empty());
        }
    });
}

#[test]
fn a_cut_answer_gives_whole_items_and_is_never_complete() {
    for_each(|connector| {
        for (file, whole) in fixtures(connector) {
            let all = parse(connector, whole.clone()).unwrap();
            let known: Vec<_> = all.postings.iter().map(|p| p.external_id.clone()).collect();
            let trimmed = whole.trim_ascii_end().len();
            for end in (0..trimmed.saturating_sub(1)).step_by(100).chain((trimmed.saturating_sub(40)..trimmed).filter(|end| *end > 0)) {
                let Ok(parsed) = parse(connector, &whole[..end]) else { continue };
                for posting in &parsed.postings {
                    assert!(known.contains(&posting.external_id), "{}: {} at {end}", file.display(), posting.external_id);
                }
                // The last bytes of an envelope may be lost without the list being cut.
                assert!(!parsed.complete || parsed.postings.len() == all.postings.len(), "{} at {end}", file.display());
            }
        }
    });
}

#[test]
fn depth_is_survived() {
    for_each(|connector| {
        for (open, close) in [("[", "]"), ("{\"jobs\":", "}"), ("{\"a\":[", "]}"), ("<a>", "</a>")] {
            let _ = parse(connector, open.repeat(100_000));
            let _ = parse(connector, format!("{}1{}", open.repeat(50_000), close.repeat(50_000)));
        }
    });
}

#[test]
fn other_encodings_are_decoded_or_refused() {
    for_each(|connector| {
        for (file, whole) in fixtures(connector) {
            let text = String::from_utf8(whole).unwrap();
            let plain = parse(connector, text.clone()).unwrap();
            let (expected, seen) = (plain.postings.len(), plain.seen());
            let with_mark = [b"\xEF\xBB\xBF", text.as_bytes()].concat();
            assert_eq!(parse(connector, with_mark).unwrap().postings.len(), expected, "{}", file.display());
            let wide: Vec<u8> = [0xFF, 0xFE].into_iter().chain(text.encode_utf16().flat_map(u16::to_le_bytes)).collect();
            assert_eq!(parse(connector, wide).unwrap().postings.len(), expected, "{}", file.display());
            // Latin-1 without a word about it: letters are lost, items are not.
            let narrow: Vec<u8> = text.chars().map(|c| u8::try_from(c).unwrap_or(b'?')).collect();
            assert_eq!(parse(connector, narrow).unwrap().seen(), seen, "{}", file.display());
        }
    });
}

#[test]
fn control_characters_and_scripts_do_not_get_through() {
    for_each(|connector| {
        for (_, whole) in fixtures(connector) {
            let poisoned = String::from_utf8(whole)
                .unwrap()
                .replace("<p>", "<p><script>alert('x')</script><img src=x onerror=y>\\u0000\\u001b[31m")
                .replace("&lt;p&gt;", "&lt;p&gt;&lt;script&gt;alert(1)&lt;/script&gt;");
            let Ok(parsed) = parse(connector, poisoned) else { continue };
            for posting in parsed.postings {
                let html = posting.description_html.to_lowercase();
                assert!(!html.contains("<script") && !html.contains("onerror") && !html.contains('\0'), "{html}");
                assert!(!posting.title.chars().any(char::is_control));
                assert!(posting.url.starts_with("http"));
            }
        }
    });
}

/// Does something to every list of objects: of the envelope only, or of the items too.
fn in_lists(value: &mut Value, change: &impl Fn(&mut Vec<Value>)) {
    match value {
        Value::Array(list) if list.iter().any(Value::is_object) => change(list),
        Value::Array(list) => list.iter_mut().for_each(|inner| in_lists(inner, change)),
        Value::Object(fields) => fields.values_mut().for_each(|inner| in_lists(inner, change)),
        _ => {}
    }
}

/// The payloads that are JSON, changed like this.
fn lies(connector: &dyn Connector, change: impl Fn(&mut Value)) -> Vec<(PathBuf, Value)> {
    let read = |(file, whole): (PathBuf, Vec<u8>)| Some((file, serde_json::from_slice::<Value>(&whole).ok()?));
    let changed = |(file, mut document): (PathBuf, Value)| {
        change(&mut document);
        (file, document)
    };
    fixtures(connector).into_iter().filter_map(read).map(changed).collect()
}

fn is_complete(connector: &dyn Connector, body: &Value) -> bool {
    parse(connector, body.to_string()).is_ok_and(|parsed| parsed.complete)
}

#[test]
fn an_empty_list_is_never_the_whole_list() {
    for_each(|connector| {
        for (file, document) in lies(connector, |document| in_lists(document, &|list| list.clear())) {
            assert!(!is_complete(connector, &document), "{}", file.display());
        }
        for root in ["rss><channel></channel></rss", "jobs></jobs", "source></source", "workzag-jobs></workzag-jobs", "feed></feed"] {
            assert!(!parse(connector, format!("<{root}>")).is_ok_and(|parsed| parsed.complete));
        }
    });
}

#[test]
fn items_with_renamed_fields_are_never_the_whole_list() {
    let rename = |item: &mut Value| {
        if let Value::Object(fields) = item {
            *fields = std::mem::take(fields).into_iter().map(|(name, value)| (format!("{name}_v2"), value)).collect();
        }
    };
    for_each(|connector| {
        for (file, document) in lies(connector, |document| in_lists(document, &|list| list.iter_mut().for_each(rename))) {
            assert!(!is_complete(connector, &document), "{}", file.display());
        }
    });
}

#[test]
fn a_total_that_the_items_contradict_is_never_the_whole_list() {
    fn forget(value: &mut Value, changed: &std::cell::Cell<bool>) {
        let Value::Object(fields) = value else { return };
        for (name, inner) in fields {
            let name = name.to_lowercase();
            if inner.is_number() && (name.contains("total") || name == "count") && !name.contains("page") {
                *inner = json!(0);
                changed.set(true);
            }
            forget(inner, changed);
        }
    }
    let changed = std::cell::Cell::new(false);
    for_each(|connector| {
        for (file, whole) in fixtures(connector) {
            let Ok(mut document) = serde_json::from_slice(&whole) else { continue };
            changed.set(false);
            forget(&mut document, &changed);
            assert!(!changed.get() || !is_complete(connector, &document), "{}", file.display());
        }
    });
}

#[test]
fn the_next_page_is_the_platforms_own_wherever_an_answer_points() {
    let host = |url: &str| url.split('/').nth(2).map(str::to_owned);
    for_each(|connector| {
        for (file, whole) in fixtures(connector) {
            let answer = page(connector, whole);
            let first = connector.first_page(&answer.board, None);
            let next = connector.parse(&answer).unwrap().next;
            assert!(next.is_none_or(|next| host(&next.url) == host(&first.url)), "{}", file.display());
        }
    });
}

#[test]
fn a_bad_neighbour_costs_no_item() {
    for_each(|connector| {
        for (file, whole) in fixtures(connector) {
            let Ok(mut document) = serde_json::from_slice::<Value>(&whole) else { continue };
            let expected = parse(connector, whole).unwrap().postings.len();
            let list = match &mut document {
                Value::Array(list) => list,
                Value::Object(fields) => {
                    match ["jobs", "offers", "content", "hits", "children", "data", "results", "result", "postings", "jobPostings"]
                        .iter()
                        .find(|name| fields.get(**name).is_some_and(Value::is_array))
                    {
                        Some(name) => fields.get_mut(*name).unwrap().as_array_mut().unwrap(),
                        None => continue,
                    }
                }
                _ => continue,
            };
            for bad in [json!(null), json!(5), json!("x"), json!([1, [2]]), json!({}), json!({"id": {}, "title": []})] {
                list.insert(list.len() / 2, bad);
            }
            let parsed = parse(connector, document.to_string()).unwrap();
            assert_eq!(parsed.postings.len(), expected, "{}", file.display());
            assert!(parsed.rejected.iter().all(|rejected| !rejected.detail.is_empty()));
        }
    });
}

/// Values that stand where something else is expected.
fn intruders() -> impl Strategy<Value = Value> {
    prop_oneof![
        Just(json!(null)),
        Just(json!(true)),
        Just(json!(0)),
        Just(json!(-1)),
        Just(json!(i64::MAX)),
        Just(json!(u64::MAX)),
        Just(json!(1e300)),
        Just(json!("")),
        Just(json!("9".repeat(400))),
        Just(json!("-273.15")),
        Just(json!("\u{0}\u{202e}\u{1F600}")),
        Just(json!([])),
        Just(json!({})),
        Just(json!([[[]]])),
        Just(json!({"name": [1], "min": {}, "id": false})),
        any::<String>().prop_map(|text| json!(text)),
        any::<i64>().prop_map(|number| json!(number)),
    ]
}

fn count(value: &Value) -> usize {
    1 + match value {
        Value::Array(list) => list.iter().map(count).sum(),
        Value::Object(fields) => fields.values().map(count).sum(),
        _ => 0,
    }
}

/// Puts the intruder in the place of the n-th value.
fn replace(value: &mut Value, n: &mut usize, intruder: &Value) {
    if *n == 0 {
        *value = intruder.clone();
        *n = usize::MAX;
        return;
    }
    *n -= 1;
    match value {
        Value::Array(list) => list.iter_mut().for_each(|inner| {
            if *n < usize::MAX / 2 {
                replace(inner, n, intruder)
            }
        }),
        Value::Object(fields) => fields.values_mut().for_each(|inner| {
            if *n < usize::MAX / 2 {
                replace(inner, n, intruder)
            }
        }),
        _ => {}
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn wrong_types_anywhere_cost_one_item_at_most(intruder in intruders(), place in any::<prop::sample::Index>()) {
        for_each(|connector| {
            for (file, whole) in fixtures(connector) {
                let Ok(mut document) = serde_json::from_slice::<Value>(&whole) else { continue };
                let expected = parse(connector, whole).unwrap().postings.len();
                let mut n = place.index(count(&document));
                replace(&mut document, &mut n, &intruder);
                // The envelope itself may have been hit: then it is an error, which closes nothing.
                if let Ok(parsed) = parse(connector, document.to_string()) {
                    let list_is_whole = parsed.seen() + 1 >= expected;
                    assert!(!list_is_whole || parsed.postings.len() + 2 >= expected, "{}", file.display());
                }
            }
        });
    }

    #[test]
    fn bytes_of_any_kind_are_survived(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        for_each(|connector| {
            let _ = parse(connector, bytes.clone());
            let _ = parse(connector, [b"{\"jobs\":[", bytes.as_slice()].concat());
            let _ = parse(connector, [b"<rss><item><title>", bytes.as_slice()].concat());
        });
    }
}
