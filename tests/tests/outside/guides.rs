//! `GET /v1/guides`, `/v1/guides/{slug}`

use domain::posting::Posting;
use serde_json::{Value, json};
use tests::app::TestApp;
use tests::postings::{dozen, posting};

const LEAD: &str = "/v1/guides/senior-lead-backend-engineer";

/// Ten lead backend engineers at ten companies, paid 150,000 to 240,000 in the middle.
fn leads() -> Vec<Posting> {
    (0..10)
        .map(|n| {
            posting("Senior Lead Backend Engineer")
                .at(&format!("Company {n}"))
                .location(if n < 7 { "Remote - US" } else { "Remote - Canada" })
                .saying("<p>Go and PostgreSQL.</p>")
                .paying(&format!("{},000 - {},000 USD per year", 140 + 10 * n, 160 + 10 * n))
                .days_old(n)
                .accept()
        })
        .collect()
}

#[test]
fn a_guide_has_words_and_live_figures_apart_each_with_its_date() {
    TestApp::on_both(leads, |app| {
        let answer = app.get(LEAD);
        assert!(answer.header("cache-control").unwrap().contains("max-age=3600"));
        let guide = answer.json();
        assert_eq!((&guide["origin"], &guide["seniority"]), (&json!("written"), &json!("lead")));
        let editorial = &guide["content"]["salary_expectations"];
        assert_eq!(editorial["total"], json!({ "min": 180_000, "max": 270_000 }));
        assert_eq!(editorial["base"], json!({ "min": 160_000, "max": 230_000 }));
        assert!(editorial["as_of_on"].is_string() && guide["live"]["as_of"].is_string());
        let live = &guide["live"];
        let url = guide["content"]["browse"]["url"].as_str().unwrap();
        let path = &url[url.find("/v1/").unwrap()..];
        let found = app.get(&format!("{path}&include=total&limit=5")).json();
        assert_eq!(live["open_listings"], found["total"]["value"]);
        assert_eq!(live["sample_listings"], found["items"]);
        assert_eq!(live["trend"].as_array().unwrap().iter().map(|day| day["posted"].as_u64().unwrap()).sum::<u64>(), 10);
        assert_eq!(live["top_places"][0], json!({ "value": "US", "name": "United States", "listings": 7 }));
        assert_eq!(live["top_companies"].as_array().unwrap().len(), 10);
        assert!(live["top_skills"].as_array().unwrap().iter().any(|skill| skill["value"] == "postgresql"));
        let band = &live["bands"]["role_and_seniority"];
        assert_eq!((&band["n"], &band["companies"], &band["percentiles"]["p50"]), (&json!(10), &json!(10), &json!(195_000)));
        assert_eq!(band["withheld"], Value::Null);
    });
}

#[test]
fn a_band_of_too_few_is_withheld_and_says_why() {
    TestApp::on_both(dozen, |app| {
        let bands = app.get("/v1/guides/backend-engineer").json()["live"]["bands"].clone();
        assert_eq!((&bands["role"]["listings"], &bands["role"]["percentiles"]), (&json!(2), &Value::Null));
        assert!(bands["role"]["withheld"].as_str().unwrap().contains("at least 8"));
        assert_eq!(bands["role_and_seniority"], Value::Null);
    });
}

#[test]
fn every_written_guide_names_skills_tools_and_guides_that_exist() {
    let app = TestApp::embedded(Vec::new());
    let written = app.get("/v1/guides?origin=written&limit=100").json();
    let slugs: Vec<&str> = written["items"].as_array().unwrap().iter().map(|guide| guide["slug"].as_str().unwrap()).collect();
    assert!(slugs.len() >= 26, "{slugs:?}");
    for slug in slugs {
        let content = app.get(&format!("/v1/guides/{slug}")).json()["content"].clone();
        let linked = content["key_skills"]["core"].as_array().unwrap().iter().flat_map(|skill| skill["skills"].as_array().unwrap());
        for skill in linked {
            assert_eq!(app.get(&format!("/v1/skills/{}", skill.as_str().unwrap())).status, 200, "{slug}: {skill}");
        }
        let url = content["browse"]["url"].as_str().unwrap();
        assert_eq!(app.get(&url[url.find("/v1/").unwrap()..]).status, 200, "{url}");
    }
}

#[test]
fn a_guide_that_nobody_wrote_is_composed_and_says_so() {
    let app = TestApp::embedded(Vec::new());
    let guide = app.get("/v1/guides/junior-game-engineer").json();
    assert_eq!((&guide["origin"], &guide["content"]["salary_expectations"]), (&json!("composed"), &Value::Null));
    assert!(guide["content"]["summary"].as_str().unwrap().contains("Game Engineer"));
    for wrong in ["nobody", "other", "lead-backend-engineer", "senior-other", "Senior-Lead-Backend-Engineer"] {
        assert_eq!(app.get(&format!("/v1/guides/{wrong}")).status, 404, "{wrong}");
    }
}

#[test]
fn the_list_is_filtered_and_walked() {
    TestApp::on_both(leads, |app| {
        let first = app.get("/v1/guides?limit=1&family=software-engineering&include=total").json();
        assert_eq!(first["items"][0]["open_listings"], 10);
        let leads = app.get("/v1/guides?role=backend-engineer&seniority=lead").json();
        assert_eq!((leads["items"].as_array().unwrap().len(), &leads["items"][0]["slug"]), (1, &json!("senior-lead-backend-engineer")));
        let mut path = "/v1/guides?role=backend-engineer,data-engineer&limit=4".to_owned();
        let mut seen = Vec::new();
        loop {
            let page = app.get(&path).json();
            seen.extend(page["items"].as_array().unwrap().iter().map(|guide| guide["slug"].as_str().unwrap().to_owned()));
            let Some(next) = page["page"]["next_cursor"].as_str() else { break };
            assert_eq!(app.get(&format!("/v1/guides?role=writer&limit=4&cursor={next}")).status, 400);
            path = format!("/v1/guides?role=backend-engineer,data-engineer&limit=4&cursor={next}");
        }
        assert_eq!(seen.len(), 22);
        seen.sort();
        seen.dedup();
        assert_eq!(seen.len(), 22);
        for wrong in ["role=wizard", "origin=copied", "skill=rust"] {
            assert_eq!(app.get(&format!("/v1/guides?{wrong}")).status, 400, "{wrong}");
        }
    });
}

#[test]
fn a_guide_is_fresh_after_every_change() {
    let app = TestApp::embedded(leads());
    assert_eq!(app.get(LEAD).json()["live"]["open_listings"], 10);
    app.add(vec![posting("Lead Backend Engineer").at("Newcomer").location("Remote - US").accept()]);
    assert_eq!(app.get(LEAD).json()["live"]["open_listings"], 11);
}
