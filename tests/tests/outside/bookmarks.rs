//! `/v1/bookmarks`, and `include_hidden=false` of searches

use serde_json::{Value, json};
use tests::app::TestApp;
use tests::postings::dozen;

#[test]
fn a_listing_is_saved_or_hidden() {
    TestApp::on_both(dozen, |app| {
        let ana = app.person("ana");
        let path = format!("/v1/bookmarks/{}", app.id_of("Data Engineer"));
        assert_eq!(ana.get(&path).status, 404);
        let put = |kind: &str| ana.send_json("PUT", &path, &json!({ "kind": kind }));
        assert_eq!((put("saved").status, put("saved").json()), (200, ana.get(&path).json()));
        let listed = ana.get("/v1/bookmarks?kind=saved").json();
        assert_eq!(listed["items"][0]["listing"]["title"], "Data Engineer");
        assert_eq!(put("hidden").json()["kind"], "hidden");
        assert_eq!(ana.get("/v1/bookmarks?kind=saved").json()["items"], json!([]));
        assert_eq!(ana.get("/v1/bookmarks?include=total").json()["total"]["value"], 1);
        assert_eq!((put("loved").status, put("").status), (422, 422));
        assert_eq!(ana.get("/v1/bookmarks?kind=loved").status, 400);
        assert_eq!((ana.send("DELETE", &path).status, ana.send("DELETE", &path).status), (204, 204));
        let nothing = "/v1/bookmarks/lst_00000000000000000000000000";
        assert_eq!((ana.send_json("PUT", nothing, &json!({ "kind": "saved" })).status, ana.send("DELETE", nothing).status), (404, 404));
        assert_eq!(app.person("bo").get(&path).status, 404);
    });
}

#[test]
fn hidden_listings_are_left_out_of_searches_that_ask_for_it() {
    TestApp::on_both(dozen, |app| {
        let ana = app.person("ana");
        let search = "/v1/listings?work_mode=any&limit=100&include=total&facets=role";
        let id = app.id_of("Data Engineer");
        ana.send_json("PUT", &format!("/v1/bookmarks/{id}"), &json!({ "kind": "hidden" }));
        let public = app.get(search);
        let mine = ana.get(&format!("{search}&include_hidden=false"));
        let total = |answer: &tests::app::Answer| answer.json()["total"]["value"].as_u64().unwrap();
        assert_eq!(total(&mine), total(&public) - 1);
        assert!(!mine.json()["items"].as_array().unwrap().iter().any(|item| item["id"] == id.as_str()));
        let counted = |answer: &tests::app::Answer| -> u64 {
            answer.json()["facets"]["role"].as_array().unwrap().iter().map(|value| value["count"].as_u64().unwrap()).sum()
        };
        assert_eq!(counted(&mine), counted(&public) - 1);
        assert_eq!(mine.header("cache-control"), Some("private, no-cache"));
        assert!(mine.header("vary").unwrap().contains("authorization"));
        let without_links = |answer: &tests::app::Answer| -> Value { answer.json() };
        assert_eq!(without_links(&ana.get(search)), public.json(), "a token never changes what a public address returns");
        assert_eq!(app.get(&format!("{search}&include_hidden=false")).status, 401);
        assert_eq!(app.get(&format!("{search}&include_hidden=true")).status, 200);
    });
}
