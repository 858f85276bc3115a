use super::*;
use crate::connectors::support::{fixture, major, page};
use domain::employment::EmploymentType;
use domain::work_mode::WorkMode;

#[test]
fn an_item_and_its_job_posting_are_one() {
    let parsed = Teamtailor.parse(&page("teamtailor", "example-solskydd", fixture!("jobs.json"))).unwrap();
    let [seller, remote] = parsed.postings.as_slice() else { panic!("{:?}", parsed.rejected) };
    assert_eq!((seller.external_id.as_str(), seller.description_text.as_str()), ("7000001", "Sälj skugga & ljus."));
    assert_eq!(seller.company.as_ref().map(|c| c.name.as_str()), Some("Example Solskydd AB"));
    assert_eq!((seller.location.as_deref(), seller.known.employment_type), (Some("Stockholm, Sweden"), Some(EmploymentType::FullTime)));
    assert_eq!(seller.known.salary.map(|pay| (major(pay.min()), major(pay.max()))), Some((Some(30_000), Some(40_000))));
    assert_eq!(
        (remote.known.work_mode, remote.company.as_ref().map(|c| c.name.as_str())),
        (Some(WorkMode::Remote), Some("Example Solskydd"))
    );
    assert_eq!(parsed.rejected.iter().map(|r| r.reason).collect::<Vec<_>>(), [Rejection::NoTitle]);
}

#[test]
fn further_pages_are_those_of_the_same_host() {
    let own = Teamtailor.parse(&page("teamtailor", "example-solskydd", fixture!("jobs.json"))).unwrap();
    assert_eq!(own.next.unwrap().url, "https://example-solskydd.teamtailor.com/jobs.json?page=2");
    let other = Teamtailor.parse(&page("teamtailor", "another", fixture!("jobs.json"))).unwrap();
    assert!(other.next.is_none() && !other.complete);
    let last = |items: &str| {
        Teamtailor.parse(&page("teamtailor", "another", format!(r#"{{"title": "X", "items": [{items}]}}"#).as_bytes())).unwrap()
    };
    assert!(last(r#"{"id": "1", "title": "Y", "url": "https://x.example/1"}"#).complete && !last("").complete);
}

#[test]
fn the_other_feed_says_the_same() {
    let parsed = Teamtailor.parse(&page("teamtailor", "example-solskydd", fixture!("jobs.rss"))).unwrap();
    let [engineer, recruiter] = parsed.postings.as_slice() else { panic!("{:?}", parsed.rejected) };
    assert_eq!((engineer.external_id.as_str(), engineer.location.as_deref()), ("7000004", Some("Malmö | Oslo")));
    assert_eq!((engineer.known.work_mode, recruiter.known.work_mode), (Some(WorkMode::Hybrid), None));
    assert_eq!(recruiter.company.as_ref().map(|c| c.name.as_str()), Some("Example Solskydd"));
    assert!(!parsed.complete && parsed.unknown.is_empty());
}
