//! Feeds, good and bad.

use std::io::Write;
use std::sync::atomic::{AtomicU64, Ordering};

use db::Db;
use db::test::TestDb;
use domain::eligibility::Scope;
use flate2::Compression;
use flate2::write::GzEncoder;
use ingest::import::{self, ImportReport};
use ingest::store::Store;
use proptest::prelude::*;

use crate::make::{at, listings};

fn try_import(db: &Db, feed: &[u8]) -> Result<ImportReport, ingest::Error> {
    let count = AtomicU64::new(1);
    let random = || u128::from(count.fetch_add(1, Ordering::Relaxed)) << 3;
    import::run(feed, &Store::new(db, &random), at(0), &mut |_| {})
}

fn import(db: &Db, feed: &[u8]) -> ImportReport {
    try_import(db, feed).unwrap()
}

const GOOD: &str = r#"{"id": "1", "source": "Acme Feed", "title": "Tester", "company": "Acme", "url": "https://acme.example/1", "location": "Remote", "remote": true,
    "description": "<p>You test.</p>", "description_format": "html", "salary_min": 50000, "salary_max": 60000, "salary_currency": "EUR", "salary_period": "year",
    "countries": ["PT", "ES"], "skills": ["Rust", "sql"], "role": "qa-engineer", "seniority": "senior", "employment_type": "full_time", "posted_at": "2026-11-01"}"#;

fn line() -> String {
    GOOD.replace('\n', " ")
}

#[test]
fn given_values_are_taken_as_given() {
    for test in TestDb::each() {
        let report = import(test.db(), line().as_bytes());
        assert_eq!((report.accepted, report.rejected), (1, 0));
        assert!(report.unknown.is_empty(), "{:?}", report.unknown);
        let listing = listings(test.db()).remove(0);
        assert_eq!((listing.role.slug(), listing.seniority.slug()), ("qa-engineer", "senior"));
        assert_eq!(listing.skills.iter().map(|s| s.slug()).collect::<std::collections::BTreeSet<_>>(), ["rust", "sql"].into());
        assert_eq!((listing.eligibility.scope, listing.eligibility.countries.len()), (Scope::Places, 2));
        assert_eq!(listing.salary.unwrap().min().unwrap().major_rounded(), 50_000);
        assert_eq!(listing.sources[0].source, "acme-feed");
        let sources = test.db().read_blocking(db::sources::all).unwrap();
        assert_eq!(sources[0].descriptor.name, "Acme Feed");
    }
}

#[test]
fn a_bad_line_is_named_and_stops_nothing() {
    for test in TestDb::each() {
        let mut feed =
            b"\xEF\xBB\xBFnot json\n\n{\"title\": 5}\n{\"id\": \"2\", \"title\": [], \"url\": \"https://acme.example/2\"}\n\xff\xfe\n"
                .to_vec();
        feed.extend(line().as_bytes());
        feed.extend(b"\n{\"id\": \"3\", \"title\": \"Cook\", \"url\": \"javascript:alert(1)\"}\n");
        feed.extend(b"{\"id\": \"4\", \"title\": \"Cook\", \"url\": \"https://acme.example/4\", \"role\": \"wizard\", \"mood\": \"good\"}");
        let report = import(test.db(), &feed);
        assert_eq!((report.lines, report.accepted, report.rejected), (7, 2, 5));
        let lines: Vec<&str> = report.examples.iter().map(|example| example.item.as_str()).collect();
        assert_eq!(lines, ["line 1", "line 3", "line 4", "line 5", "line 7"]);
        assert_eq!(report.reasons, [("malformed", 3), ("no_address", 1), ("no_id", 1)].map(|(r, n)| (r.to_owned(), n)).into());
        let unknown: Vec<_> = report.unknown.iter().map(|u| format!("{}={}", u.field, u.value)).collect();
        assert_eq!(unknown, ["member=mood", "role=wizard"]);
    }
}

#[test]
fn gzip_is_recognised_also_in_several_members() {
    for test in TestDb::each() {
        let member = |text: &str| {
            let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
            encoder.write_all(text.as_bytes()).unwrap();
            encoder.finish().unwrap()
        };
        let mut feed = member(&(line() + "\n"));
        feed.extend(member(&line().replace("\"1\"", "\"2\"")));
        assert_eq!(import(test.db(), &feed).accepted, 2);
    }
}

#[test]
fn a_feed_that_breaks_off_keeps_what_came_before() {
    for test in TestDb::each() {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::none());
        for n in 0..1500 {
            encoder.write_all((line().replace("\"1\"", &format!("\"{n}\"")) + "\n").as_bytes()).unwrap();
        }
        let mut feed = encoder.finish().unwrap();
        feed.truncate(feed.len() - 20);
        assert!(try_import(test.db(), &feed).is_err());
        assert!(!listings(test.db()).is_empty());
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]
    #[test]
    fn any_bytes_are_survived(feed in proptest::collection::vec(any::<u8>(), 0..400)) {
        thread_local!(static DB: TestDb = TestDb::sqlite());
        DB.with(|test| {
            // Either a report or an error about the gzip; never a panic.
            let _ = try_import(test.db(), &feed);
        });
    }
}
