use super::*;
use crate::connectors::support::{fixture, page};
use domain::work_mode::WorkMode;

const ADDRESS: &str = "https://hive.example/jobs/1?from=list";

fn parsed(body: &[u8]) -> ParsedPage {
    JsonLd.parse(&FetchedPage { url: ADDRESS.into(), ..page("jsonld", ADDRESS, body) }).unwrap()
}

#[test]
fn a_page_is_its_own_address() {
    let parsed = parsed(fixture!("single.html"));
    let job = &parsed.postings[0];
    assert_eq!((job.external_id.as_str(), job.url.as_str(), job.board.as_str()), (ADDRESS, ADDRESS, ADDRESS));
    assert_eq!((job.title.as_str(), job.location.as_deref()), ("Beekeeper", Some("Austria")));
    assert_eq!((job.known.work_mode, job.known.salary.is_some()), (Some(WorkMode::Remote), true));
    assert!(!parsed.complete);
}

#[test]
fn several_postings_of_a_page_are_told_apart() {
    let ids: Vec<_> = parsed(fixture!("several.html")).postings.into_iter().map(|job| job.external_id).collect();
    assert_eq!(ids, ["https://hive.example/jobs/baker", "https://hive.example/jobs/1?from=list#M-1"]);
}

#[test]
fn microdata_is_read_too() {
    let parsed = parsed(fixture!("microdata.html"));
    let job = &parsed.postings[0];
    assert_eq!((job.title.as_str(), job.location.as_deref()), ("Carpenter", Some("Linz, Austria")));
    assert_eq!(job.description_text, "Plane wood.");
}

#[test]
fn what_cannot_be_read_is_named_and_a_page_without_jobs_is_an_error() {
    let cut = String::from_utf8_lossy(fixture!("single.html")).replace("\"Beekeeper\",", "\"Beekeeper\"");
    let parsed = parsed(cut.as_bytes());
    assert_eq!((parsed.postings.len(), parsed.rejected[0].reason), (0, Rejection::Malformed));
    assert!(JsonLd.parse(&page("jsonld", ADDRESS, b"<html><script type='application/ld+json'>{}</script></html>")).is_err());
}
