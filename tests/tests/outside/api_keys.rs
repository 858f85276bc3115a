//! `/v1/api-keys`

use chrono::TimeDelta;
use serde_json::{Value, json};
use tests::app::TestApp;

#[test]
fn a_key_is_shown_once_and_does_what_its_scopes_say() {
    TestApp::on_both(Vec::new, |app| {
        let ana = app.person("ana");
        let made = ana.send_json("POST", "/v1/api-keys", &json!({ "name": "Script", "scopes": ["searches:read", "searches:read"] }));
        let body = made.json();
        let key = body["key"].as_str().unwrap().to_owned();
        assert_eq!((made.status, made.header("cache-control"), &body["scopes"]), (201, Some("no-store"), &json!(["searches:read"])));
        assert!(key.starts_with("rnv_") && key.len() == 42 && key.ends_with(body["hint"].as_str().unwrap()));
        let path = made.header("location").unwrap();
        assert_eq!(ana.get(path).json()["key"], Value::Null);
        let bearer = format!("Bearer {key}");
        let ask = |method: &str, path: &str| app.send(method, path, &[("authorization", &bearer)]);
        assert_eq!(ask("GET", "/v1/saved-searches").status, 200);
        assert!(ana.get(path).json()["last_used_at"].is_string());
        let denied =
            app.send_json("POST", "/v1/saved-searches", &[("authorization", &bearer)], &json!({ "name": "x", "query": "skill=rust" }));
        assert_eq!((denied.status, denied.json()["code"].as_str()), (403, Some("insufficient-scope")));
        assert!(denied.header("www-authenticate").unwrap().contains("searches:write"));
        for (method, path) in [("GET", "/v1/me"), ("DELETE", "/v1/me"), ("GET", "/v1/api-keys"), ("POST", "/v1/auth/logout")] {
            assert_eq!(ask(method, path).status, 403, "{method} {path} is for people");
        }
        assert_eq!((ana.send("DELETE", path).status, ana.send("DELETE", path).status), (204, 204));
        assert_eq!(ask("GET", "/v1/saved-searches").status, 401, "it is withdrawn at once");
    });
}

#[test]
fn a_key_ends_when_it_should_and_typing_errors_are_told() {
    TestApp::on_both(Vec::new, |app| {
        let ana = app.person("ana");
        let end = app.now().plus(TimeDelta::minutes(5)).to_string();
        let body = |expires: &Value, scopes: &Value| json!({ "name": "Short", "scopes": scopes, "expires_at": expires });
        let scopes = json!(["searches:read"]);
        let made = ana.send_json("POST", "/v1/api-keys", &body(&json!(end), &scopes)).json();
        let key = made["key"].as_str().unwrap();
        let ask = |key: &str| app.get_with("/v1/saved-searches", &[("authorization", &format!("Bearer {key}"))]).status;
        assert_eq!(ask(key), 200);
        let mut wrong = key.to_owned();
        wrong.replace_range(10..11, if &key[10..11] == "a" { "b" } else { "a" });
        assert_eq!((ask(&wrong), ask("rnv_"), ask(&format!("{key}x"))), (401, 401, 401));
        app.later(TimeDelta::minutes(5));
        assert_eq!(ask(key), 401);
        let refused = |expires: Value, scopes: Value| ana.send_json("POST", "/v1/api-keys", &body(&expires, &scopes)).status;
        assert_eq!(refused(json!("2020-01-01T00:00:00Z"), scopes.clone()), 422);
        assert_eq!(refused(Value::Null, json!([])), 422);
        assert_eq!(refused(Value::Null, json!(["everything"])), 422);
        assert_eq!(ana.get("/v1/api-keys").json()["items"].as_array().unwrap().len(), 1);
    });
}
