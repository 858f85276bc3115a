//! `GET /v1/suggest`

use tests::app::TestApp;
use tests::postings::dozen;

#[test]
fn a_few_letters_lead_to_roles_skills_companies_and_places() {
    TestApp::on_both(dozen, |app| {
        let kinds = |q: &str| -> Vec<String> {
            let body = app.get(&format!("/v1/suggest?q={q}")).json();
            body["items"].as_array().unwrap().iter().map(|item| format!("{}:{}", item["kind"], item["value"]).replace('"', "")).collect()
        };
        assert!(kinds("back").contains(&"role:backend-engineer".to_owned()));
        assert!(kinds("rus").contains(&"skill:rust".to_owned()));
        assert!(kinds("acm").contains(&"company:acme".to_owned()));
        assert!(kinds("portu").contains(&"place:PT".to_owned()));
    });
}
