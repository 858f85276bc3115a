//! From a new listing to the message about it: matching and digests.

use chrono::TimeDelta;
use domain::alert::{AlertKind, DeliveryState};
use domain::id::ListingId;
use domain::saved_search::Channel;
use domain::time::Timestamp;
use serde_json::{Value, json};
use tests::alerting::{Alerting, random, save};
use tests::app::TestApp;
use tests::postings::{Builder, posting};

/// Long enough that a copy of it is known by its words.
const TEXT: &str = "<p>Rust and SQL. You will build the services that count parcels, plan their routes and tell people when they arrive. \
     You write down what you decide, review what others wrote, and look after what runs at night together with four colleagues. \
     We meet twice a year, answer each other within a day, and leave the hours to you.</p>";

fn rust(company: &str) -> domain::posting::Posting {
    posting("Backend Engineer").at(company).location("Remote, Portugal").saying(TEXT).accept()
}

fn at(text: &str) -> Timestamp {
    Timestamp::parse_rfc3339(text).unwrap()
}

/// Moves the clock to a moment, in UTC.
fn until(app: &TestApp, text: &str) {
    app.later(at(text).since(app.now()));
}

#[test]
fn what_comes_after_a_search_was_saved_is_told_once_at_its_hour() {
    TestApp::on_both(
        || vec![rust("Old Firm")],
        |app| {
            let (alerting, ana) = (Alerting::of(app), app.person("ana"));
            app.later(TimeDelta::seconds(1));
            let search = save(&ana, "skill=rust", json!({}));
            app.later(TimeDelta::seconds(1));
            app.add(vec![rust("Acme"), posting("Accountant").at("Inkwell").saying("<p>SAP.</p>").accept()]);
            assert_eq!(alerting.matched(), 1, "what was there before brings nothing");
            assert_eq!(alerting.digested(), 0, "it is noon");
            let matches = ana.get(&format!("/v1/saved-searches/{search}/matches")).json();
            assert_eq!(matches["items"][0]["listing"]["company"]["name"], "Acme");
            until(app, "2026-06-02T07:59:59Z");
            assert_eq!(alerting.run(), 0);
            until(app, "2026-06-02T08:00:00Z");
            assert_eq!((alerting.run(), alerting.run()), (1, 0));
            let alerts = alerting.alerts(&ana);
            let [(alert, items)] = &alerts[..] else { panic!("{alerts:?}") };
            assert_eq!((alert.kind, alert.due_at), (AlertKind::Digest, at("2026-06-02T08:00:00Z")));
            assert_eq!((items[0].search, items[0].position, items.len()), (search, Some(0), 1));
            let deliveries = alerting.deliveries(alert);
            assert_eq!(deliveries.iter().map(|d| (d.channel, d.state)).collect::<Vec<_>>(), [(Channel::Email, DeliveryState::Waiting)]);
            // The same job from another source, and a change of it, are no news.
            app.add(vec![
                posting("Backend Engineer")
                    .at("Acme")
                    .location("Remote, Portugal")
                    .saying(TEXT)
                    .from("jobicy")
                    .paying("€60,000 - €70,000 per year")
                    .accept(),
            ]);
            app.later(TimeDelta::days(2));
            assert_eq!((alerting.matched(), alerting.digested()), (0, 0));
        },
    );
}

/// The same job by the same employer, elsewhere.
fn copy(company: &str) -> domain::posting::Posting {
    posting("Backend Engineer").at(company).location("Remote, Portugal").saying(TEXT).from("jobicy").accept()
}

/// Takes the posting of a source out of the listing of a company.
fn unmerge(app: &TestApp, company: &str, source: &str) {
    let listings = app.db().read_blocking(|c| db::listings::changed_since(c, 0, 100)).unwrap();
    let listing =
        listings.iter().map(|change| &change.listing).find(|listing| listing.company_slugs().any(|slug| slug == company)).unwrap().id;
    let postings = app.db().read_blocking(|c| db::postings::of_listings(c, &[listing])).unwrap();
    let postings = postings.iter().filter(|posting| posting.source == source).map(|posting| posting.id).collect();
    let what = ingest::unmerge::Unmerge { listing, postings, decided_by: "operator".to_owned(), reason: "another team".to_owned() };
    assert_eq!(ingest::unmerge::run(app.db(), &what, app.now(), &random).unwrap().len(), 1);
}

#[test]
fn a_merge_that_is_undone_tells_what_was_not_told_and_nothing_twice() {
    TestApp::on_both(Vec::new, |app| {
        let (alerting, ana) = (Alerting::of(app), app.person("ana"));
        save(&ana, "skill=rust", json!({}));
        app.later(TimeDelta::seconds(1));
        // Ana is told of two copies as one listing.
        app.add(vec![rust("Acme"), copy("Acme")]);
        alerting.matched();
        until(app, "2026-06-02T08:00:00Z");
        assert_eq!(alerting.run(), 1);
        unmerge(app, "acme", "jobicy");
        assert_eq!(alerting.matched(), 1, "it is a listing of its own");
        app.later(TimeDelta::days(1));
        assert_eq!((alerting.run(), alerting.skipped("told")), (0, 1), "she knows of both");
        // The second copy comes when she was told of the first.
        for (company, left) in [("Bluebarn", "jobicy"), ("Cedarfold", "remotive")] {
            app.later(TimeDelta::hours(1));
            app.add(vec![rust(company)]);
            alerting.matched();
            app.later(TimeDelta::days(1));
            assert_eq!(alerting.run(), 1);
            app.later(TimeDelta::hours(1));
            app.add(vec![copy(company)]);
            app.later(TimeDelta::days(1));
            assert_eq!(alerting.run(), 0, "it is no news");
            unmerge(app, &company.to_lowercase(), left);
            alerting.matched();
            app.later(TimeDelta::days(1));
            assert_eq!(alerting.run(), 1, "nobody has told her of the second job");
            let (_, items) = &alerting.alerts(&ana)[0];
            let told = app.db().read_blocking(|c| db::postings::of_listings(c, &[items[0].listing])).unwrap();
            assert_eq!((items.len(), told.len(), told[0].source.as_str()), (1, 1, "jobicy"), "{left} has left");
            app.later(TimeDelta::days(1));
            assert_eq!(alerting.run(), 0);
        }
    });
}

#[test]
fn what_is_taken_out_of_a_match_is_no_news_to_the_search() {
    TestApp::on_both(Vec::new, |app| {
        let (alerting, ana) = (Alerting::of(app), app.person("ana"));
        let search = save(&ana, "skill=rust&salary_stated=true", json!({ "cadence": "off", "channels": [] }));
        let path = format!("/v1/saved-searches/{search}");
        let feed = ana.send("POST", &format!("{path}/rotate")).json();
        let feed = app.path_of(feed["json_url"].as_str().unwrap()).to_owned();
        let count = |body: Value| body["items"].as_array().unwrap().len();
        let new = || count(ana.get(&format!("{path}/matches?new_since=PT30S")).json());
        let all = || count(ana.get(&format!("{path}/matches")).json());
        let fed = || count(app.get(&feed).json());
        let paid = |copy: Builder| copy.paying("€60,000 - €70,000 per year").accept();
        let own = |company| posting("Backend Engineer").at(company).location("Remote, Portugal").saying(TEXT);
        app.later(TimeDelta::seconds(1));

        // Both copies meet the search; the listing showed both when it did.
        app.add(vec![paid(own("Acme")), paid(own("Acme").from("jobicy"))]);
        assert_eq!((alerting.matched(), new(), all(), fed()), (1, 1, 1, 1));
        app.later(TimeDelta::minutes(1));
        unmerge(app, "acme", "jobicy");
        assert_eq!((alerting.matched(), new(), all(), fed()), (1, 0, 2, 1), "two jobs, of which neither is new");

        // One that does not meet it by itself is no match of its own.
        app.add(vec![paid(own("Bluebarn")), own("Bluebarn").from("jobicy").accept()]);
        assert_eq!((alerting.matched(), new(), all(), fed()), (1, 1, 3, 2));
        app.later(TimeDelta::minutes(1));
        unmerge(app, "bluebarn", "jobicy");
        assert_eq!((alerting.matched(), new(), all(), fed()), (0, 0, 3, 2));

        // A copy that came later was not there when the listing matched; whichever leaves, it is the news.
        for (company, left, before) in [("Cedarfold", "jobicy", 3), ("Dunlin", "remotive", 5)] {
            app.add(vec![paid(own(company))]);
            assert_eq!(alerting.matched(), 1);
            app.later(TimeDelta::minutes(1));
            app.add(vec![paid(own(company).from("jobicy"))]);
            app.later(TimeDelta::minutes(1));
            assert_eq!((alerting.matched(), new()), (0, 0), "a copy of what matched is no news");
            unmerge(app, &company.to_lowercase(), left);
            alerting.matched();
            assert_eq!((new(), all()), (1, before + 2), "{left} has left");
            app.later(TimeDelta::minutes(1));
        }
    });
}

#[test]
fn one_message_tells_all_that_is_due_and_a_listing_once() {
    TestApp::on_both(Vec::new, |app| {
        let (alerting, ana) = (Alerting::of(app), app.person("ana"));
        // Monday, 2026-06-01, noon.
        let daily = save(&ana, "skill=rust", json!({}));
        let twin = save(&ana, "company=acme", json!({ "channels": ["feed", "email"] }));
        let weekly = save(&ana, "skill=sql", json!({ "cadence": "weekly", "hour": 8 }));
        let silent = save(&ana, "country=PT", json!({ "cadence": "off" }));
        app.later(TimeDelta::seconds(1));
        app.add(vec![rust("Acme"), rust("Bluebarn")]);
        assert_eq!(alerting.matched(), 7, "also those of the silent one");
        until(app, "2026-06-02T08:00:00Z");
        assert_eq!(alerting.run(), 1);
        let told = &alerting.alerts(&ana)[0].1;
        assert_eq!(told.iter().filter(|item| item.search == daily).count(), 2);
        assert_eq!(told.iter().filter(|item| item.search == twin).count(), 1);
        assert!(told.iter().all(|item| item.search != weekly && item.search != silent));
        app.add(vec![rust("Cedarfold")]);
        alerting.matched();
        until(app, "2026-06-08T08:00:00Z");
        assert_eq!(alerting.run(), 1, "daily and weekly are due together");
        assert_eq!(alerting.skipped("told"), 2, "the weekly one has told the others already");
        let told = &alerting.alerts(&ana)[0].1;
        assert_eq!(told.len(), 2, "the new listing, for both");
    });
}

#[test]
fn hidden_and_closed_listings_are_left_out_and_counted() {
    TestApp::on_both(Vec::new, |app| {
        let (alerting, ana) = (Alerting::of(app), app.person("ana"));
        let search = save(&ana, "skill=rust", json!({}));
        app.later(TimeDelta::seconds(1));
        let mut closing = posting("Backend Engineer").at("Closing Firm").saying("<p>Rust.</p>");
        closing.0.expires_at = Some(app.now().plus(TimeDelta::hours(2)));
        app.add(vec![rust("Acme"), rust("Hidden Firm"), closing.accept()]);
        assert_eq!(alerting.matched(), 3);
        let listed = ana.get(&format!("/v1/saved-searches/{search}/matches")).json();
        let hidden = listed["items"].as_array().unwrap().iter().find(|item| item["listing"]["company"]["name"] == "Hidden Firm").unwrap();
        ana.send_json("PUT", &format!("/v1/bookmarks/{}", hidden["listing"]["id"].as_str().unwrap()), &json!({ "kind": "hidden" }));
        app.expire(at("2026-06-02T08:00:00Z"));
        assert_eq!(alerting.run(), 1);
        assert_eq!(alerting.alerts(&ana)[0].1.len(), 1);
        assert_eq!((alerting.skipped("hidden"), alerting.skipped("closed")), (1, 1));
        let ana = app.log_in(&ana.email);
        let web = save(&ana, "company=acme", json!({ "channels": ["webhook"], "cadence": "instant" }));
        app.later(TimeDelta::seconds(1));
        app.add(vec![posting("Data Engineer").at("Acme").saying("<p>Python.</p>").accept()]);
        assert_eq!(alerting.run(), 0);
        assert_eq!(alerting.skipped("nowhere"), 1, "there is no endpoint");
        assert_eq!(ana.get(&format!("/v1/saved-searches/{web}/matches")).json()["items"].as_array().unwrap().len(), 1);
    });
}

#[test]
fn one_employer_does_not_fill_a_message() {
    TestApp::on_both(Vec::new, |app| {
        let (alerting, ana) = (Alerting::of(app), app.person("ana"));
        save(&ana, "skill=rust", json!({ "cadence": "instant", "per_company": 2 }));
        app.later(TimeDelta::seconds(1));
        let towns = ["Portugal", "Spain", "France", "Italy", "Poland"];
        let many = towns.map(|town| {
            posting(&format!("Engineer for {town}")).at("Acme").location(&format!("Remote, {town}")).saying("<p>Rust.</p>").accept()
        });
        app.add(many.into_iter().chain((0..25).map(|n| rust(&format!("Firm {n}")))).collect());
        assert_eq!(alerting.run(), 1, "together");
        let (alert, items) = &alerting.alerts(&ana)[0];
        assert_eq!((alert.kind, items.len()), (AlertKind::Instant, 30), "each is told");
        let shown: Vec<ListingId> = items.iter().filter(|item| item.position.is_some()).map(|item| item.listing).collect();
        assert_eq!(shown.len(), alerts::digest::MOST_SHOWN);
        let listings = app.db().read_blocking(|c| db::listings::by_ids(c, &shown)).unwrap();
        let of_acme =
            listings.iter().filter(|stored| stored.listing.company.as_ref().is_some_and(|company| company.slug == "acme")).count();
        assert!(of_acme <= 2, "{of_acme}");
    });
}

#[test]
fn a_changed_schedule_takes_along_what_is_not_told_yet() {
    TestApp::on_both(Vec::new, |app| {
        let (alerting, ana) = (Alerting::of(app), app.person("ana"));
        let search = save(&ana, "skill=rust", json!({ "cadence": "weekly" }));
        let path = format!("/v1/saved-searches/{search}");
        app.later(TimeDelta::seconds(1));
        app.add(vec![rust("Acme")]);
        alerting.matched();
        assert_eq!(ana.send_json("PATCH", &path, &json!({ "cadence": "daily", "time_zone": "Europe/Lisbon" })).status, 200);
        until(app, "2026-06-02T07:00:00Z");
        assert_eq!(alerting.run(), 1, "8 in Lisbon");
        let ana = app.log_in(&ana.email);
        app.add(vec![rust("Bluebarn")]);
        alerting.matched();
        ana.send_json("PATCH", &path, &json!({ "cadence": "off" }));
        app.add(vec![rust("Cedarfold")]);
        ana.send_json("PATCH", &path, &json!({ "cadence": "daily" }));
        app.later(TimeDelta::days(2));
        assert_eq!(alerting.run(), 0, "the first was dropped, the second matches only now");
        app.later(TimeDelta::days(1));
        assert_eq!(alerting.run(), 1);
        let ana = app.log_in(&ana.email);
        assert_eq!(ana.send_json("PATCH", &path, &json!({ "query": "skill=go" })).status, 200);
        app.add(vec![rust("Driftmark")]);
        assert_eq!(alerting.matched(), 0, "it asks for something else now");
        ana.send_json("PATCH", &path, &json!({ "query": "skill=rust" }));
        app.add(vec![rust("Elmpost")]);
        assert_eq!(alerting.matched(), 1);
        assert_eq!(ana.send("DELETE", &path).status, 204);
        app.add(vec![rust("Fernway")]);
        app.later(TimeDelta::days(2));
        assert_eq!((alerting.matched(), alerting.digested()), (0, 0), "it is gone");
    });
}

#[test]
fn what_matches_too_late_for_a_digest_waits_for_the_next() {
    TestApp::on_both(Vec::new, |app| {
        let (alerting, ana) = (Alerting::of(app), app.person("ana"));
        save(&ana, "skill=rust", json!({}));
        app.later(TimeDelta::seconds(1));
        app.add(vec![rust("Acme")]);
        alerting.matched();
        app.add(vec![rust("Bluebarn")]);
        // Another matcher began before the hour and is done after the digest was made.
        let late = alerts::matching::Matcher::new(app.db().clone());
        until(app, "2026-06-02T08:00:00Z");
        assert_eq!(alerting.digested(), 1);
        let before = at("2026-06-02T07:59:59Z");
        let mut late = late.unwrap();
        while late.step(before).unwrap() != alerts::matching::Outcome::Idle {}
        assert_eq!(alerting.run(), 0, "one message a day");
        app.later(TimeDelta::days(1));
        assert_eq!(alerting.run(), 1);
        assert_eq!(alerting.alerts(&ana).len(), 2);
    });
}

#[test]
fn a_preview_promises_what_a_replay_of_the_same_days_delivers() {
    TestApp::on_both(Vec::new, |app| {
        let (alerting, ana) = (Alerting::of(app), app.person("ana"));
        let queries = ["skill=rust&posted_after=P3D", "q=backend%20rust", "country=PT&exclude_company=firm-7", "score_min=20&work_from=PT"];
        for query in queries {
            save(&ana, query, json!({ "cadence": "instant" }));
        }
        app.later(TimeDelta::seconds(1));
        for day in 0..30_i64 {
            let firm = |n: i64| format!("Firm {n}");
            let mut came = vec![rust(&firm(day))];
            came.push(
                posting("Backend Engineer")
                    .at(&firm(100 + day))
                    .location("Remote")
                    .saying("<p>Rust, anywhere in the world.</p>")
                    .days_old(day % 6 - day)
                    .accept(),
            );
            came.push(
                posting("Data Engineer").at(&firm(200 + day)).location("Remote, Spain").saying("<p>Python.</p>").days_old(-day).accept(),
            );
            app.add(came);
            alerting.run();
            if day < 29 {
                app.later(TimeDelta::days(1));
            }
        }
        let ana = app.log_in(&ana.email);
        for query in queries {
            let preview = ana.send_json("POST", "/v1/saved-searches/preview", &json!({ "query": query })).json();
            let searches = ana.get("/v1/saved-searches?limit=100").json();
            let stored = preview["query"].as_str().unwrap();
            let search = searches["items"].as_array().unwrap().iter().find(|search| search["query"] == stored).unwrap();
            let mut by_day = std::collections::BTreeMap::new();
            for (alert, items) in alerting.alerts(&ana) {
                let told = items.iter().filter(|item| item.search.to_string() == search["id"].as_str().unwrap()).count();
                *by_day.entry(alert.created_at.date().to_string()).or_insert(0) += told;
            }
            for day in preview["days"].as_array().unwrap() {
                let told = by_day.get(day["on"].as_str().unwrap()).copied().unwrap_or(0);
                assert_eq!(day["matches"], told, "{query}: {day}");
            }
            assert!(preview["total"].as_u64().unwrap() > 10, "{query}: {preview}");
        }
    });
}
