use super::*;
use crate::connectors::support::{fixture, major, page};
use domain::posting::Rejection;

fn parsed(context: &str) -> ParsedPage {
    NoFluffJobs.parse(&FetchedPage { context: context.into(), ..page("nofluffjobs", "", fixture!("search.json")) }).unwrap()
}

#[test]
fn rows_of_one_offer_are_one_posting_with_all_places() {
    let parsed = parsed("1");
    let [tester, clerk] = parsed.postings.as_slice() else { panic!("{:?}", parsed.rejected) };
    assert_eq!(
        (tester.external_id.as_str(), tester.url.as_str()),
        ("REF00001", "https://nofluffjobs.com/job/kite-tester-example-szczecin")
    );
    assert_eq!(tester.company.as_ref().map(|c| c.name.as_str()), Some("Example Latawce"));
    assert_eq!(tester.location.as_deref(), Some("Szczecin, Poland | Remote | Kraków, Poland"));
    assert_eq!((tester.known.work_mode, tester.known.employment_type), (Some(WorkMode::Remote), Some(EmploymentType::Contract)));
    let pay = tester.known.salary.unwrap();
    assert_eq!((major(pay.min()), major(pay.max()), pay.period()), (Some(18_480), Some(25_200), Period::Month));
    assert_eq!((tester.tags.len(), tester.posted_at.is_some()), (1, true));
    assert_eq!((clerk.known.work_mode, clerk.remote_flag, clerk.posted_at), (None, None, None));
    assert_eq!((clerk.location.as_deref(), clerk.salary_text.as_deref()), (Some("masovian, Poland"), Some("9000 PLN per month")));
    assert_eq!(parsed.rejected.iter().map(|r| r.reason).collect::<Vec<_>>(), [Rejection::NoAddress]);
    assert_eq!(parsed.unknown, [("salary.type".to_owned(), "barter".to_owned())]);
}

#[test]
fn the_number_of_the_page_goes_along() {
    let next = parsed("1").next.unwrap();
    assert!(next.url.contains("pageTo=2&") && next.context == "2");
    assert!(matches!(next.method, crate::connector::Method::PostJson(body) if body.contains("\"page\":2")));
    assert!(parsed("4").complete && parsed("4").next.is_none());
    assert!(!parsed("").complete && parsed("").next.is_none());
}
