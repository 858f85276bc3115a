//! `/v1/saved-searches`

use serde_json::{Value, json};
use tests::app::TestApp;
use tests::people::Person;
use tests::postings::dozen;

fn create(person: &Person<'_>, body: &Value) -> tests::app::Answer {
    person.send_json("POST", "/v1/saved-searches", body)
}

#[test]
fn a_search_is_kept_as_it_was_typed_and_leads_back_to_itself() {
    TestApp::on_both(dozen, |app| {
        let ana = app.person("ana");
        let made = create(&ana, &json!({ "name": "Rust", "query": "skill=go&skill=rust&work_from=PT&salary_min=50000" }));
        let body = made.json();
        assert_eq!(made.status, 201, "{body}");
        assert_eq!(made.header("location"), Some(format!("/v1/saved-searches/{}", body["id"].as_str().unwrap()).as_str()));
        assert_eq!(
            (&body["cadence"], &body["hour"], &body["time_zone"], &body["channels"]),
            (&json!("daily"), &json!(8), &json!("UTC"), &json!(["email"]))
        );
        let (_, query) = body["search_url"].as_str().unwrap().split_once("/v1/listings?").unwrap();
        let asked = app.get("/v1/listings?skill=go&skill=rust&work_from=PT&salary_min=50000").json();
        assert_eq!(app.get(&format!("/v1/listings?{query}")).json()["query"], asked["query"]);
        let got = ana.get(made.header("location").unwrap());
        assert_eq!((got.json(), got.header("etag")), (body.clone(), made.header("etag")));
        assert_eq!(ana.get("/v1/saved-searches").json()["items"], json!([body]));
    });
}

#[test]
fn everything_that_is_wrong_is_said_at_once() {
    TestApp::on_both(dozen, |app| {
        let ana = app.person("ana");
        let answer = create(
            &ana,
            &json!({ "nmae": "x", "query": "skil=rust&salary_min=x", "cadence": "hourly", "hour": 24, "time_zone": "Mars/Olympus", "channels": ["fax"], "per_company": 0 }),
        );
        let body = answer.json();
        let wrong: Vec<(&str, &str)> =
            body["errors"].as_array().unwrap().iter().map(|e| (e["pointer"].as_str().unwrap(), e["code"].as_str().unwrap())).collect();
        let expected = [
            ("/cadence", "wrong_type"),
            ("/channels/0", "wrong_type"),
            ("/hour", "out_of_range"),
            ("/name", "required"),
            ("/nmae", "unknown_member"),
            ("/per_company", "out_of_range"),
            ("/query", "unknown_parameter"),
            ("/time_zone", "unknown_time_zone"),
        ];
        let mut wrong = wrong;
        wrong.sort_unstable();
        assert_eq!((answer.status, wrong), (422, expected.to_vec()), "{body}");
        assert!(body.to_string().contains("Did you mean skill?") && body.to_string().contains("salary_min: Expected an integer"));
    });
}

#[test]
fn a_search_for_everything_is_refused_with_the_reason() {
    TestApp::on_both(dozen, |app| {
        let ana = app.person("ana");
        for query in ["", "sort=-score", "work_mode=any", "per_company=2"] {
            let answer = create(&ana, &json!({ "name": "All", "query": query }));
            let error = answer.json()["errors"][0].clone();
            assert_eq!((answer.status, error["code"].as_str()), (422, Some("unfiltered")), "{query}");
            assert!(error["detail"].as_str().unwrap().contains("would bring every listing"));
        }
        for zone in ["+02:00", "UTC+2", "europe", "Europe/Lisbon\n"] {
            assert_eq!(create(&ana, &json!({ "name": "Rust", "query": "skill=rust", "time_zone": zone })).status, 422, "{zone}");
        }
        assert_eq!(create(&ana, &json!({ "name": "Rust\r\nBcc: x@mail.example", "query": "skill=rust" })).status, 422);
    });
}

#[test]
fn a_change_is_a_merge_patch_and_may_depend_on_the_tag() {
    TestApp::on_both(dozen, |app| {
        let ana = app.person("ana");
        let made = create(&ana, &json!({ "name": "Rust", "query": "skill=rust", "per_company": 3 }));
        let (path, tag) = (made.header("location").unwrap().to_owned(), made.header("etag").unwrap().to_owned());
        let patch = |tag: &str, body: Value| ana.send_json_with("PATCH", &path, &[("if-match", tag)], &body);
        let changed = patch(&tag, json!({ "cadence": "weekly", "per_company": null, "time_zone": "Europe/Lisbon" }));
        let body = changed.json();
        assert_eq!(
            (changed.status, &body["cadence"], &body["per_company"], &body["name"]),
            (200, &json!("weekly"), &Value::Null, &json!("Rust"))
        );
        assert_eq!(patch(&tag, json!({ "hour": 9 })).status, 412);
        assert_eq!(patch("*", json!({ "hour": 9 })).status, 200);
        let refused = patch("{}", json!({ "hour": 9 }));
        assert_eq!((refused.status, refused.json()["errors"][0]["header"].as_str()), (400, Some("If-Match")));
        for (body, pointer) in
            [(json!({ "name": null }), "/name"), (json!({ "query": null }), "/query"), (json!({ "id": "srch_1" }), "/id")]
        {
            let refused = ana.send_json("PATCH", &path, &body);
            assert_eq!((refused.status, refused.json()["errors"][0]["pointer"].as_str()), (422, Some(pointer)));
        }
        let wrong_media = app.send_body("PATCH", &path, &[("authorization", &ana.bearer()), ("content-type", "application/json")], b"{}");
        assert_eq!((wrong_media.status, wrong_media.header("accept-patch")), (415, Some("application/merge-patch+json")));
        let delete = |tag: &str| app.send("DELETE", &path, &[("authorization", &ana.bearer()), ("if-match", tag)]).status;
        assert_eq!((delete(&tag), delete("no tag"), delete("*")), (412, 400, 204));
        assert_eq!(ana.get(&path).status, 404);
        assert_eq!((delete("no tag"), ana.send("DELETE", &path).status), (400, 204), "removing it again is no error");
        app.later(chrono::TimeDelta::hours(25));
        let ana = app.log_in(&ana.email);
        assert_eq!(ana.send("DELETE", &path).status, 404);
    });
}

#[test]
fn what_belongs_to_somebody_else_is_not_there() {
    TestApp::on_both(dozen, |app| {
        let (ana, bo) = (app.person("ana"), app.person("bo"));
        let made = create(&ana, &json!({ "name": "Rust", "query": "skill=rust" }));
        let path = made.header("location").unwrap();
        let nothing = "/v1/saved-searches/srch_00000000000000000000000000";
        for (method, suffix) in [("GET", ""), ("DELETE", ""), ("GET", "/matches")] {
            let (theirs, none) = (bo.send(method, &format!("{path}{suffix}")), bo.send(method, &format!("{nothing}{suffix}")));
            assert_eq!((theirs.status, none.status), (404, 404));
            assert_eq!(theirs.json()["detail"], none.json()["detail"]);
        }
        assert_eq!(bo.send_json("PATCH", path, &json!({ "hour": 1 })).status, 404);
        assert_eq!(bo.get("/v1/saved-searches").json()["items"], json!([]));
        assert_eq!(app.get("/v1/saved-searches").status, 401);
        assert_eq!(ana.get(path).status, 200);
    });
}

#[test]
fn there_is_a_most() {
    TestApp::on_both(dozen, |app| {
        let ana = app.person("ana");
        for n in 0..100 {
            assert_eq!(create(&ana, &json!({ "name": format!("Search {n}"), "query": "skill=rust" })).status, 201);
        }
        let refused = create(&ana, &json!({ "name": "One too many", "query": "skill=rust" }));
        assert_eq!((refused.status, refused.json()["code"].as_str()), (409, Some("conflict")));
        let page = ana.get("/v1/saved-searches?limit=30&include=total").json();
        assert_eq!((page["items"].as_array().unwrap().len(), &page["total"]["value"]), (30, &json!(100)));
    });
}
