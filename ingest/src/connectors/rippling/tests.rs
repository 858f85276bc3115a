use super::*;
use crate::connectors::support::{fixture, page};
use domain::employment::EmploymentType;
use domain::posting::Rejection;

#[test]
fn rows_of_one_job_are_one_posting_with_all_places() {
    let parsed = Rippling.parse(&page("rippling", "example-kites", fixture!("list.json"))).unwrap();
    let [designer, analyst] = parsed.postings.as_slice() else { panic!("{:?}", parsed.rejected) };
    assert_eq!(designer.location.as_deref(), Some("Remote (New Jersey, US) | New York, NY"));
    assert_eq!(analyst.company.as_ref().map(|c| c.name.as_str()), Some("Example Kites"));
    assert_eq!(parsed.rejected.iter().map(|r| r.reason).collect::<Vec<_>>(), [Rejection::NoId]);
    assert!(parsed.complete);
}

#[test]
fn the_details_of_a_job_bring_its_text_and_date() {
    let board = Board { source: "rippling".into(), slug: "example-kites".into() };
    let list = Rippling.parse(&page("rippling", "example-kites", fixture!("list.json"))).unwrap();
    assert_eq!(
        Rippling.detail(&board, &list.postings[0]).unwrap().url,
        "https://api.rippling.com/platform/api/ats/v1/board/example-kites/jobs/11111111-0000-4000-8000-000000000001"
    );
    let parsed = Rippling.parse(&page("rippling", "example-kites", fixture!("detail.json"))).unwrap();
    let designer = &parsed.postings[0];
    assert_eq!(designer.description_text, "We make kites.\n\nDraw kites & tails.");
    assert_eq!((designer.known.employment_type, designer.remote_flag), (Some(EmploymentType::FullTime), None));
    assert_eq!(designer.posted_at.map(|at| at.date().to_string()).as_deref(), Some("2026-07-07"));
    assert!(!parsed.complete, "one job is no list");
}
