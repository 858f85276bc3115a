//! `GET /v1/families`, `/v1/roles`, `/v1/roles/{slug}`, `/v1/skills`

use tests::app::TestApp;
use tests::postings::dozen;

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
