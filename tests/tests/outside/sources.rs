//! `GET /v1/sources`, `/v1/sources/{slug}`, `/v1/sources/{slug}/boards`

use chrono::TimeDelta;
use db::boards::{self, Board, Counts, Trouble};
use domain::source::Filled;
use tests::app::TestApp;
use tests::postings::dozen;

#[test]
fn every_source_shows_its_terms() {
    TestApp::on_both(dozen, |app| {
        let body = app.get("/v1/sources?limit=100").json();
        let items = body["items"].as_array().unwrap();
        assert!(items.len() >= 12);
        let remotive = items.iter().find(|source| source["slug"] == "remotive").unwrap();
        assert_eq!(remotive["listings"], 12);
        assert!(remotive["attribution"].is_string(), "Remotive asks for a link back");
        assert_eq!((remotive["access"].as_str(), remotive["health"]["state"].as_str()), (Some("offered"), Some("idle")));
        assert_eq!(app.get("/v1/sources/remotive").json(), *remotive);
        assert_eq!(app.get("/v1/sources/nowhere").status, 404);
        assert_eq!(app.get("/v1/sources/nowhere/boards").status, 404);
        assert_eq!(app.get("/v1/sources/remotive/boards").json()["items"].as_array().unwrap().len(), 0);
    });
}

/// A board that answers, one whose list has shrunk, one that fails, one that was given up, and a new one.
fn boards_of_lever(app: &TestApp) {
    let now = app.now();
    let hours = |hours| now.minus(TimeDelta::hours(hours));
    let new = |slug: &str| Board::new("lever", slug, "", now);
    let answered = |slug: &str, accepted: u32| Board {
        checked_at: Some(hours(1)),
        complete_at: Some(hours(5)),
        interval_seconds: 21_600,
        counts: Counts { seen: accepted + 1, accepted, rejected: 1 },
        filled: Filled { company: 4, place: 4, pay: 1, ..Filled::default() },
        ..new(slug)
    };
    let trouble = |words: &str, since| Some(Trouble { words: words.to_owned(), since: hours(since) });
    let all = [
        answered("acme", 4),
        Board { trouble: trouble("it lists 3 postings, where 40 are usual", 2), ..answered("shrunk", 8) },
        Board { failures: 3, trouble: trouble("api.lever.co:443 answered 500", 3), ..new("failing") },
        Board { failures: 30, retired_at: Some(hours(9)), trouble: trouble("api.lever.co:443 answered 404", 400), ..new("gone") },
        new("new"),
    ];
    app.db().write_blocking(|c| all.iter().try_for_each(|board| boards::add(c, board).map(drop))).unwrap();
}

#[test]
fn a_source_shows_how_it_goes_with_its_boards() {
    TestApp::on_both(dozen, |app| {
        boards_of_lever(app);
        let health = &app.get("/v1/sources/lever").json()["health"];
        assert_eq!(health["state"], "doubtful");
        let counts = ["new", "healthy", "doubtful", "failing", "retired"].map(|state| health["boards"][state].as_u64().unwrap());
        assert_eq!(counts, [1; 5]);
        assert_eq!(
            (&health["seen"], &health["accepted"], &health["rejected"], &health["age_hours"]),
            (&14.into(), &12.into(), &2.into(), &5.into())
        );
        assert_eq!((&health["filled"]["company"], &health["filled"]["pay"]), (&66.into(), &16.into()));
        let troubles: Vec<_> = health["troubles"].as_array().unwrap().iter().map(|one| one["board"].as_str().unwrap()).collect();
        assert_eq!(troubles, ["shrunk", "failing", "gone"]);
        assert_eq!(health["troubles"][0]["reason"], "it lists 3 postings, where 40 are usual");
    });
}

#[test]
fn boards_are_listed_with_what_is_wrong_with_them() {
    TestApp::on_both(dozen, |app| {
        boards_of_lever(app);
        let named = |path: &str| -> Vec<String> {
            let body = app.get(path).json();
            body["items"].as_array().unwrap().iter().map(|board| board["board"].as_str().unwrap().to_owned()).collect()
        };
        assert_eq!(named("/v1/sources/lever/boards"), ["shrunk", "acme", "failing", "gone", "new"]);
        assert_eq!(named("/v1/sources/lever/boards?state=failing,retired"), ["failing", "gone"]);
        let first = app.get("/v1/sources/lever/boards?limit=2&include=total").json();
        assert_eq!(first["total"]["value"], 5);
        let cursor = first["page"]["next_cursor"].as_str().unwrap();
        assert_eq!(named(&format!("/v1/sources/lever/boards?limit=2&cursor={cursor}")), ["failing", "gone"]);
        assert_eq!(app.get(&format!("/v1/sources/ashby/boards?cursor={cursor}")).status, 400, "a cursor is good for its own list");
        assert_eq!(app.get("/v1/sources/lever/boards?state=well").status, 400);
        let gone = &app.get("/v1/sources/lever/boards?state=retired").json()["items"][0];
        assert_eq!(gone["reason"], "api.lever.co:443 answered 404");
        assert!(gone["retired_at"].is_string() && gone["since"].is_string() && gone["next_run_at"].is_null());
    });
}
