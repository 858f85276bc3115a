//! `/livez`, `/readyz`, `/openapi.json`, `/docs/`

use tests::app::TestApp;
use tests::postings::dozen;

#[test]
fn the_server_says_that_it_lives_and_is_ready() {
    TestApp::on_both(dozen, |app| {
        assert_eq!(app.get("/livez").status, 200);
        assert_eq!(app.get("/readyz").status, 200);
        let document = app.get("/openapi.json").json();
        assert!(document["openapi"].as_str().unwrap().starts_with("3.1"));
        let page = app.raw("GET", "/docs/", &[]);
        assert_eq!(page.status, 200);
        assert!(String::from_utf8_lossy(&page.body).contains("swagger"));
        assert_eq!(app.raw("GET", "/metrics", &[]).status, 404, "metrics are for the inside only");
    });
}
