//! Free text becomes filters, and what was found by shows where it stands.

// A test that meets the unexpected fails on the spot.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]
#![allow(missing_docs)]

mod support;

use std::sync::LazyLock;

use domain::query::SearchQuery;
use proptest::prelude::*;
use search::{Direction, Highlighter, Index, Request};
use support::{SMALL, listings, now};

/// The pieces as `parameter=value`, and the words left.
fn read(index: &Index, q: &str) -> (Vec<String>, Option<String>) {
    let resolved = index.generation().resolve(q);
    let pieces = resolved.pieces.into_iter().map(|piece| format!("{}={}", piece.parameter, piece.value)).collect();
    (pieces, resolved.query.q)
}

#[test]
fn what_people_type_becomes_filters() {
    let index = Index::in_memory().unwrap();
    let pieces = |q: &str| read(&index, q).0;
    assert_eq!(pieces("sr golang dev in lisbon"), ["seniority=senior", "skill=go", "role=backend-engineer", "work_from=PT"]);
    assert_eq!(pieces("SRE k8s"), ["role=site-reliability-engineer", "skill=kubernetes"]);
    assert_eq!(pieces("junior front end engineer, Poland"), ["seniority=junior", "role=frontend-engineer", "work_from=PL"]);
    assert_eq!(pieces("remote data scientist jobs in California"), ["work_mode=remote", "role=data-scientist", "work_from=US-CA"]);
    assert_eq!(pieces("part-time product designer europe"), ["employment_type=part_time", "role=product-designer", "region=EUROPE"]);
    assert_eq!(pieces("c++ node.js"), ["skill=cpp", "skill=nodejs"]);
}

#[test]
fn typing_errors_are_forgiven_and_told() {
    let index = Index::in_memory().unwrap();
    let resolved = index.generation().resolve("snior backnd enginer portugl");
    let pieces: Vec<_> =
        resolved.pieces.iter().map(|piece| (piece.text.as_str(), piece.value.as_str(), piece.corrected.as_deref())).collect();
    assert_eq!(
        pieces,
        [
            ("snior", "senior", Some("senior")),
            ("backnd enginer", "backend-engineer", Some("backend engineer")),
            ("portugl", "PT", Some("portugal"))
        ]
    );
    assert_eq!(resolved.query.q, None);
}

#[test]
fn what_stands_for_nothing_stays_text() {
    let index = Index::in_memory().unwrap();
    assert_eq!(read(&index, "Rust for the zebra fjord"), (vec!["skill=rust".to_owned()], Some("zebra fjord".to_owned())));
    assert_eq!(read(&index, "the jobs"), (Vec::new(), None));
    let skills = index.generation().resolve("rust golang").query;
    assert_eq!((skills.skill_all.len(), skills.skill.any.len()), (2, 0));
}

static EMPTY: LazyLock<Index> = LazyLock::new(|| Index::in_memory().unwrap());

proptest! {
    #[test]
    fn any_text_is_read(q in "\\PC{0,80}|[a-z ]{0,60}") {
        let resolved = EMPTY.generation().resolve(&q);
        prop_assert!(resolved.pieces.iter().all(|piece| !piece.text.is_empty()));
    }
}

fn highlighter(q: &str) -> Highlighter {
    let index = Index::in_memory().unwrap();
    let mut changes = listings(3, SMALL);
    changes[0].listing.title = "Backend Engineer".to_owned();
    index.apply(&changes).unwrap();
    let query = SearchQuery { q: Some(q.to_owned()), ..SearchQuery::default() };
    let request = Request {
        query: &query,
        now: now(),
        facets: &[],
        facet_limit: 0,
        limit: 1,
        after: None,
        direction: Direction::Forward,
        total: false,
    };
    index.generation().search(&request).unwrap().highlighter.unwrap()
}

fn shown(text: &str, spans: &[std::ops::Range<usize>]) -> Vec<String> {
    spans.iter().map(|span| text.chars().skip(span.start).take(span.len()).collect()).collect()
}

#[test]
fn words_are_shown_where_they_stand() {
    let title = "Sénior Back-End Engineer (Node.js)";
    let of = |q: &str| shown(title, &highlighter(q).in_title(title));
    assert_eq!(of("senior node.js"), ["Sénior", "Node.js"]);
    assert_eq!(of("backend"), ["Back-End"]);
    assert_eq!(of("\"engineer node\""), ["Engineer (Node"]);
    assert_eq!(of("enginer"), ["Engineer"], "what it was corrected to");
    assert_eq!(of("company:senior -engineer"), Vec::<String>::new());
    assert_eq!(of("js js engineer"), ["Engineer", "js"]);
}

#[test]
fn a_snippet_is_the_piece_that_shows_most() {
    let filler = "Lorem ipsum dolor sit amet. ".repeat(20);
    let text = format!("Rust here. {filler}Now Rust and payments together. {filler}");
    let snippet = highlighter("rust payments").snippet(&text).unwrap();
    assert!(snippet.text.chars().count() <= 240 && snippet.text.contains("Now Rust and payments together"), "{}", snippet.text);
    assert_eq!(shown(&snippet.text, &snippet.spans), ["Rust", "payments"]);
    let whole: String = text.chars().skip(snippet.start).take(snippet.text.chars().count()).collect();
    assert_eq!(whole, snippet.text);
    assert_eq!(highlighter("zebra").snippet(&text), None);
}

static RUST: LazyLock<Highlighter> = LazyLock::new(|| highlighter("rust"));

proptest! {
    #[test]
    fn snippets_are_pieces_of_any_text(text in "(\\PC{0,20}|rust | ){0,40}") {
        if let Some(snippet) = RUST.snippet(&text) {
            let length = snippet.text.chars().count();
            prop_assert!(length <= 240 && !snippet.spans.is_empty());
            prop_assert!(snippet.spans.iter().all(|span| span.start < span.end && span.end <= length));
            let whole: String = text.chars().skip(snippet.start).take(length).collect();
            prop_assert_eq!(whole, snippet.text);
        }
    }
}

#[test]
fn what_stands_for_nothing_stays_text_after_a_role_was_read() {
    let index = Index::in_memory().unwrap();
    let resolved = index.generation().resolve("remote golang engineer in portugal aws bluebarn");
    assert_eq!(resolved.query.q.as_deref(), Some("bluebarn"), "{resolved:?}");
}
