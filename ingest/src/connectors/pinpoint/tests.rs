use super::*;
use crate::connectors::support::{fixture, major, page};
use domain::employment::EmploymentType;
use domain::posting::Rejection;
use domain::work_mode::WorkMode;

fn parsed() -> ParsedPage {
    Pinpoint.parse(&page("pinpoint", "example-lights", fixture!("postings.json"))).unwrap()
}

#[test]
fn a_posting_is_put_together_from_its_parts() {
    let parsed = parsed();
    let keeper = &parsed.postings[0];
    assert_eq!(keeper.company.as_ref().map(|c| c.name.as_str()), Some("Example Lights"));
    assert_eq!(keeper.location.as_deref(), Some("North Harbour, Maine"));
    assert_eq!((keeper.known.work_mode, keeper.known.employment_type), (Some(WorkMode::Onsite), Some(EmploymentType::FullTime)));
    let pay = keeper.known.salary.unwrap();
    assert_eq!((major(pay.min()), major(pay.max()), pay.currency().code()), (Some(80_000), Some(100_000), "USD"));
    // A part without text has no heading.
    assert_eq!(keeper.description_text, "Keep the light.\n\nKey Responsibilities\n\nClimb & polish");
    assert_eq!((keeper.requisition.as_deref(), keeper.expires_at.is_some()), (Some("PIN-1"), true));
    assert!(parsed.complete);
}

#[test]
fn pay_that_is_not_to_be_seen_is_not() {
    let parsed = parsed();
    let analyst = &parsed.postings[1];
    assert_eq!((analyst.known.salary, analyst.salary_text.as_deref()), (None, None));
    assert_eq!((analyst.known.work_mode, analyst.known.employment_type), (Some(WorkMode::Remote), Some(EmploymentType::Contract)));
    assert_eq!(analyst.location.as_deref(), Some("Bristol"));
}

#[test]
fn what_has_ended_and_what_nobody_knows_is_said() {
    let parsed = parsed();
    assert_eq!(parsed.rejected.iter().map(|r| r.reason).collect::<Vec<_>>(), [Rejection::Expired]);
    assert_eq!(parsed.unknown.len(), 2);
    assert_eq!(
        Pinpoint.first_page(&Board { slug: "example-lights".into(), ..Board::default() }, None).url,
        "https://example-lights.pinpointhq.com/postings.json"
    );
}
