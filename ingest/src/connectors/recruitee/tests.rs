use super::*;
use crate::connectors::support::{fixture, major, page};
use domain::employment::EmploymentType;
use domain::salary::Period;

fn parsed() -> ParsedPage {
    Recruitee.parse(&page("recruitee", "gruen", fixture!("offers.json"))).unwrap()
}

#[test]
fn an_offer_is_read_with_its_strings_of_numbers() {
    let parsed = parsed();
    let job = &parsed.postings[0];
    assert_eq!(job.location.as_deref(), Some("Berlin, Germany | Vienna, Austria"));
    let pay = job.known.salary.unwrap();
    assert_eq!(
        (major(pay.min()), major(pay.max()), pay.currency().code(), pay.period()),
        (Some(60_000), Some(75_000), "EUR", Period::Year)
    );
    assert_eq!((job.known.work_mode, job.known.employment_type), (Some(WorkMode::Hybrid), Some(EmploymentType::FullTime)));
    assert_eq!(job.description_text, "Count.\n\nRequirements\n\n- 5+ years");
    assert_eq!(job.posted_at.map(|at| at.to_string()).as_deref(), Some("2026-08-05T10:10:39.000Z"));
    assert!(parsed.complete);
}

#[test]
fn two_flags_decide_nothing_and_drafts_are_left_out() {
    let parsed = parsed();
    let job = &parsed.postings[1];
    assert_eq!((job.known.work_mode, job.remote_flag, job.known.salary), (None, Some(true), None));
    assert_eq!(parsed.unknown, [("employment_type_code".to_owned(), "seasonal_bloom".to_owned())]);
    assert_eq!(parsed.rejected.iter().map(|r| (r.reason, r.item.as_str())).collect::<Vec<_>>(), [(Rejection::NotListed, "700003")]);
}

#[test]
fn a_board_with_a_dot_is_the_employers_own_domain() {
    let at = |slug: &str| Recruitee.first_page(&Board { source: "recruitee".into(), slug: slug.into() }, None).url;
    assert_eq!(at("gruen"), "https://gruen.recruitee.com/api/offers/");
    assert_eq!(at("jobs.gruen.example"), "https://jobs.gruen.example/api/offers/");
    assert_eq!(Recruitee.board_of("https://gruen.recruitee.com/api/offers/").as_deref(), Some("gruen"));
}
