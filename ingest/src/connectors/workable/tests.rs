use super::*;
use crate::connectors::support::{fixture, page};
use domain::employment::EmploymentType;
use domain::posting::Rejection;

fn parsed() -> ParsedPage {
    Workable.parse(&page("workable", "harbour", fixture!("account.json"))).unwrap()
}

#[test]
fn rows_of_one_job_are_one_posting_with_all_places() {
    let parsed = parsed();
    let crane = &parsed.postings[0];
    assert_eq!(parsed.postings.len(), 2);
    assert_eq!(crane.location.as_deref(), Some("Rotterdam, South Holland, Netherlands | Antwerp, Belgium"));
    assert_eq!((crane.remote_flag, crane.known.employment_type), (Some(true), Some(EmploymentType::FullTime)));
    assert_eq!(crane.company.as_ref().map(|c| c.name.as_str()), Some("Example Harbour"));
    assert_eq!(crane.posted_at.map(|at| at.date().to_string()).as_deref(), Some("2026-06-02"));
    assert!(parsed.complete);
}

#[test]
fn empty_strings_are_unknown_and_hidden_places_stay_hidden() {
    let parsed = parsed();
    let bookkeeper = &parsed.postings[1];
    assert_eq!(bookkeeper.location.as_deref(), Some("Poland"));
    assert_eq!((bookkeeper.known.employment_type, &bookkeeper.employment_type), (None, &None));
    assert_eq!(bookkeeper.posted_at.map(|at| at.date().to_string()).as_deref(), Some("2026-01-15"));
    assert_eq!(parsed.rejected.iter().map(|r| r.reason).collect::<Vec<_>>(), [Rejection::NoId]);
}
