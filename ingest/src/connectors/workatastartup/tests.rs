use super::*;
use crate::connectors::support::{fixture, major, page};
use domain::employment::EmploymentType;

#[test]
fn the_page_of_a_company_carries_all_its_jobs() {
    let parsed = WorkAtAStartup.parse(&page("workatastartup", "example-boards", fixture!("list.html"))).unwrap();
    let [engineer, artist] = parsed.postings.as_slice() else { panic!("{:?}", parsed.rejected) };
    assert_eq!((engineer.external_id.as_str(), engineer.title.as_str()), ("8001", "Staff \"Board\" Engineer & Friend"));
    assert_eq!(engineer.url, "https://www.ycombinator.com/companies/example-boards/jobs/A8001-x");
    assert_eq!(
        (engineer.location.as_deref(), engineer.salary_text.as_deref()),
        (Some("New York, NY, US / Remote (US)"), Some("$140K - $200K"))
    );
    assert_eq!((engineer.known.employment_type, engineer.tags.len()), (Some(EmploymentType::FullTime), 2));
    assert_eq!((artist.location.as_ref(), artist.salary_text.as_ref()), (None, None));
    assert_eq!(parsed.rejected.iter().map(|r| r.reason).collect::<Vec<_>>(), [Rejection::NoTitle]);
    assert!(parsed.complete);
}

#[test]
fn the_page_of_a_job_brings_text_date_and_pay() {
    let board = Board { source: "workatastartup".into(), slug: "example-boards".into() };
    let list = WorkAtAStartup.parse(&page("workatastartup", "example-boards", fixture!("list.html"))).unwrap();
    assert_eq!(WorkAtAStartup.detail(&board, &list.postings[0]).unwrap().url, list.postings[0].url);
    let parsed = WorkAtAStartup.parse(&page("workatastartup", "example-boards", fixture!("detail.html"))).unwrap();
    let [engineer] = parsed.postings.as_slice() else { panic!("{:?}", parsed.rejected) };
    assert_eq!((engineer.external_id.as_str(), engineer.description_text.as_str()), ("8001", "Build boards."));
    assert_eq!(engineer.known.salary.map(|pay| (major(pay.min()), major(pay.max()))), Some((Some(140_000), Some(200_000))));
    assert!(engineer.posted_at.is_some() && !parsed.complete);
}

#[test]
fn boards_are_found_in_addresses() {
    assert_eq!(WorkAtAStartup.board_of("https://www.ycombinator.com/companies/acme/jobs/x-y").as_deref(), Some("acme"));
}
