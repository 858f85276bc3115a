//! The program itself: what goes wrong at start is one sentence and a non-zero exit.

// A test that meets the unexpected fails on the spot.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

use std::net::TcpListener;
use std::process::{Command, Output};

use tempfile::TempDir;

fn remnavi(dir: &TempDir, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_remnavi"))
        .args(arguments)
        .env("REMNAVI_DATA_DIR", dir.path())
        .env("RUST_LOG", "error")
        .current_dir(dir.path())
        .output()
        .unwrap()
}

fn refused(dir: &TempDir, arguments: &[&str], with: &str) {
    let output = remnavi(dir, arguments);
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(!output.status.success(), "{arguments:?} should fail");
    assert!(said.contains(with), "{arguments:?} said {said:?}, expected something with {with:?}");
    assert_eq!(said.trim().lines().count(), 1, "one sentence, not {said:?}");
}

#[test]
fn a_database_that_cannot_be_used_is_one_sentence() {
    let dir = TempDir::new().unwrap();
    refused(&dir, &["migrate", "--database-url", "mysql://localhost/jobs"], "mysql");
    refused(&dir, &["migrate", "--database-url", "postgres://nobody@127.0.0.1:1/none"], "127.0.0.1");
    std::fs::write(dir.path().join("notes.txt"), "these are notes, no database, and long enough to be looked at closely ".repeat(40))
        .unwrap();
    refused(&dir, &["migrate", "--database-url", &format!("sqlite://{}", dir.path().join("notes.txt").display())], "notes.txt");
}

#[test]
fn a_port_in_use_is_one_sentence() {
    let dir = TempDir::new().unwrap();
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    refused(&dir, &["serve", "--listen", &taken.local_addr().unwrap().to_string()], "cannot listen at 127.0.0.1");
}

#[test]
fn what_cannot_be_fetched_is_said_before_anything_is() {
    let dir = TempDir::new().unwrap();
    refused(&dir, &["ingest", "--source", "nowhere"], "there is no source nowhere; there are adzuna,");
    refused(&dir, &["ingest", "--source", "lever"], "name one with --board");
    refused(&dir, &["ingest", "--dry-run"], "--source");
    let due = remnavi(&dir, &["ingest", "--json"]);
    assert_eq!((due.status.success(), String::from_utf8_lossy(&due.stdout).trim()), (true, "[]"), "nothing was named, so nothing is due");
}

#[test]
fn a_recording_is_replayed_once() {
    let dir = TempDir::new().unwrap();
    let recordings = dir.path().join("recordings/remotive");
    std::fs::create_dir_all(&recordings).unwrap();
    std::fs::write(
        recordings.join("jobs.json"),
        r#"{"job-count": 1, "total-job-count": 1, "jobs": [{"id": 1, "url": "https://board.example/1", "title": "Tester", "company_name": "Acme",
            "category": "QA", "job_type": "full_time", "publication_date": "2026-05-30T10:00:00", "candidate_required_location": "Worldwide", "salary": "", "description": "<p>Test.</p>"}]}"#,
    )
    .unwrap();
    std::fs::write(recordings.join("SOURCES.tsv"), "file\tdate\turl_shape\njobs.json\t2026-06-01\thttps://remotive.com/api/remote-jobs\n")
        .unwrap();
    let replay = || -> serde_json::Value {
        let output = remnavi(&dir, &["ingest", "--recorded", "recordings", "--json"]);
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        serde_json::from_slice(&output.stdout).unwrap()
    };
    let first = replay();
    assert_eq!(first["sources"][0]["source"], "remotive");
    assert_eq!(first["sources"][0]["accepted"], 1);
    assert_eq!(first["stored"]["new"], 1);
    let second = replay();
    assert_eq!(second["stored"]["new"], 0);
    assert_eq!(second["stored"]["unchanged"], 1);
}

#[test]
fn a_feed_is_imported_and_bad_lines_are_named() {
    let dir = TempDir::new().unwrap();
    std::fs::write(
        dir.path().join("feed.ndjson"),
        "{\"id\": \"1\", \"source\": \"acme-feed\", \"title\": \"Tester\", \"company\": \"Acme\", \"url\": \"https://acme.example/1\"}\nnot json\n",
    )
    .unwrap();
    let output = remnavi(&dir, &["import", "feed.ndjson", "--json"]);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let report: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!((&report["accepted"], &report["rejected"]), (&serde_json::json!(1), &serde_json::json!(1)));
}

#[test]
fn settings_say_where_they_came_from() {
    let dir = TempDir::new().unwrap();
    assert!(remnavi(&dir, &["migrate"]).status.success());
    let output = remnavi(&dir, &["doctor"]);
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{said}{}", String::from_utf8_lossy(&output.stderr));
    let line = said.lines().find(|line| line.starts_with("data_dir")).unwrap();
    assert!(line.ends_with("environment, REMNAVI_DATA_DIR"), "{line}");
}

#[test]
fn keys_are_rotated_and_listed() {
    let dir = TempDir::new().unwrap();
    let keys = |what: &str| -> Vec<String> {
        let output = remnavi(&dir, &["keys", what]);
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8_lossy(&output.stdout).lines().map(str::to_owned).collect()
    };
    assert_eq!(keys("list"), [""; 0]);
    assert!(keys("rotate")[0].ends_with("signs"));
    let two = keys("rotate");
    assert!(two.len() == 2 && two[0].ends_with("signs") && two[1].contains("verifies, retired at"), "{two:?}");
    assert_eq!(keys("list"), two);
}

#[test]
fn boards_are_added_listed_and_removed() {
    let dir = TempDir::new().unwrap();
    let boards = |arguments: &[&str]| -> String {
        let output = remnavi(&dir, &[&["boards"], arguments].concat());
        assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8_lossy(&output.stdout).trim().to_owned()
    };
    assert_eq!(boards(&["add", "greenhouse", "acme"]), "greenhouse acme: added; it is fetched when due");
    assert_eq!(boards(&["add", "https://jobs.lever.co/acme/123"]), "lever acme: added; it is fetched when due");
    assert_eq!(boards(&["add", "remotive"]), "remotive: added; it is fetched when due");
    assert!(boards(&["add", "greenhouse", "acme", "--json"]).contains("\"is_new\": false"));
    let listed: serde_json::Value = serde_json::from_str(&boards(&["list", "--state", "new", "--json"])).unwrap();
    assert_eq!(listed.as_array().unwrap().len(), 3);
    assert_eq!(
        (&listed[0]["board"], &listed[0]["state"], &listed[0]["trouble"]),
        (&"acme".into(), &"new".into(), &serde_json::Value::Null)
    );
    assert_eq!(boards(&["list", "--state", "retired"]), "0 boards");
    assert!(boards(&["remove", "lever", "acme"]).starts_with("lever acme: removed"));
    assert_eq!(boards(&["check", "--json"]), "[]", "none fails");
    assert_eq!(boards(&["discover", "https://jobs.ashbyhq.com/acme"]), "ashby acme (by its address)");
    assert!(boards(&["discover", "https://jobs.ashbyhq.com/acme", "--add"]).ends_with("ashby acme: added; it is fetched when due"));
    let found: serde_json::Value =
        serde_json::from_str(&boards(&["discover", "https://jobs.ashbyhq.com/acme", "--add", "--json"])).unwrap();
    assert_eq!((&found["found"][0]["board"], &found["added"]["is_new"]), (&"acme".into(), &false.into()));
    refused(&dir, &["boards", "remove", "lever", "acme"], "lever has no board \"acme\" here");
    refused(&dir, &["boards", "check", "lever", "acme"], "lever has no board \"acme\" here");
    refused(&dir, &["boards", "add", "nowhere", "acme"], "there is no source nowhere");
    refused(&dir, &["boards", "add", "lever"], "name one");
    refused(&dir, &["boards", "add", "https://acme.example/careers"], "remnavi boards discover");
    refused(&dir, &["boards", "list", "--state", "well"], "there are new, healthy, doubtful, failing, retired");
    refused(&dir, &["boards", "discover", "https://127.0.0.1:9/careers"], "not an address to fetch from");
}

#[test]
fn the_boards_to_begin_with_are_added_once() {
    let dir = TempDir::new().unwrap();
    let add = |arguments: &[&str]| {
        let output = remnavi(&dir, &[&["boards", "add", "--starter"], arguments].concat());
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        let said = String::from_utf8_lossy(&output.stdout).into_owned();
        said.split(' ').next().unwrap().parse::<usize>().unwrap()
    };
    let ashby = add(&["ashby"]);
    assert!(ashby > 20);
    assert!(ashby + add(&[]) >= 250);
    assert_eq!(add(&[]), 0);
}
