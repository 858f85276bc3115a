//! ETags, codings, request ids, CORS.

use std::io::Read;

use tests::app::TestApp;
use tests::postings::dozen;

#[test]
fn an_unchanged_answer_is_not_sent_again() {
    TestApp::on_both(dozen, |app| {
        let first = app.get("/v1/listings?limit=5");
        let tag = first.header("etag").unwrap().to_owned();
        assert!(first.header("cache-control").unwrap().contains("max-age=60"));
        let again = app.get_with("/v1/listings?limit=5", &[("if-none-match", &tag)]);
        assert_eq!((again.status, again.body.len()), (304, 0));
        assert_eq!(again.header("etag"), Some(tag.as_str()));
        let head = app.send("HEAD", "/v1/listings?limit=5", &[]);
        assert_eq!((head.status, head.body.len(), head.header("etag")), (200, 0, Some(tag.as_str())));
    });
}

#[test]
fn bodies_are_coded_as_the_client_wishes() {
    TestApp::on_both(dozen, |app| {
        let plain = app.raw("GET", "/v1/listings?limit=100&work_mode=any", &[("accept-encoding", "identity")]);
        assert_eq!(plain.header("content-encoding"), None);
        for coding in ["gzip", "br", "zstd"] {
            let answer = app.raw("GET", "/v1/listings?limit=100&work_mode=any", &[("accept-encoding", coding)]);
            assert_eq!(answer.header("content-encoding"), Some(coding));
            assert!(answer.header("vary").unwrap().to_lowercase().contains("accept-encoding"));
            assert_eq!(decoded(coding, &answer.body), plain.body);
        }
    });
}

fn decoded(coding: &str, body: &[u8]) -> Vec<u8> {
    let mut decoded = Vec::new();
    let mut reader: Box<dyn Read + '_> = match coding {
        "gzip" => Box::new(flate2::read::GzDecoder::new(body)),
        "br" => Box::new(brotli::Decompressor::new(body, 4096)),
        _ => Box::new(zstd::stream::read::Decoder::new(body).unwrap()),
    };
    reader.read_to_end(&mut decoded).unwrap();
    decoded
}

#[test]
fn a_request_id_comes_back_and_browsers_may_ask() {
    TestApp::on_both(dozen, |app| {
        let answer = app.get_with("/livez", &[("x-request-id", "my-own-id-1234")]);
        assert_eq!(answer.header("x-request-id"), Some("my-own-id-1234"));
        let answer = app.get_with("/livez", &[("x-request-id", "no good")]);
        assert!(answer.header("x-request-id").unwrap().starts_with("req_"));
        let preflight = app.send("OPTIONS", "/v1/listings", &[("origin", "https://app.example"), ("access-control-request-method", "GET")]);
        assert!(matches!(preflight.status, 200 | 204));
        assert_eq!(preflight.header("access-control-allow-origin"), Some("*"));
        let simple = app.get_with("/v1/listings", &[("origin", "https://app.example")]);
        assert_eq!(simple.header("access-control-allow-origin"), Some("*"));
        assert!(simple.header("access-control-expose-headers").unwrap().to_lowercase().contains("etag"));
    });
}
