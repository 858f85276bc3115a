//! Bodies: media types, codings, limits, JSON.

use std::io::Write;

use serde_json::json;
use tests::app::{Answer, TestApp};
use tests::people::PASSWORD;

const LOGIN: &str = "/v1/auth/login";

fn post(app: &TestApp, headers: &[(&str, &str)], body: &[u8]) -> Answer {
    app.send_body("POST", LOGIN, headers, body)
}

#[test]
fn a_body_is_json_and_says_so() {
    TestApp::on_both(Vec::new, |app| {
        let good = json!({ "email": "ana@mail.example", "password": PASSWORD }).to_string();
        for media in
            ["text/plain", "application/x-www-form-urlencoded", "application/json; charset=latin1", "application/merge-patch+json", "json"]
        {
            let answer = post(app, &[("content-type", media)], good.as_bytes());
            assert_eq!((answer.status, answer.header("accept")), (415, Some("application/json")), "{media}");
        }
        assert_eq!(post(app, &[("content-type", "application/json; charset=UTF-8")], good.as_bytes()).status, 401);
        assert_eq!(app.send("POST", LOGIN, &[]).status, 415);
        let json = [("content-type", "application/json")];
        for broken in ["{", "{\"email\": \"a\", \"email\": \"b\"}", "\u{feff}{}", "{} {}", "nul", "{\"email\": \"\\ud800\"}"] {
            let answer = post(app, &json, broken.as_bytes());
            assert_eq!((answer.status, answer.json()["code"].as_str()), (400, Some("malformed-request")), "{broken}");
        }
        for other in ["[]", "1", "\"x\"", "null"] {
            assert_eq!(post(app, &json, other.as_bytes()).status, 422, "{other}");
        }
        assert_eq!(post(app, &json, &[b"{\"email\": \"".as_slice(), &[0xff], b"\"}"].concat()).status, 400);
        assert_eq!(post(app, &json, "[".repeat(60_000).as_bytes()).status, 400);
    });
}

#[test]
fn a_megabyte_is_too_much_packed_or_not() {
    TestApp::on_both(Vec::new, |app| {
        let body = json!({ "email": "ana@mail.example", "password": "x".repeat(1 << 20) }).to_string();
        let json = ("content-type", "application/json");
        let answer = post(app, &[json], body.as_bytes());
        assert_eq!((answer.status, answer.json()["code"].as_str()), (413, Some("content-too-large")));
        let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
        packed.write_all(body.as_bytes()).unwrap();
        let packed = packed.finish().unwrap();
        assert!(packed.len() < 10_000);
        assert_eq!(post(app, &[json, ("content-encoding", "gzip")], &packed).status, 413);
        assert_eq!(post(app, &[json, ("content-encoding", "br")], &packed).status, 415);
        assert_eq!(post(app, &[json, ("content-encoding", "gzip")], b"no gzip").status, 400);
        let mut small = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        small.write_all(json!({ "email": "ana@mail.example", "password": PASSWORD }).to_string().as_bytes()).unwrap();
        assert_eq!(post(app, &[json, ("content-encoding", "gzip")], &small.finish().unwrap()).status, 401);
        let long = json!({ "email": "ana@mail.example", "password": "x".repeat(10_000) });
        assert_eq!(app.post(LOGIN, &long).status, 422);
    });
}
