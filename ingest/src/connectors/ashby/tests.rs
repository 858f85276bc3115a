use super::*;
use crate::connectors::support::{fixture, major, page};
use domain::employment::EmploymentType;

fn parsed() -> ParsedPage {
    Ashby.parse(&page("ashby", "example-mills", fixture!("board.json"))).unwrap()
}

#[test]
fn a_job_is_read_with_all_its_places_and_its_pay() {
    let parsed = parsed();
    let job = &parsed.postings[0];
    assert_eq!((job.title.as_str(), job.company.as_ref().map(|c| c.name.as_str())), ("Account Executive", Some("Example Mills")));
    assert_eq!(job.location.as_deref(), Some("Remote (US) | San Fransisco, CA | New York, NY"));
    assert_eq!((job.known.work_mode, job.known.employment_type), (Some(WorkMode::Remote), Some(EmploymentType::FullTime)));
    let pay = job.known.salary.unwrap();
    assert_eq!((major(pay.min()), major(pay.max()), pay.kind()), (Some(151_000), Some(231_000), PayKind::Ote));
    assert_eq!(job.salary_text.as_deref(), Some("OTE $151K – $231K • Offers Equity"));
    assert_eq!(job.posted_at.map(|at| at.to_string()).as_deref(), Some("2026-07-07T20:47:09.753Z"));
}

#[test]
fn the_workplace_type_beats_the_remote_flag() {
    let parsed = parsed();
    assert_eq!((parsed.postings[1].known.work_mode, parsed.postings[1].remote_flag), (Some(WorkMode::Hybrid), Some(true)));
    assert_eq!(parsed.postings[2].known.work_mode, Some(WorkMode::Remote));
    assert_eq!(parsed.postings[2].location.as_deref(), Some("Leeds, England, United Kingdom"));
}

#[test]
fn hidden_pay_stays_hidden_and_unlisted_jobs_are_left_out() {
    let parsed = parsed();
    assert_eq!((&parsed.postings[1].known.salary, &parsed.postings[1].salary_text), (&None, &None));
    assert_eq!(
        parsed.rejected.iter().map(|r| (r.reason, r.item.as_str())).collect::<Vec<_>>(),
        [(Rejection::NotListed, "22222222-aaaa-4bbb-8ccc-000000000004")]
    );
    assert_eq!(parsed.unknown, [("employmentType".to_owned(), "Gig".to_owned())]);
    assert!(parsed.complete);
}
