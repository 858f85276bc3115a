//! Whose quota a request is counted in.

use serde_json::json;
use tests::app::TestApp;

/// What is left after a request with this authorization.
fn left(app: &TestApp, authorization: &str) -> u32 {
    let headers: Vec<(&str, &str)> = if authorization.is_empty() { Vec::new() } else { vec![("authorization", authorization)] };
    let answer = app.get_with("/v1/sources", &headers);
    let quota = answer.header("ratelimit").unwrap().to_owned();
    quota.split(';').find_map(|part| part.strip_prefix("r=")).unwrap().parse().unwrap()
}

#[test]
fn a_key_and_a_person_have_a_quota_of_their_own() {
    TestApp::on_both(Vec::new, |app| {
        let (ana, bo) = (app.person("ana"), app.person("bo"));
        let key = |name: &str| {
            let made = ana.send_json("POST", "/v1/api-keys", &json!({ "name": name, "scopes": ["searches:read"] })).json();
            format!("Bearer {}", made["key"].as_str().unwrap())
        };
        let (one, other) = (key("One"), key("Other"));
        app.later(chrono::TimeDelta::minutes(1));
        let full = left(app, &ana.bearer());
        assert_eq!(left(app, &ana.bearer()), full - 1);
        assert_eq!(left(app, &bo.bearer()), full, "somebody else, at the same address");
        assert_eq!((left(app, ""), left(app, "")), (full, full - 1));
        // A key counts as itself once it has been good for something.
        assert_eq!(left(app, &one), full - 2, "by its address");
        for bearer in [&one, &other] {
            assert_eq!(app.get_with("/v1/saved-searches", &[("authorization", bearer)]).status, 200);
        }
        assert_eq!((left(app, &one), left(app, &one), left(app, &other)), (full, full - 1, full));
    });
}

#[test]
fn whoever_makes_tokens_up_is_counted_by_the_address() {
    TestApp::on_both(Vec::new, |app| {
        let ana = app.person("ana");
        app.later(chrono::TimeDelta::minutes(1));
        let mut forged = ana.bearer();
        forged.replace_range(forged.len() - 4.., "AAAA");
        let full = left(app, "");
        for (n, made_up) in [forged.as_str(), "Bearer rnv_made-up", "Bearer x", "Basic x", "nonsense"].into_iter().enumerate() {
            assert_eq!(left(app, made_up), full - 1 - n as u32, "{made_up:.20}");
        }
        app.later(chrono::TimeDelta::minutes(10));
        let full = left(app, "");
        assert_eq!(left(app, &ana.bearer()), full - 1, "the token has expired");
    });
}
