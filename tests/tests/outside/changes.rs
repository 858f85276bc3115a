//! `GET /v1/changes`: a copy becomes the same as the original, whatever happens to its reads.

use std::collections::BTreeMap;

use chrono::TimeDelta;
use domain::posting::Posting;
use serde_json::Value;
use tests::app::TestApp;
use tests::postings::{dozen, posting};

/// A copy, as the documentation says to keep one: by listing its number, and what is offered.
#[derive(Default)]
struct Mirror(BTreeMap<String, (i64, Option<Value>)>);

impl Mirror {
    fn take(&mut self, change: &Value) {
        let number = change["number"].as_i64().unwrap();
        let kept = self.0.entry(change["id"].as_str().unwrap().to_owned()).or_insert((0, None));
        if number > kept.0 {
            *kept = (number, (change["change"] == "upsert").then(|| change["listing"].clone()));
        }
    }

    fn offered(&self) -> BTreeMap<&str, &Value> {
        self.0.iter().filter_map(|(id, (_, listing))| Some((id.as_str(), listing.as_ref()?))).collect()
    }
}

fn read(app: &TestApp, since: Option<&str>, limit: u64) -> Value {
    let since = since.map(|cursor| format!("&since={cursor}")).unwrap_or_default();
    app.get(&format!("/v1/changes?limit={limit}{since}")).json()
}

/// Everything as it is, read in order.
fn truth(app: &TestApp) -> Mirror {
    let mut mirror = Mirror::default();
    let mut page = read(app, None, 1000);
    loop {
        page["items"].as_array().unwrap().iter().for_each(|change| mirror.take(change));
        if page["more"] == false {
            return mirror;
        }
        page = read(app, page["cursor"].as_str(), 1000);
    }
}

fn changed(round: u64) -> Vec<Posting> {
    (0..4)
        .map(|n| {
            let mut job = posting(&format!("Tester {}", (round * 3 + n) % 9)).at("Acme");
            job.0.external_id = format!("job {}", (round * 3 + n) % 9);
            job.0.salary_text = Some(format!("${},000 a year", 50 + round));
            job.0.expires_at = Some(tests::postings::noon().plus(TimeDelta::hours((round * 7 % 20 + n) as i64 + 1)));
            job.accept()
        })
        .collect()
}

#[test]
fn a_copy_becomes_the_same_under_dropped_repeated_and_reordered_reads() {
    TestApp::on_both(dozen, |app| {
        let mut dice = 7u64;
        let mut roll = |n: u64| {
            dice = dice.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (dice >> 33) % n
        };
        let mut mirror = Mirror::default();
        let mut cursors: Vec<Option<String>> = vec![None];
        let mut late: Vec<Value> = Vec::new();
        for round in 0..12 {
            app.add(changed(round));
            app.expire(app.now().plus(TimeDelta::hours(1)));
            for _ in 0..4 {
                // From any cursor that was ever given: again what was read before, or what is new.
                let from = cursors[roll(cursors.len() as u64) as usize].clone();
                let page = read(app, from.as_deref(), 1 + roll(7));
                match roll(4) {
                    0 => {}               // the answer is lost
                    1 => late.push(page), // it comes late
                    _ => {
                        page["items"].as_array().unwrap().iter().rev().for_each(|change| mirror.take(change));
                        cursors.push(page["cursor"].as_str().map(str::to_owned));
                    }
                }
            }
            // The copy goes on where it had read everything.
            let mut page = read(app, None, 3);
            while page["more"] == true && roll(5) > 0 {
                page = read(app, page["cursor"].as_str(), 3);
                page["items"].as_array().unwrap().iter().for_each(|change| mirror.take(change));
            }
        }
        let mut page = read(app, None, 5);
        loop {
            page["items"].as_array().unwrap().iter().for_each(|change| mirror.take(change));
            if page["more"] == false {
                break;
            }
            page = read(app, page["cursor"].as_str(), 5);
        }
        for page in late {
            page["items"].as_array().unwrap().iter().for_each(|change| mirror.take(change));
        }
        let truth = truth(app);
        assert_eq!(mirror.offered(), truth.offered());
        assert!(truth.0.values().any(|(_, listing)| listing.is_none()), "some were removed");
        let found = app.get("/v1/listings?work_mode=any&limit=100&include=total").json();
        assert_eq!(found["total"]["value"].as_u64().unwrap() as usize, truth.offered().len(), "it is what the search offers");
    });
}

#[test]
fn removed_listings_leave_a_tombstone_and_lines_carry_their_cursors() {
    TestApp::on_both(
        || changed(0),
        |app| {
            let before = read(app, None, 1000);
            let cursor = before["cursor"].as_str().unwrap();
            let none = read(app, Some(cursor), 10);
            assert_eq!(
                (none["items"].as_array().unwrap().len(), none["cursor"].as_str(), &none["more"]),
                (0, Some(cursor), &Value::Bool(false))
            );
            app.expire(app.now().plus(TimeDelta::hours(48)));
            let after = read(app, Some(cursor), 10);
            let items = after["items"].as_array().unwrap();
            assert_eq!(items.len(), 4);
            for item in items {
                assert_eq!((item["change"].as_str(), item["reason"].as_str()), (Some("remove"), Some("expired")));
                assert!(item["listing"].is_null() && item["removed_at"].is_string());
            }
            let path = format!("/v1/changes?since={cursor}");
            let lines = app.get_with(&path, &[("accept", "application/x-ndjson")]);
            assert_eq!(lines.media(), Some("application/x-ndjson"));
            let text = String::from_utf8(lines.body.clone()).unwrap();
            let lines: Vec<Value> = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
            assert_eq!(&lines, items);
            assert_eq!(lines[3]["cursor"], after["cursor"]);
        },
    );
}

#[test]
fn a_cursor_that_was_never_given_is_refused() {
    let app = TestApp::embedded(dozen());
    for since in ["0", "chg-", "chg-01", "chg--1", "chg-9999999999999999999", "first"] {
        let answer = app.get(&format!("/v1/changes?since={since}"));
        assert_eq!((answer.status, answer.json()["errors"][0]["code"].as_str()), (400, Some("bad_cursor")), "{since}");
    }
    assert_eq!(app.get("/v1/changes?since=chg-99999").json()["code"], "invalid-cursor");
    assert_eq!(app.get("/v1/changes?limit=0").status, 400);
    assert_eq!(app.get("/v1/changes?cursor=chg-1").status, 400);
}
