//! `POST /v1/saved-searches/{id}/rotate` and the feeds behind its addresses.

use chrono::TimeDelta;
use serde_json::{Value, json};
use tests::alerting::{Alerting, save};
use tests::app::TestApp;
use tests::postings::posting;

#[test]
fn a_saved_search_is_read_as_a_feed_by_whoever_knows_its_address() {
    TestApp::on_both(Vec::new, |app| {
        let (alerting, ana) = (Alerting::of(app), app.person("ana"));
        let search = save(&ana, "skill=rust", json!({ "name": "Rust from home", "channels": [] }));
        app.later(TimeDelta::seconds(1));
        app.add(["Acme", "Bluebarn", "Hidden Firm"].map(|firm| posting("Engineer").at(firm).saying("<p>Rust.</p>").accept()).to_vec());
        assert_eq!((alerting.matched(), alerting.digested()), (3, 0));
        let path = format!("/v1/saved-searches/{search}");
        let rotate = || ana.send("POST", &format!("{path}/rotate"));
        let made = rotate();
        assert_eq!((made.status, made.header("cache-control")), (200, Some("no-store")));
        let made = made.json();
        let address = |made: &Value, form: &str| app.path_of(made[form].as_str().unwrap()).to_owned();
        let feed = app.get(&address(&made, "json_url"));
        assert_eq!((feed.media(), feed.header("cache-control")), (Some("application/feed+json"), Some("private, no-cache")));
        let feed = feed.json();
        assert_eq!((&feed["title"], feed["items"].as_array().unwrap().len()), (&json!("RemNavi: Rust from home"), 3));
        let hidden = feed["items"].as_array().unwrap().iter().find(|item| item["authors"][0]["name"] == "Hidden Firm").unwrap();
        let id = hidden["id"].as_str().unwrap().rsplit('/').next().unwrap();
        ana.send_json("PUT", &format!("/v1/bookmarks/{id}"), &json!({ "kind": "hidden" }));
        let atom = app.get(&address(&made, "atom_url"));
        let parsed = feed_rs::parser::parse(atom.body.as_slice()).unwrap();
        assert_eq!((atom.media(), parsed.entries.len()), (Some("application/atom+xml"), 2), "what is hidden is left out");
        assert_eq!(ana.get(&path).json()["channels"], json!(["feed"]));
        let fresh = rotate().json();
        assert_eq!(app.get(&address(&made, "json_url")).status, 404, "the old address leads nowhere");
        assert_eq!(app.get(&address(&fresh, "json_url")).status, 200);
        ana.send_json("PATCH", &path, &json!({ "channels": ["email"] }));
        assert_eq!(app.get(&address(&fresh, "atom_url")).status, 404, "nor does it without the channel");
        let bo = app.person("bo");
        assert_eq!(bo.send("POST", &format!("{path}/rotate")).status, 404);
    });
}
