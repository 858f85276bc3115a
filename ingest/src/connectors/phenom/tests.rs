use super::*;
use crate::connectors::support::{fixture, page};
use domain::employment::EmploymentType;
use domain::posting::Rejection;

const SLUG: &str = "careers.example-ships.com/global/en";

fn list(context: &str) -> ParsedPage {
    Phenom.parse(&FetchedPage { context: context.into(), ..page("phenom", SLUG, fixture!("search.html")) }).unwrap()
}

#[test]
fn a_search_page_is_read_page_by_page() {
    let parsed = list("0");
    let [manager, seller] = parsed.postings.as_slice() else { panic!("{:?}", parsed.rejected) };
    assert_eq!(manager.url, "https://careers.example-ships.com/global/en/job/P-1001");
    assert_eq!(manager.company.as_ref().map(|c| c.name.as_str()), Some("Example Ships"));
    assert_eq!((manager.known.employment_type, manager.posted_at.is_some()), (Some(EmploymentType::FullTime), true));
    assert_eq!(seller.location.as_deref(), Some("Sydney, Australia | Perth, Australia"));
    assert_eq!(parsed.unknown, [("type".to_owned(), "Sometimes".to_owned())]);
    assert_eq!(parsed.rejected.iter().map(|r| r.reason).collect::<Vec<_>>(), [Rejection::NoTitle]);
    let next = parsed.next.unwrap();
    assert_eq!((next.url.as_str(), next.context.as_str()), ("https://careers.example-ships.com/global/en/search-results?from=3&s=1", "3"));
    assert!(list("9").complete && list("9").next.is_none());
    assert_eq!(Phenom.board_of(&next.url).as_deref(), Some(SLUG));
}

#[test]
fn the_page_of_a_job_brings_its_text() {
    let board = Board { source: "phenom".into(), slug: SLUG.into() };
    assert_eq!(Phenom.detail(&board, &list("0").postings[0]).unwrap().url, "https://careers.example-ships.com/global/en/job/P-1001");
    let parsed = Phenom.parse(&page("phenom", SLUG, fixture!("job.html"))).unwrap();
    let manager = &parsed.postings[0];
    assert_eq!((manager.external_id.as_str(), manager.description_text.as_str()), ("P-1001", "We want a Project Manager & a friend."));
    assert_eq!((manager.apply_url.as_str(), parsed.complete), ("https://apply.example/P-1001", false));
}
