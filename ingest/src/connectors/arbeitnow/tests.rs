use super::*;
use crate::connectors::support::{fixture, page};
use domain::employment::EmploymentType;

#[test]
fn jobs_are_read_and_levels_are_no_kinds_of_employment() {
    let parsed = Arbeitnow.parse(&page("arbeitnow", "", fixture!("page.json"))).unwrap();
    let [gardener, waiter] = parsed.postings.as_slice() else { panic!("{:?}", parsed.rejected) };
    assert_eq!((gardener.title.as_str(), gardener.location.as_deref()), ("Gärtner & Florist (m/w/d)", Some("Graz")));
    assert_eq!((gardener.employment_type.as_deref(), gardener.remote_flag), (Some("Full-time permanent"), Some(true)));
    assert_eq!(gardener.known.employment_type, Some(EmploymentType::FullTime));
    assert_eq!(gardener.posted_at.map(|at| at.unix_seconds()), Some(1_786_700_000));
    assert_eq!((waiter.known.employment_type, waiter.location.as_deref(), waiter.remote_flag), (None, None, Some(false)));
    assert_eq!(parsed.unknown, [("job_types".to_owned(), "Dual studies".to_owned())]);
}

#[test]
fn pages_are_followed_to_the_last_which_completes_the_list() {
    let mut answer = page("arbeitnow", "", fixture!("page.json"));
    answer.url = Arbeitnow.first_page(&Board::default(), None).url;
    let parsed = Arbeitnow.parse(&answer).unwrap();
    assert_eq!(parsed.next.map(|next| next.url).as_deref(), Some("https://www.arbeitnow.com/api/job-board-api?page=2"));
    assert!(!parsed.complete);
    let last = String::from_utf8(answer.body).unwrap().replace("\"https://www.arbeitnow.example/api/job-board-api?page=2\"", "null");
    let parsed = Arbeitnow.parse(&page("arbeitnow", "", last.as_bytes())).unwrap();
    assert!(parsed.complete && parsed.next.is_none());
}
