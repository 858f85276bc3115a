//! `GET /v1/saved-searches/{id}/matches`

use chrono::TimeDelta;
use db::matches::{self, NewMatch};
use domain::id::{ListingId, SavedSearchId};
use serde_json::{Value, json};
use tests::app::TestApp;
use tests::postings::dozen;

fn titles(page: &Value) -> Vec<String> {
    page["items"].as_array().unwrap().iter().map(|item| item["listing"]["title"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn matches_are_walked_newest_first_without_what_is_hidden() {
    TestApp::on_both(dozen, |app| {
        let ana = app.person("ana");
        let made = ana.send_json("POST", "/v1/saved-searches", &json!({ "name": "Any", "query": "q=engineer&work_mode=any" }));
        let path = format!("{}/matches", made.header("location").unwrap());
        let empty = ana.get(&path).json();
        assert_eq!((&empty["items"], &empty["page"]["next_cursor"]), (&json!([]), &Value::Null));
        let search = SavedSearchId::parse(made.json()["id"].as_str().unwrap()).unwrap();
        let listed = app.get("/v1/listings?work_mode=any&limit=7").json();
        let found: Vec<NewMatch> = listed["items"]
            .as_array()
            .unwrap()
            .iter()
            .zip(0..)
            .map(|(item, n)| {
                let listing = ListingId::parse(item["id"].as_str().unwrap()).unwrap();
                NewMatch { search, listing, matched_at: app.now().minus(TimeDelta::hours(n / 2)), due_at: None }
            })
            .collect();
        app.db().write_blocking(|c| matches::add(c, &found)).unwrap();
        let all = titles(&ana.get(&format!("{path}?limit=100")).json());
        assert_eq!(all.len(), 7);
        let mut walked = Vec::new();
        let mut page = ana.get(&format!("{path}?limit=3&include=total")).json();
        assert_eq!(page["total"]["value"], 7);
        loop {
            walked.extend(titles(&page));
            let Some(next) = page["page"]["next_cursor"].as_str() else { break };
            page = ana.get(&format!("{path}?limit=3&cursor={next}")).json();
        }
        assert_eq!(walked, all);
        let back = page["page"]["prev_cursor"].as_str().unwrap();
        let before = ana.get(&format!("{path}?limit=3&cursor={back}")).json();
        assert_eq!(titles(&before), all[3..6]);
        let first = ana.get(&format!("{path}?limit=3&cursor={}", before["page"]["prev_cursor"].as_str().unwrap())).json();
        assert_eq!((titles(&first), &first["page"]["prev_cursor"]), (all[..3].to_vec(), &Value::Null));
        assert_eq!(titles(&ana.get(&format!("{path}?new_since=PT90M")).json()).len(), 4, "two now, two an hour ago");
        let hide = format!("/v1/bookmarks/{}", found[0].listing);
        ana.send_json("PUT", &hide, &json!({ "kind": "hidden" }));
        assert_eq!(ana.get(&path).json()["items"].as_array().unwrap().len(), 6);
        assert_eq!(ana.get(&format!("{path}?new_since=soon")).status, 400);
        assert_eq!(ana.get(&format!("{path}?since=P7D")).status, 400);
    });
}
