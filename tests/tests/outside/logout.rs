//! `POST /v1/auth/logout`

use tests::app::TestApp;

#[test]
fn logging_out_ends_the_session_at_once() {
    TestApp::on_both(Vec::new, |app| {
        let ana = app.person("ana");
        let other = app.log_in(&ana.email);
        assert_eq!(ana.send("POST", "/v1/auth/logout").status, 204);
        assert_eq!(ana.get("/v1/me").status, 401);
        assert_eq!(app.post("/v1/auth/refresh", &serde_json::json!({ "refresh_token": ana.refresh_token })).status, 401);
        assert_eq!(other.get("/v1/me").status, 200, "other sessions go on");
        assert_eq!(app.send("POST", "/v1/auth/logout", &[]).status, 401);
    });
}

#[test]
fn a_browsers_cookie_is_removed() {
    TestApp::on_both(Vec::new, |app| {
        let ana = app.person("ana");
        let headers = [("authorization", ana.bearer()), ("cookie", "__Host-remnavi_refresh=x".to_owned())];
        let headers: Vec<(&str, &str)> = headers.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let answer = app.send("POST", "/v1/auth/logout", &headers);
        assert!(answer.header("set-cookie").unwrap().contains("Max-Age=0"));
    });
}
