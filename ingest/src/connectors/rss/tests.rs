use super::*;
use crate::connectors::support::{fixture, page};
use domain::employment::EmploymentType;
use domain::work_mode::WorkMode;

const FEED: &str = "https://jobs.example/feed.rss#title={title} at {company}&location=job:region&mode=\"remote\"";

fn parsed(board: &str, body: &[u8]) -> ParsedPage {
    let url = Rss.first_page(&Board { source: "rss".into(), slug: board.into() }, None).url;
    Rss.parse(&FetchedPage { url, ..page("rss", board, body) }).unwrap()
}

#[test]
fn items_are_read_by_the_mapping_that_is_never_sent() {
    assert_eq!(Rss.first_page(&Board { source: "rss".into(), slug: FEED.into() }, None).url, "https://jobs.example/feed.rss");
    let parsed = parsed(FEED, fixture!("feed.rss"));
    let [cook, stowaway] = parsed.postings.as_slice() else { panic!("{:?}", parsed.rejected) };
    assert_eq!((cook.title.as_str(), cook.company.as_ref().map(|c| c.name.as_str())), ("Cook at Sea", Some("Galley & Co")));
    assert_eq!((cook.external_id.as_str(), cook.location.as_deref()), ("sea-1", Some("Worldwide")));
    assert_eq!((cook.known.employment_type, cook.known.work_mode), (Some(EmploymentType::FullTime), Some(WorkMode::Remote)));
    assert_eq!((cook.description_text.as_str(), cook.tags.len()), ("Cook & bake.", 1));
    assert_eq!((stowaway.title.as_str(), stowaway.url.as_str(), &stowaway.company), ("Stowaway", "https://jobs.example/2", &None));
    assert_eq!(parsed.rejected[0].reason, Rejection::NoId);
    assert!(!parsed.complete);
}

#[test]
fn common_names_need_no_mapping() {
    let parsed = parsed("https://jobs.example/feed.rss", fixture!("feed.rss"));
    assert_eq!((parsed.postings[0].title.as_str(), parsed.postings[0].location.as_deref()), ("Cook at Sea at Galley & Co", None));
    assert_eq!(parsed.postings[0].posted_at.map(|at| at.date().to_string()).as_deref(), Some("2026-08-07"));
}

#[test]
fn atom_links_stand_in_attributes() {
    let parsed = parsed("https://ashore.example/feed.atom#company=\"Ashore\"", fixture!("feed.atom"));
    let master = &parsed.postings[0];
    assert_eq!((master.external_id.as_str(), master.url.as_str()), ("tag:ashore.example,2026:7", "https://ashore.example/jobs/7"));
    assert_eq!((master.company.as_ref().map(|c| c.name.as_str()), master.description_text.as_str()), (Some("Ashore"), "Keep the harbour."));
    assert_eq!(master.posted_at.map(|at| at.date().to_string()).as_deref(), Some("2026-08-06"));
}
