use super::*;
use crate::connectors::support::{fixture, page};
use domain::employment::EmploymentType;

#[test]
fn jobs_keep_their_words_for_pay_and_place() {
    let parsed = Remotive.parse(&page("remotive", "", fixture!("remote-jobs.json"))).unwrap();
    let [labeller, rubyist, clown] = parsed.postings.as_slice() else { panic!("{:?}", parsed.rejected) };
    assert_eq!(labeller.company.as_ref().map(|c| c.name.as_str()), Some("Example Labels"));
    assert_eq!((labeller.location.as_deref(), labeller.salary_text.as_deref()), (Some("USA, CST (UTC-6)"), Some("$18 - $22/hr")));
    assert_eq!(labeller.known.employment_type, Some(EmploymentType::Contract));
    // Without a zone: UTC.
    assert_eq!(labeller.posted_at.map(|at| at.to_string()).as_deref(), Some("2026-07-26T20:49:11.000Z"));
    assert_eq!((&rubyist.salary_text, rubyist.known.employment_type), (&None, None));
    assert_eq!((clown.posted_at, clown.location.as_deref()), (None, None));
    assert_eq!(parsed.unknown, [("job_type".to_owned(), "hereditary".to_owned())]);
}

#[test]
fn the_list_is_whole_when_the_envelope_says_so() {
    assert!(Remotive.parse(&page("remotive", "", fixture!("remote-jobs.json"))).unwrap().complete);
    let some = br#"{"job-count": 1, "total-job-count": 9, "jobs": [{"id": 1, "title": "T", "url": "https://remotive.example/1"}]}"#;
    assert!(!Remotive.parse(&page("remotive", "", some)).unwrap().complete);
}

#[test]
fn its_terms_are_told() {
    let descriptor = Remotive.descriptor();
    assert_eq!(descriptor.delay_seconds, 86_400);
    assert!(86_400 / descriptor.cadence_seconds <= 4);
    assert!(descriptor.attribution.as_deref().is_some_and(|words| words.contains("Remotive")));
}
