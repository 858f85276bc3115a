use std::collections::BTreeMap;
use std::io::Write;

use super::loopback::{START, Standing, answer, endless, fetcher, fetcher_within, server, server_of};
use super::*;
use crate::connector::Key;

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

/// An API that is asked at this pace.
fn api(seconds: i64) -> Manners {
    Manners { pace: TimeDelta::seconds(seconds), heeds_robots: false }
}

fn get(fetcher: &Fetcher, url: &str, known: &Validators) -> Result<Fetched, Error> {
    fetcher.page(&Board::default(), &PageRequest::json(url), api(10), known)
}

#[test]
fn a_page_comes_decoded_with_its_validators_and_an_unchanged_one_does_not_come_again() {
    let page = answer("200 OK", "Content-Type: application/json\r\nContent-Encoding: gzip\r\nETag: \"v1\"\r\n", &gzip(b"{\"jobs\": []}"));
    let (url, serving) = server(vec![page, answer("304 Not Modified", "", b"")]);
    let (fetcher, clock) = fetcher();
    let Ok(Fetched::Page(page, known)) = get(&fetcher, &url, &Validators::default()) else { panic!("no page") };
    assert_eq!((page.body.as_slice(), page.content_type.as_deref()), (b"{\"jobs\": []}".as_slice(), Some("application/json")));
    assert_eq!(known.etag.as_deref(), Some("\"v1\""));
    assert!(matches!(get(&fetcher, &url, &known), Ok(Fetched::Unchanged)));
    assert_eq!(clock.seconds(), 10, "the second request waits for its turn");
    let asked = serving.join().unwrap();
    assert!(asked[0].contains("RemNavi/0 (+https://remnavi.example/contact)"), "{}", asked[0]);
    assert!(asked[1].to_ascii_lowercase().contains("if-none-match: \"v1\""), "{}", asked[1]);
}

#[test]
fn a_list_behind_a_post_is_asked_for_with_its_body() {
    let (url, serving) = server(vec![answer("200 OK", "", b"[]")]);
    let request = PageRequest { method: Method::PostJson("{\"page\":2}".to_owned()), ..PageRequest::json(&url) };
    let (fetcher, _) = fetcher();
    assert!(matches!(fetcher.page(&Board::default(), &request, api(0), &Validators::default()), Ok(Fetched::Page(..))));
    let asked = serving.join().unwrap();
    assert!(asked[0].starts_with("POST ") && asked[0].ends_with("\r\n\r\n{\"page\":2}"), "{}", asked[0]);
}

#[test]
fn a_busy_host_is_asked_again_when_it_wants_to_be() {
    let (url, serving) = server(vec![
        answer("429 Too Many Requests", "Retry-After: 90\r\n", b""),
        answer("503 Service Unavailable", "Retry-After: Thu, 28 May 2026 20:28:30 GMT\r\n", b""),
        answer("200 OK", "", b"[]"),
    ]);
    let (fetcher, clock) = fetcher();
    assert!(matches!(get(&fetcher, &url, &Validators::default()), Ok(Fetched::Page(..))));
    serving.join().unwrap();
    assert_eq!(clock.seconds(), 110);
}

#[test]
fn a_host_that_wants_to_be_left_alone_for_long_is() {
    let (url, serving) = server(vec![answer("429 Too Many Requests", "Retry-After: 7200\r\n", b"")]);
    let (fetcher, _) = fetcher();
    let until = Timestamp::from_unix_seconds(START + 7200);
    for _ in 0..2 {
        let refused = get(&fetcher, &url, &Validators::default());
        assert!(matches!(&refused, Err(Error::LeftAlone { until: at, .. }) if *at == until), "{refused:?}");
    }
    assert_eq!(serving.join().unwrap().len(), 1);
}

#[test]
fn a_refusal_is_not_repeated_and_a_failing_host_is_given_up() {
    let (url, serving) = server(vec![answer("404 Not Found", "", b"")]);
    let (fetcher, clock) = fetcher();
    assert!(matches!(get(&fetcher, &url, &Validators::default()), Err(Error::Status { status: 404, .. })));
    serving.join().unwrap();
    let failing = vec![answer("500 Internal Server Error", "", b""); 3];
    let (url, serving) = server(failing);
    assert!(matches!(get(&fetcher, &url, &Validators::default()), Err(Error::Status { status: 500, .. })));
    assert_eq!(serving.join().unwrap().len(), 3);
    assert_eq!(clock.seconds(), 20, "the host's pace, with its pauses within");
}

/// Limits that a test reaches at once.
const SMALL: Limits = Limits { time: Duration::from_millis(300), bytes: 64 * 1024 };

#[test]
fn a_bomb_a_cut_answer_and_an_unknown_coding_are_errors() {
    let bomb = gzip(&vec![b' '; usize::try_from(SMALL.bytes).unwrap() + 1]);
    let cut = gzip(b"{\"jobs\": [1, 2, 3]}");
    let codings = [
        ("gzip", bomb.as_slice()),
        ("gzip", &cut[..cut.len() - 6]),
        ("br", b"[]"),
        ("zstd", b"[]"),
        ("gzip, gzip", &cut),
        ("deflate", b"[]"),
    ];
    for (coding, body) in codings {
        let (url, serving) = server(vec![answer("200 OK", &format!("Content-Encoding: {coding}\r\n"), body)]);
        let refused = get(&fetcher_within(SMALL).0, &url, &Validators::default());
        assert!(matches!(refused, Err(Error::Body { .. })), "{coding}: {refused:?}");
        serving.join().unwrap();
    }
}

#[test]
fn what_never_ends_is_given_up() {
    let head = |headers: &str| format!("HTTP/1.1 200 OK\r\nConnection: close\r\n{headers}").into_bytes();
    let nothing = gzip(b"");
    let packed = gzip(&[b' '; 4096]);
    let begun = |first: &[u8]| [head("\r\n").as_slice(), first].concat();
    // Each byte comes in time, and the whole never does.
    let (at_once, slowly) = (Duration::ZERO, SMALL.time / 10);
    let endless_answers = [
        ("a body", head("\r\n"), vec![b' '; 4096], at_once),
        ("chunks", head("Transfer-Encoding: chunked\r\n\r\n"), b"4\r\n[1,]\r\n".to_vec(), at_once),
        ("a packed body", head("Content-Encoding: gzip\r\n\r\n"), packed, at_once),
        ("packed nothing", head("Content-Encoding: gzip\r\n\r\n"), nothing.clone(), at_once),
        ("headers", head(""), b"X-More: and more\r\n".to_vec(), at_once),
        ("a body that stops", begun(b"[1,"), Vec::new(), at_once),
        ("headers that stop", head("X-More: "), Vec::new(), at_once),
        ("a body that drips", begun(b"["), b"1".to_vec(), slowly),
        ("chunks that drip", head("Transfer-Encoding: chunked\r\n\r\n"), b"1\r\n1\r\n".to_vec(), slowly),
        ("a packed body that drips", head("Content-Encoding: gzip\r\n\r\n"), nothing, slowly),
        ("headers that drip", head("X-More: "), b"x".to_vec(), slowly),
    ];
    for (what, first, again, pause) in endless_answers {
        let (url, serving) = endless(first, again, pause);
        let refused = get(&fetcher_within(SMALL).0, &url, &Validators::default());
        assert!(matches!(refused, Err(Error::Body { .. } | Error::Silent { .. })), "{what}: {refused:?}");
        serving.join().unwrap();
    }
}

#[test]
fn redirects_end() {
    let (url, serving) = server_of(|own| vec![answer("302 Found", &format!("Location: {own}\r\n"), b""); 4]);
    // Asked again like any failure; the server is gone by then.
    assert!(matches!(get(&fetcher().0, &url, &Validators::default()), Err(Error::Silent { .. })));
    assert_eq!(serving.join().unwrap().len(), 4);
}

#[test]
fn nothing_inside_the_network_is_asked() {
    let clock = Standing::new();
    let public = Fetcher::new("RemNavi/0", Reach::Public, Box::new(clock.clone()), clock.turns(), 1);
    for url in [
        "https://127.0.0.1:9/",
        "https://localhost:9/",
        "https://169.254.169.254/latest/",
        "https://[::1]:9/",
        "http://192.0.2.1/",
        "file:///etc/hosts",
        "jobs",
    ] {
        let refused = get(&public, url, &Validators::default());
        assert!(matches!(refused, Err(Error::Address(_))), "{url}: {refused:?}");
    }
    let (url, serving) = server(vec![answer("302 Found", "Location: http://192.0.2.1/inside\r\n", b"")]);
    let refused = get(&fetcher().0, &url, &Validators::default());
    assert!(matches!(refused, Err(Error::Address(_))), "{refused:?}");
    serving.join().unwrap();
}

static QUERY_AND_HEADER: [Key; 3] = [Key::in_query("app_key"), Key::in_header("Authorization-Key"), Key::in_query("more").optional()];

#[test]
fn keys_are_sent_and_stand_nowhere_else() {
    let (url, serving) = server(vec![answer("200 OK", "", b"[]")]);
    let request = PageRequest::json(format!("{url}?page=1")).with_keys(&QUERY_AND_HEADER);
    let board = Board { source: "acme".into(), ..Board::default() };
    let keys = BTreeMap::from([("app_key".to_owned(), "s3 cret".to_owned()), ("Authorization-Key".to_owned(), "t0ken".to_owned())]);
    let keys = Keys::new(BTreeMap::from([("acme".to_owned(), keys)]));
    assert!(!format!("{keys:?}").contains("cret"), "{keys:?}");
    let knowing = fetcher().0.with_keys(keys);
    let Ok(Fetched::Page(page, _)) = knowing.page(&board, &request, api(0), &Validators::default()) else { panic!("no page") };
    assert_eq!(page.url, format!("{url}?page=1"));
    let asked = serving.join().unwrap();
    assert!(
        asked[0].starts_with("GET /jobs?page=1&app_key=s3+cret HTTP") && asked[0].to_ascii_lowercase().contains("authorization-key: t0ken"),
        "{}",
        asked[0]
    );
}

#[test]
fn a_missing_key_is_named_and_nothing_asked() {
    let request = PageRequest::json("http://127.0.0.1:9/").with_keys(&QUERY_AND_HEADER);
    let refused = fetcher().0.page(&Board::default(), &request, api(0), &Validators::default());
    assert!(matches!(refused, Err(Error::Key { name: "app_key", .. })), "{refused:?}");
}

#[test]
fn keys_do_not_follow_a_redirect() {
    let (url, serving) = server_of(|own| vec![answer("302 Found", &format!("Location: {own}\r\n"), b"")]);
    let keys = BTreeMap::from([("app_key".to_owned(), "s3cret".to_owned()), ("Authorization-Key".to_owned(), "t0ken".to_owned())]);
    let knowing = fetcher().0.with_keys(Keys::new(BTreeMap::from([(String::new(), keys)])));
    let request = PageRequest::json(&url).with_keys(&QUERY_AND_HEADER);
    let refused = knowing.page(&Board::default(), &request, api(0), &Validators::default());
    assert!(matches!(refused, Err(Error::Status { status: 302, .. })), "{refused:?}");
    assert_eq!(serving.join().unwrap().len(), 1);
}

#[test]
fn unchanged_is_not_believed_of_what_nobody_has() {
    let (url, serving) = server(vec![answer("304 Not Modified", "", b"")]);
    let refused = get(&fetcher().0, &url, &Validators::default());
    assert!(matches!(refused, Err(Error::NeverGiven(_))), "{refused:?}");
    serving.join().unwrap();
}

#[test]
fn what_a_host_asked_for_holds_after_a_restart() {
    let (url, serving) = server(vec![answer("429 Too Many Requests", "Retry-After: 7200\r\n", b"")]);
    let (first, clock) = fetcher();
    assert!(get(&first, &url, &Validators::default()).is_err());
    serving.join().unwrap();
    let restarted = Fetcher::new("RemNavi/0", Reach::Loopback, Box::new(clock.clone()), clock.turns(), 2);
    let refused = get(&restarted, &url, &Validators::default());
    assert!(matches!(refused, Err(Error::LeftAlone { .. })), "{refused:?}");
}

#[test]
fn two_workers_ask_one_host_one_after_the_other() {
    let (url, serving) = server(vec![answer("200 OK", "", b"[]"); 8]);
    let clock = Standing::new();
    let worker = |owner| Fetcher::new("RemNavi/0", Reach::Loopback, Box::new(clock.clone()), clock.turns(), owner);
    let (a, b) = (worker(1), worker(2));
    // Waiting passes no real time, so on a busy machine a worker may lose its patience while the other asks: it comes again.
    let ask = |fetcher| match get(fetcher, &url, &Validators::default()) {
        Ok(_) => true,
        Err(Error::LeftAlone { .. }) => false,
        Err(other) => panic!("{other:?}"),
    };
    std::thread::scope(|threads| {
        for fetcher in [&a, &b] {
            threads.spawn(move || (0..4).for_each(|_| while !ask(fetcher) {}));
        }
    });
    assert_eq!(serving.join().unwrap().len(), 8);
    assert!(clock.seconds() >= 70, "seven paces of ten seconds, whoever asks");
}

/// Asks for a web page below this address.
fn page(fetcher: &Fetcher, url: &str, path: &str) -> Result<Fetched, Error> {
    let request = PageRequest::html(url.replace("/jobs", path));
    fetcher.page(&Board::default(), &request, api(1), &Validators::default())
}

#[test]
fn pages_are_asked_for_where_robots_txt_allows_it_which_is_read_once_a_day() {
    let robots = || answer("200 OK", "", b"User-agent: *\nDisallow: /private");
    let html = || answer("200 OK", "", b"<html></html>");
    let (url, serving) = server(vec![robots(), html(), html(), robots(), html()]);
    let (fetcher, clock) = fetcher();
    assert!(page(&fetcher, &url, "/careers").is_ok());
    let refused = page(&fetcher, &url, "/private/1");
    assert!(matches!(&refused, Err(Error::Forbidden { path, .. }) if path == "/private/1"), "{refused:?}");
    assert!(page(&fetcher, &url, "/careers").is_ok());
    clock.pass(TimeDelta::hours(25));
    assert!(page(&fetcher, &url, "/careers").is_ok());
    let asked: Vec<String> = serving.join().unwrap().iter().map(|asked| asked.split(' ').nth(1).unwrap().to_owned()).collect();
    assert_eq!(asked, ["/robots.txt", "/careers", "/careers", "/robots.txt", "/careers"]);
}

#[test]
fn a_host_without_robots_txt_forbids_nothing_and_one_that_fails_everything() {
    let (url, serving) = server(vec![answer("404 Not Found", "", b""), answer("200 OK", "", b"<html></html>")]);
    assert!(page(&fetcher().0, &url, "/careers").is_ok());
    serving.join().unwrap();
    let (url, serving) = server(vec![answer("500 Internal Server Error", "", b""); 3]);
    let refused = page(&fetcher().0, &url, "/careers");
    assert!(matches!(refused, Err(Error::Robots { .. })), "{refused:?}");
    assert_eq!(serving.join().unwrap().len(), 3);
}

#[test]
fn an_offered_api_is_not_asked_for_robots_txt_and_the_calls_of_pages_are() {
    let (url, serving) = server(vec![answer("200 OK", "", b"[]"), answer("200 OK", "", b"User-agent: *\nDisallow: /")]);
    let (fetcher, _) = fetcher();
    assert!(get(&fetcher, &url, &Validators::default()).is_ok());
    let call = Manners { heeds_robots: true, ..api(1) };
    let refused = fetcher.page(&Board::default(), &PageRequest::json(&url), call, &Validators::default());
    assert!(matches!(refused, Err(Error::Forbidden { .. })), "{refused:?}");
    assert_eq!(serving.join().unwrap().len(), 2);
}
