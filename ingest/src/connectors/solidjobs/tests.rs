use super::*;
use crate::connectors::support::{fixture, major, page};
use domain::posting::Rejection;
use domain::salary::Period;

fn parsed() -> ParsedPage {
    SolidJobs.parse(&page("solidjobs", "it", fixture!("offers.json"))).unwrap()
}

#[test]
fn an_offer_has_pay_contract_and_places() {
    let parsed = parsed();
    let java = &parsed.postings[0];
    let pay = java.known.salary.unwrap();
    assert_eq!(
        (major(pay.min()), major(pay.max()), pay.currency().code(), pay.period()),
        (Some(16_800), Some(21_000), "PLN", Period::Month)
    );
    assert_eq!((java.known.work_mode, java.known.employment_type), (Some(WorkMode::Remote), Some(EmploymentType::Contract)));
    assert_eq!((java.location.as_deref(), java.board.as_str()), (Some("Warszawa | Gdańsk"), ""));
    assert_eq!(java.employment_type.as_deref(), Some("B2B, full_time"));
    assert!(java.posted_at < java.expires_at && !java.tags.is_empty());
}

#[test]
fn an_unknown_period_keeps_the_words_only() {
    let parsed = parsed();
    let consultant = &parsed.postings[1];
    assert_eq!((consultant.known.salary, consultant.salary_text.as_deref()), (None, Some("5000 - 8000 PLN (Lunar)")));
    assert_eq!((consultant.known.work_mode, consultant.known.employment_type), (Some(WorkMode::Hybrid), Some(EmploymentType::PartTime)));
}

#[test]
fn a_list_that_may_be_partial_closes_nothing_and_what_has_ended_is_left_out() {
    let parsed = parsed();
    assert!(!parsed.complete);
    assert_eq!(parsed.rejected.iter().map(|r| r.reason).collect::<Vec<_>>(), [Rejection::Expired]);
    assert_eq!(SolidJobs.first_page(&Board::default(), None).url, "https://solid.jobs/public-api/offers?division=it");
}
