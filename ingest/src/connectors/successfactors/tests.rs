use super::*;
use crate::connectors::support::{fixture, page};
use domain::employment::EmploymentType;

const SLUG: &str = "jobs.example-mills.com";

fn parsed(body: &[u8]) -> ParsedPage {
    SuccessFactors.parse(&page("successfactors", SLUG, body)).unwrap()
}

fn board() -> Board {
    Board { source: "successfactors".into(), slug: SLUG.into() }
}

#[test]
fn a_feed_puts_places_behind_titles() {
    let parsed = parsed(fixture!("feed.xml"));
    let [miller, baker] = parsed.postings.as_slice() else { panic!("{:?}", parsed.rejected) };
    assert_eq!((miller.title.as_str(), miller.external_id.as_str()), ("Senior Miller", "1000001"));
    assert_eq!((miller.location.as_deref(), miller.expires_at.is_some()), (Some("Tel Aviv, Israel, 6944020"), true));
    assert_eq!(miller.company.as_ref().map(|c| c.name.as_str()), Some("Example Mills Ltd."));
    assert_eq!((baker.title.as_str(), baker.external_id.as_str()), ("Baker (Night Shift)", "1000002"));
    assert_eq!(baker.company.as_ref().map(|c| c.name.as_str()), Some("Example Mills"));
    assert!(!parsed.complete && SuccessFactors.detail(&board(), miller).is_none());
}

#[test]
fn a_plain_list_is_read_as_well() {
    let parsed = parsed(fixture!("jobs.xml"));
    let [miller, seller] = parsed.postings.as_slice() else { panic!("{:?}", parsed.rejected) };
    assert_eq!((miller.external_id.as_str(), miller.known.employment_type), ("9001-en_US", Some(EmploymentType::FullTime)));
    assert_eq!((seller.external_id.as_str(), seller.location.as_deref()), ("SF-2", Some("New York, NY, US")));
    assert!(seller.posted_at.is_some());
}

#[test]
fn a_search_page_names_jobs_whose_pages_tell_the_rest() {
    let parsed = parsed(fixture!("search.html"));
    let [miller] = parsed.postings.as_slice() else { panic!("{:?}", parsed.rejected) };
    assert_eq!((miller.title.as_str(), miller.location.as_deref()), ("Miller & Baker", Some("San Ramon, CA, US, 94583")));
    assert_eq!(parsed.rejected.iter().map(|r| r.reason).collect::<Vec<_>>(), [Rejection::NoId]);
    let url = SuccessFactors.detail(&board(), miller).unwrap().url;
    assert_eq!(url, "https://jobs.example-mills.com/job/San-Ramon-Miller-CA-94583/1000003/");
    let job = br#"<html><div itemscope itemtype="http://schema.org/JobPosting"><h1 itemprop="title">Miller &amp; Baker</h1><span itemprop="description"><p>Mill.</p></span></div></html>"#;
    let detail = SuccessFactors.parse(&FetchedPage { url, ..page("successfactors", SLUG, job) }).unwrap();
    assert_eq!((detail.postings[0].external_id.as_str(), detail.postings[0].description_text.as_str()), ("1000003", "Mill."));
}

#[test]
fn boards_are_hosts() {
    assert_eq!(SuccessFactors.board_of("https://jobs.example-mills.com/search/?q=").as_deref(), Some(SLUG));
    assert_eq!(SuccessFactors.board_of(&SuccessFactors.first_page(&board(), None).url).as_deref(), Some(SLUG));
    assert_eq!(SuccessFactors.board_of("https://jobs.example-mills.com/about"), None);
}
