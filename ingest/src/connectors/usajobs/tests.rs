use super::*;
use crate::connectors::support::{fixture, major, page};
use domain::posting::Rejection;
use domain::salary::Period;

fn parsed(context: &str) -> ParsedPage {
    UsaJobs.parse(&FetchedPage { context: context.into(), ..page("usajobs", "", fixture!("search.json")) }).unwrap()
}

#[test]
fn an_announcement_has_pay_places_and_parts() {
    let parsed = parsed("1");
    let physicist = &parsed.postings[0];
    assert_eq!(physicist.url, "https://www.usajobs.gov/job/900000001");
    assert_eq!(physicist.location.as_deref(), Some("Gaithersburg, Maryland, United States | Boulder, Colorado, United States"));
    assert_eq!((physicist.known.work_mode, physicist.known.employment_type), (Some(WorkMode::Remote), Some(EmploymentType::FullTime)));
    let pay = physicist.known.salary.unwrap();
    assert_eq!((major(pay.min()), major(pay.max()), pay.period()), (Some(106_437), Some(158_322), Period::Year));
    assert_eq!(physicist.description_text, "Keep the light.\n\nMeasure.\n\nPolish.\n\nOptics.");
    assert!(physicist.posted_at < physicist.expires_at);
}

#[test]
fn other_spellings_are_read_and_what_nobody_knows_is_said() {
    let parsed = parsed("1");
    let [_, intern, clerk] = parsed.postings.as_slice() else { panic!("{:?}", parsed.rejected) };
    assert_eq!((intern.remote_flag, intern.known.work_mode, intern.location.as_deref()), (Some(false), None, Some("Multiple Locations")));
    assert_eq!(
        (intern.known.employment_type, intern.known.salary.map(|pay| pay.period())),
        (Some(EmploymentType::Internship), Some(Period::Hour))
    );
    assert_eq!((clerk.known.salary, clerk.salary_text.as_deref()), (None, Some("1 - 5 USD (Fee Basis)")));
    assert_eq!(parsed.unknown, [("RateIntervalCode".to_owned(), "FB".to_owned())]);
    assert_eq!(parsed.rejected.iter().map(|r| r.reason).collect::<Vec<_>>(), [Rejection::NoTitle]);
}

#[test]
fn pages_are_walked_to_the_last_and_asked_for_with_a_key() {
    let next = parsed("1").next.unwrap();
    assert!(next.url.ends_with("&Page=2") && next.context == "2" && next.keys[0].name == "Authorization-Key");
    assert!(parsed("2").complete && parsed("2").next.is_none());
    assert!(!parsed("").complete && parsed("").next.is_none());
}
