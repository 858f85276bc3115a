//! `GET /v1/families`, `/v1/roles`, `/v1/roles/{slug}`, `/v1/skills`

use serde_json::{Value, json};
use tests::app::TestApp;
use tests::postings::{dozen, posting};

#[test]
fn roles_come_with_live_counts() {
    TestApp::on_both(dozen, |app| {
        let roles = app.get("/v1/roles?limit=100").json();
        let backend = roles["items"].as_array().unwrap().iter().find(|role| role["slug"] == "backend-engineer").unwrap().clone();
        assert_eq!(backend["listings"], 2);
        let one = app.get("/v1/roles/backend-engineer").json();
        assert_eq!(one["family"], "software-engineering");
        assert_eq!(app.get("/v1/roles/wizard").status, 404);
        let families = app.get("/v1/families").json();
        assert!(families["items"].as_array().unwrap().iter().any(|family| family["slug"] == "software-engineering"));
    });
}

#[test]
fn skills_come_by_demand() {
    TestApp::on_both(dozen, |app| {
        let skills = app.get("/v1/skills?limit=5").json();
        let counts: Vec<u64> = skills["items"].as_array().unwrap().iter().map(|skill| skill["listings"].as_u64().unwrap()).collect();
        assert!(counts.windows(2).all(|pair| pair[0] >= pair[1]), "{counts:?}");
        assert!(!counts.is_empty());
    });
}

#[test]
fn a_skill_says_how_it_is_wanted_with_what_and_for_how_much() {
    // Ten jobs ask for Rust, eight of them for PostgreSQL, too; ten others ask for Excel, and two of these for PostgreSQL.
    let postings = || {
        (0..20)
            .map(|n| {
                let words = match n {
                    0..8 => "Rust and PostgreSQL",
                    8..10 => "Rust",
                    10..12 => "Excel spreadsheets and PostgreSQL",
                    _ => "Excel spreadsheets",
                };
                let pay = if n < 10 { 150 + n } else { 100 + n };
                let posting = posting("Software Engineer").at(&format!("Company {n}")).saying(&format!("<p>You know {words}.</p>"));
                posting.paying(&format!("{pay},000 USD per year")).days_old(n).accept()
            })
            .collect()
    };
    TestApp::on_both(postings, |app| {
        let rust = app.get("/v1/skills/rust").json();
        assert_eq!((&rust["slug"], &rust["listings"], &rust["remote_listings"]), (&json!("rust"), &json!(10), &json!(10)));
        assert_eq!(rust["share"], 50.0);
        let together = rust["together"].as_array().unwrap();
        let postgres = together.iter().find(|other| other["skill"] == "postgresql").unwrap();
        // 8 of 10 instead of 10 of 20.
        assert_eq!((&postgres["name"], &postgres["listings"], &postgres["lift"]), (&json!("PostgreSQL"), &json!(8), &json!(1.6)));
        assert!(together.iter().all(|other| other["skill"] != "rust"));
        let trend = rust["trend"].as_array().unwrap();
        assert_eq!((trend.len(), trend.iter().map(|day| day["posted"].as_u64().unwrap()).sum::<u64>()), (30, 10));
        let median = |side: &str| rust["pay"][side]["percentiles"]["p50"].as_f64().unwrap();
        assert_eq!((median("with"), median("without")), (154_500.0, 114_500.0));
        for side in ["with", "without"] {
            let percentiles = &rust["pay"][side]["percentiles"];
            assert!(percentiles["median_low"].as_f64() < percentiles["p50"].as_f64());
        }
        let rare = app.get("/v1/skills/kotlin").json();
        assert_eq!((&rare["share"], &rare["together"], &rare["pay"]["with"]["percentiles"]), (&json!(0.0), &json!([]), &Value::Null));
        assert_eq!(app.get("/v1/skills/wizardry").status, 404);
    });
}
