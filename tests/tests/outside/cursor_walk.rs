//! Walking by cursor: every listing once, at any page size, while listings change.

use std::collections::BTreeMap;

use proptest::prelude::*;
use tests::app::TestApp;
use tests::postings::posting;

const SORTS: &[&str] = &["-posted_at", "-salary", "-score"];

fn titles(n: usize) -> Vec<String> {
    (0..n).map(|i| format!("Tester {i}")).collect()
}

/// Walks to the end; after each page, `between` may change something.
fn walk(app: &TestApp, query: &str, mut between: impl FnMut(usize)) -> Vec<String> {
    let mut seen = Vec::new();
    let mut cursor: Option<String> = None;
    for page in 0.. {
        let at = cursor.map(|cursor| format!("&cursor={cursor}")).unwrap_or_default();
        let body = app.get(&format!("/v1/listings?{query}{at}")).json();
        seen.extend(body["items"].as_array().unwrap().iter().map(|item| item["title"].as_str().unwrap().to_owned()));
        cursor = body["page"]["next_cursor"].as_str().map(str::to_owned);
        if cursor.is_none() {
            break;
        }
        between(page);
    }
    seen
}

#[test]
fn each_listing_is_seen_once_while_others_arrive() {
    let postings =
        || titles(23).iter().enumerate().map(|(i, t)| posting(t).at(&format!("Company {i}")).days_old(i as i64).accept()).collect();
    TestApp::on_both(postings, |app| {
        let mut arrivals = 0;
        for sort in SORTS {
            for limit in [1, 4, 7, 23, 100] {
                let seen = walk(app, &format!("limit={limit}&sort={sort}"), |page| {
                    if page < 3 {
                        arrivals += 1;
                        app.add(vec![posting(&format!("Newcomer {arrivals}")).at("Late").accept()]);
                    }
                });
                let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
                seen.iter().for_each(|title| *counts.entry(title).or_default() += 1);
                assert!(counts.values().all(|count| *count == 1), "{sort} {limit}: something came twice");
                assert!(titles(23).iter().all(|title| counts.contains_key(title.as_str())), "{sort} {limit}: something is missing");
            }
        }
    });
}

#[test]
fn pages_can_be_walked_back() {
    let postings =
        || titles(9).iter().enumerate().map(|(i, t)| posting(t).at(&format!("Company {i}")).days_old(i as i64).accept()).collect();
    TestApp::on_both(postings, |app| {
        let first = app.get("/v1/listings?limit=4").json();
        let next = first["page"]["next_cursor"].as_str().unwrap();
        let second = app.get(&format!("/v1/listings?limit=4&cursor={next}")).json();
        let back = second["page"]["prev_cursor"].as_str().unwrap();
        let again = app.get(&format!("/v1/listings?limit=4&cursor={back}")).json();
        assert_eq!(again["items"], first["items"]);
    });
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]
    #[test]
    fn no_cursor_makes_the_server_fail(cursor in "[A-Za-z0-9_=-]{1,80}") {
        let answer = SHARED.get(&format!("/v1/listings?cursor={cursor}"));
        prop_assert_eq!(answer.status, 400);
    }
}

static SHARED: std::sync::LazyLock<TestApp> = std::sync::LazyLock::new(|| TestApp::embedded(tests::postings::dozen()));
