use super::*;
use crate::connectors::support::{fixture, major, page};
use domain::employment::EmploymentType;

#[test]
fn both_generations_of_fields_are_read() {
    let old = Jobicy.parse(&page("jobicy", "", fixture!("2024.json"))).unwrap();
    let new = Jobicy.parse(&page("jobicy", "", fixture!("2026.json"))).unwrap();
    let pay =
        |parsed: &ParsedPage, n: usize| parsed.postings[n].known.salary.map(|band| (major(band.min()), major(band.max()), band.period()));
    assert_eq!(pay(&old, 0), Some((Some(72_800), Some(156_000), Period::Year)));
    assert_eq!(pay(&old, 1), None);
    assert_eq!(pay(&new, 0), Some((Some(115_000), Some(115_000), Period::Year)));
    assert_eq!(old.postings[0].posted_at.map(|at| at.to_string()).as_deref(), Some("2024-12-07T15:33:17.000Z"));
    assert_eq!(new.postings[0].posted_at.map(|at| at.to_string()).as_deref(), Some("2026-08-14T15:28:49.000Z"));
}

#[test]
fn places_have_two_blanks_between_them_and_plain_fields_have_entities() {
    let old = Jobicy.parse(&page("jobicy", "", fixture!("2024.json"))).unwrap();
    assert_eq!(old.postings[0].location.as_deref(), Some("LATAM | Canada | USA"));
    assert_eq!(old.postings[0].title, "Support – Night");
    assert_eq!(old.postings[1].location.as_deref(), Some("Anywhere"));
    assert_eq!(old.postings[0].known.employment_type, Some(EmploymentType::PartTime));
}

#[test]
fn an_unknown_period_keeps_its_words_and_two_types_decide_nothing() {
    let new = Jobicy.parse(&page("jobicy", "", fixture!("2026.json"))).unwrap();
    let odd = &new.postings[1];
    assert_eq!((odd.known.salary, odd.salary_text.as_deref()), (None, Some("20 USD (per lamp)")));
    assert_eq!((odd.known.employment_type, odd.employment_type.as_deref()), (None, Some("Full-Time, Contract")));
    assert_eq!(new.unknown, [("salaryPeriod".to_owned(), "per lamp".to_owned())]);
}

#[test]
fn an_answer_without_jobs_is_empty_and_not_complete() {
    let empty = Jobicy.parse(&page("jobicy", "", br#"{"apiVersion": "2.0", "jobCount": 0}"#)).unwrap();
    assert!(empty.postings.is_empty() && !empty.complete);
    assert_eq!(
        Jobicy.parse(&page("jobicy", "", br#"{"error": "slow down"}"#)).unwrap_err(),
        ParseError::NoList { missing: "list of jobs" }
    );
    assert!(Jobicy.descriptor().cadence_seconds >= 3600);
}
