//! `GET /v1/feeds/listings.{json,atom,rss}`, read by a parser that is not this project's.

use domain::posting::Posting;
use feed_rs::model::{Feed, FeedType};
use tests::app::TestApp;
use tests::postings::{dozen, posting};

const FORMS: [(&str, &str, FeedType); 3] = [
    ("json", "application/feed+json", FeedType::JSON),
    ("atom", "application/atom+xml", FeedType::Atom),
    ("rss", "application/rss+xml", FeedType::RSS2),
];

fn parsed(app: &TestApp, form: &str, query: &str) -> Feed {
    let answer = app.get(&format!("/v1/feeds/listings.{form}{query}"));
    assert_eq!(answer.status, 200);
    feed_rs::parser::parse(answer.body.as_slice()).unwrap_or_else(|e| panic!("{form}: {e}: {}", String::from_utf8_lossy(&answer.body)))
}

#[test]
fn a_search_is_the_same_listings_in_every_form() {
    TestApp::on_both(dozen, |app| {
        let query = "?work_mode=any&limit=100&exclude_skill=figma,sql";
        let found = app.get(&format!("/v1/listings{query}")).json();
        let wanted: Vec<(&str, String)> = found["items"]
            .as_array()
            .unwrap()
            .iter()
            .map(|item| {
                let title = format!("{} at {}", item["title"].as_str().unwrap(), item["company"]["name"].as_str().unwrap());
                (item["id"].as_str().unwrap(), title)
            })
            .collect();
        assert!(wanted.len() > 5);
        for (form, media, kind) in FORMS {
            let answer = app.get(&format!("/v1/feeds/listings.{form}{query}"));
            assert_eq!(answer.media(), Some(media));
            let feed = parsed(app, form, query);
            assert_eq!(feed.feed_type, kind);
            let shown: Vec<(&str, String)> = feed
                .entries
                .iter()
                .map(|entry| (entry.id.rsplit('/').next().unwrap(), entry.title.as_ref().unwrap().content.clone()))
                .collect();
            assert_eq!(shown, wanted, "{form}");
            for entry in &feed.entries {
                assert!(entry.published.is_some() && !entry.links.is_empty() && !entry.authors.is_empty(), "{form}: {entry:?}");
                assert!(entry.links[0].href.ends_with("/apply"), "{form}: {:?}", entry.links);
            }
        }
    });
}

#[test]
fn a_feed_is_asked_for_again_cheaply_and_refuses_what_a_search_refuses() {
    let app = TestApp::embedded(dozen());
    for (form, media, _) in FORMS {
        let path = format!("/v1/feeds/listings.{form}");
        let tag = app.get(&path).header("etag").unwrap().to_owned();
        assert_eq!(app.get_with(&path, &[("if-none-match", &tag)]).status, 304);
        assert_eq!(app.get_with(&path, &[("accept", media)]).status, 200);
        assert_eq!(app.get_with(&path, &[("accept", "text/html")]).status, 406);
        for wrong in ["?role=wizard", "?limit=0", "?cursor=first", "?facets=skill"] {
            assert_eq!(app.get(&format!("{path}{wrong}")).status, 400, "{form}{wrong}");
        }
    }
    assert_eq!(app.get("/v1/feeds/listings.xml").status, 404);
}

#[test]
fn nothing_found_is_a_feed_without_entries() {
    let app = TestApp::embedded(dozen());
    for (form, ..) in FORMS {
        let feed = parsed(&app, form, "?skill=cobol");
        assert!(feed.entries.is_empty() && feed.title.unwrap().content.contains("skill cobol"));
    }
}

#[test]
fn nothing_of_a_posting_is_taken_for_markup() {
    fn hostile() -> Vec<Posting> {
        let title = "Engineer ]]> <b>&amp; \"quotes\"</b> </title><script>alert(1)</script>";
        let saying = "<p>Hi ]]&gt; &lt;script&gt;alert(2)&lt;/script&gt;<script>alert(3)</script></p>";
        vec![posting(title).at("A&B <i>Labs</i> \u{1f980}").saying(saying).accept()]
    }
    TestApp::on_both(hostile, |app| {
        let title = app.get("/v1/listings?work_mode=any").json()["items"][0]["title"].as_str().unwrap().to_owned();
        for (form, ..) in FORMS {
            let feed = parsed(app, form, "?work_mode=any");
            let entry = &feed.entries[0];
            assert!(entry.title.as_ref().unwrap().content.contains(title.trim()), "{form}: {:?}", entry.title);
            let body = entry.content.as_ref().and_then(|c| c.body.clone()).or_else(|| entry.summary.as_ref().map(|s| s.content.clone()));
            let body = body.unwrap();
            assert!(!body.contains("<script") && body.contains("&lt;script&gt;"), "{form}: {body}");
        }
    });
}
