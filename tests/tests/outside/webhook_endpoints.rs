//! `/v1/webhook-endpoints`

use chrono::TimeDelta;
use serde_json::{Value, json};
use tests::app::{Answer, TestApp};
use tests::people::Person;

const GOOD: &str = "https://hooks.acme.example/jobs";

fn create(person: &Person<'_>, url: &str) -> Answer {
    person.send_json("POST", "/v1/webhook-endpoints", &json!({ "url": url, "description": "Our channel" }))
}

#[test]
fn a_secret_is_shown_once() {
    TestApp::on_both(Vec::new, |app| {
        let ana = app.person("ana");
        let body = json!({ "url": GOOD });
        let make = || ana.send_json_with("POST", "/v1/webhook-endpoints", &[("idempotency-key", "k1")], &body);
        let (made, again) = (make(), make());
        let shown = made.json();
        assert_eq!((made.status, made.header("cache-control"), &shown["state"]), (201, Some("no-store"), &json!("enabled")));
        assert!(shown["secret"].as_str().unwrap().starts_with("whsec_"));
        assert_eq!((&again.json()["id"], &again.json()["secret"]), (&shown["id"], &Value::Null));
        let got = ana.get(made.header("location").unwrap());
        assert_eq!((&got.json()["secret"], got.header("etag")), (&Value::Null, made.header("etag")));
        assert_eq!(ana.get("/v1/webhook-endpoints").json()["items"], json!([got.json()]));
        assert_eq!(ana.send("POST", "/v1/me/export").json()["webhook_endpoints"], json!([got.json()]));
    });
}

/// Targets that nothing may be sent to, each with a part of the reason.
const BAD: &[(&str, &str)] = &[
    ("http://hooks.acme.example/", "https"),
    ("ftp://hooks.acme.example/", "https"),
    ("javascript:alert(1)", "absolute"),
    ("data:text/plain,x", "absolute"),
    ("file:///etc/passwd", "slashes"),
    ("hooks.acme.example", "absolute"),
    ("//hooks.acme.example/", "absolute"),
    ("https://", "absolute"),
    ("https://hooks.acme.example:22/", "ports"),
    ("https://hooks.acme.example:8080/", "ports"),
    ("https://hooks.acme.example:99999/", "absolute"),
    ("https://me:pw@hooks.acme.example/", "password"),
    ("https://hooks.acme.example@127.0.0.1/", "password"),
    ("https://@hooks.acme.example/", "password"),
    ("https://hooks.acme.example/#x", "fragment"),
    ("https://hooks.acme.example\\@127.0.0.1/", "backslashes"),
    ("https://hooks.acme.example/a b", "Blanks"),
    ("https://hooks.acme.example/\r\nX-Header: y", "control"),
    ("https://hooks.acme.example./", "dot"),
    ("https://localhost/", "no public name"),
    ("https://localhost./", "no public name"),
    ("https://LOCALHOST/", "no public name"),
    ("https://api.localhost/", "no public name"),
    ("https://intranet/", "no public name"),
    ("https://db.internal/", "no public name"),
    ("https://metadata.google.internal/", "no public name"),
    ("https://printer.local/", "no public name"),
    ("https://nas.home.arpa/", "no public name"),
    ("https://127.0.0.1/", "loopback"),
    ("https://127.0.0.1./", "four decimal numbers"),
    ("https://127.1/", "loopback"),
    ("https://2130706433/", "loopback"),
    ("https://0x7f000001/", "loopback"),
    ("https://0x7f.0.0.1/", "loopback"),
    ("https://0177.0.0.1/", "loopback"),
    ("https://017700000001/", "loopback"),
    ("https://%31%32%37.0.0.1/", "loopback"),
    ("https://\u{ff11}\u{ff12}\u{ff17}.0.0.1/", "loopback"),
    ("https://127\u{3002}0\u{3002}0\u{3002}1/", "loopback"),
    ("https://8.8.2056/", "four decimal numbers"),
    ("https://0.0.0.0/", "unspecified"),
    ("https://0.1.2.3/", "reserved"),
    ("https://10.0.0.1/", "private"),
    ("https://172.16.0.1/", "private"),
    ("https://192.168.1.1:8443/", "private"),
    ("https://100.64.0.1/", "provider"),
    ("https://169.254.1.1/", "link-local"),
    ("https://169.254.169.254/latest/meta-data/", "metadata"),
    ("https://100.100.100.200/", "metadata"),
    ("https://168.63.129.16/", "metadata"),
    ("https://192.0.2.1/", "documentation"),
    ("https://198.18.0.1/", "reserved"),
    ("https://224.0.0.1/", "multicast"),
    ("https://255.255.255.255/", "reserved"),
    ("https://[::1]/", "loopback"),
    ("https://[::]/", "unspecified"),
    ("https://[fe80::1]/", "link-local"),
    ("https://[fd00::1]/", "private"),
    ("https://[fd00:ec2::254]/", "metadata"),
    ("https://[ff02::1]/", "multicast"),
    ("https://[::ffff:127.0.0.1]/", "loopback"),
    ("https://[::ffff:a9fe:a9fe]/", "metadata"),
    ("https://[::127.0.0.1]/", "inside an IPv6"),
    ("https://[64:ff9b::7f00:1]/", "inside an IPv6"),
    ("https://[2002:7f00:1::1]/", "inside an IPv6"),
    ("https://[2001:0:7f00:1::]/", "inside an IPv6"),
    ("https://[2001:db8::1]/", "documentation"),
    ("https://[fe80::1%25eth0]/", "absolute"),
    ("https://inside.acme.example/", "leads to a loopback"),
    ("https://half-inside.acme.example/", "leads to an address of a private"),
    ("https://metadata.acme.example/", "leads to the address of a cloud's metadata"),
    ("https://mapped.acme.example/", "leads to an address of a private"),
];

#[test]
fn what_may_lead_inside_is_refused_with_the_reason() {
    let app = TestApp::embedded(Vec::new());
    let ana = app.person("ana");
    for (url, part) in BAD {
        let answer = create(&ana, url);
        let body = answer.json();
        assert!(answer.status == 422 && body["errors"].to_string().contains(part), "{url:?}: {body}");
        assert!(body["errors"].as_array().unwrap().iter().all(|error| error["pointer"] == "/url"), "{url:?}");
        let expected = if *part == "absolute" { "validation-failed" } else { "unsafe-url" };
        assert_eq!(body["code"], expected, "{url:?}");
    }
    assert!(create(&ana, &format!("{GOOD}/{}", "x".repeat(2_000))).status == 422);
    let all = create(&ana, "http://me:pw@127.1:22/#x").json();
    assert_eq!(all["errors"].as_array().unwrap().len(), 6, "everything is said at once: {all}");
    assert_eq!(ana.get("/v1/webhook-endpoints").json()["items"], json!([]));
    for good in [GOOD, "https://93.184.216.34:8443/", "https://[2606:4700::1111]/", "https://not-set-up-yet.acme.example/"] {
        assert_eq!(create(&ana, good).status, 201, "{good}");
    }
}

#[test]
fn a_change_is_held_to_the_same_rules() {
    TestApp::on_both(Vec::new, |app| {
        let ana = app.person("ana");
        let made = create(&ana, GOOD);
        let (path, tag) = (made.header("location").unwrap().to_owned(), made.header("etag").unwrap().to_owned());
        let patch = |tag: &str, body: Value| ana.send_json_with("PATCH", &path, &[("if-match", tag)], &body);
        assert_eq!(patch("*", json!({ "url": "https://10.0.0.1/" })).json()["code"], "unsafe-url");
        let changed = patch(&tag, json!({ "state": "disabled", "description": null })).json();
        assert_eq!((&changed["state"], &changed["disabled_reason"]), (&json!("disabled"), &json!("by_owner")));
        assert_eq!((&changed["description"], &changed["url"]), (&Value::Null, &json!(GOOD)));
        assert_eq!(patch(&tag, json!({ "state": "enabled" })).status, 412);
        assert_eq!(ana.send("POST", &format!("{path}/test")).status, 409, "it is disabled");
        assert_eq!(patch("*", json!({ "state": "enabled" })).json()["disabled_reason"], Value::Null);
        for (body, pointer) in
            [(json!({ "url": null }), "/url"), (json!({ "state": "gone" }), "/state"), (json!({ "secret": "x" }), "/secret")]
        {
            let refused = patch("*", body);
            assert_eq!((refused.status, refused.json()["errors"][0]["pointer"].as_str()), (422, Some(pointer)));
        }
        let delete = |tag: &str| app.send("DELETE", &path, &[("authorization", &ana.bearer()), ("if-match", tag)]).status;
        assert_eq!((delete(&tag), delete("*"), delete("*")), (412, 204, 204));
        assert_eq!(ana.get(&path).status, 404);
    });
}

#[test]
fn a_rotation_shows_the_new_secret_and_keeps_the_old_one_for_a_day() {
    TestApp::on_both(Vec::new, |app| {
        let ana = app.person("ana");
        let made = create(&ana, GOOD);
        let path = made.header("location").unwrap();
        let rotated = ana.send("POST", &format!("{path}/rotate"));
        let body = rotated.json();
        assert_eq!((rotated.status, rotated.header("cache-control")), (200, Some("no-store")));
        assert!(body["secret"].is_string() && body["secret"] != made.json()["secret"]);
        assert_eq!(body["previous_secret_until"], json!(app.now().plus(TimeDelta::hours(24)).to_string()));
        let got = ana.get(path);
        assert_eq!((&got.json()["secret"], got.header("etag")), (&Value::Null, rotated.header("etag")));
        assert_ne!(got.header("etag"), made.header("etag"));
    });
}

#[test]
fn what_belongs_to_somebody_else_is_not_there() {
    TestApp::on_both(Vec::new, |app| {
        let (ana, bo) = (app.person("ana"), app.person("bo"));
        let made = create(&ana, GOOD);
        let path = made.header("location").unwrap();
        let test = ana.send("POST", &format!("{path}/test"));
        let delivery = test.header("location").unwrap();
        for (method, path) in [
            ("GET", path.to_owned()),
            ("DELETE", path.to_owned()),
            ("POST", format!("{path}/rotate")),
            ("POST", format!("{path}/test")),
            ("GET", format!("{path}/deliveries")),
            ("GET", delivery.to_owned()),
            ("POST", format!("{delivery}/replay")),
        ] {
            assert_eq!(bo.send(method, &path).status, 404, "{method} {path}");
        }
        assert_eq!(bo.send_json("PATCH", path, &json!({ "state": "disabled" })).status, 404);
        assert_eq!((ana.get(path).status, ana.get(delivery).status), (200, 200));
    });
}

#[test]
fn keys_need_the_scope_and_there_is_a_most() {
    TestApp::on_both(Vec::new, |app| {
        let ana = app.person("ana");
        let key = |scope: &str| {
            let made = ana.send_json("POST", "/v1/api-keys", &json!({ "name": "Script", "scopes": [scope] })).json();
            format!("Bearer {}", made["key"].as_str().unwrap())
        };
        let (reader, writer) = (key("webhooks:read"), key("webhooks:write"));
        let body = json!({ "url": GOOD });
        let make = |bearer: &str| app.send_json("POST", "/v1/webhook-endpoints", &[("authorization", bearer)], &body);
        let list = |bearer: &str| app.get_with("/v1/webhook-endpoints", &[("authorization", bearer)]).status;
        assert_eq!((make(&reader).status, list(&reader), list(&writer)), (403, 200, 403));
        assert!((0..10).all(|_| make(&writer).status == 201));
        assert_eq!((make(&writer).status, make(&writer).json()["code"].as_str()), (409, Some("conflict")));
    });
}

#[test]
fn the_log_is_walked_by_cursor() {
    TestApp::on_both(Vec::new, |app| {
        let ana = app.person("ana");
        let made = create(&ana, GOOD);
        let path = made.header("location").unwrap();
        let ids: Vec<String> = (0..5)
            .map(|_| {
                app.later(TimeDelta::seconds(1));
                ana.send("POST", &format!("{path}/test")).json()["id"].as_str().unwrap().to_owned()
            })
            .collect();
        let page = |cursor: &str| ana.get(&format!("{path}/deliveries?limit=2&include=total&cursor={cursor}")).json();
        let shown =
            |page: &Value| page["items"].as_array().unwrap().iter().map(|item| item["id"].as_str().unwrap().to_owned()).collect::<Vec<_>>();
        let first = page("first");
        let second = page(first["page"]["next_cursor"].as_str().unwrap());
        let third = page(second["page"]["next_cursor"].as_str().unwrap());
        let newest: Vec<String> = ids.iter().rev().cloned().collect();
        assert_eq!([shown(&first), shown(&second), shown(&third)].concat(), newest);
        assert_eq!((&first["total"]["value"], &third["page"]["next_cursor"]), (&json!(5), &Value::Null));
        assert_eq!(page(third["page"]["prev_cursor"].as_str().unwrap())["items"], second["items"]);
        let states: Vec<&str> = first["items"].as_array().unwrap().iter().map(|item| item["state"].as_str().unwrap()).collect();
        assert_eq!(states, ["waiting", "dead"], "a test takes the place of an earlier one that waits");
    });
}
