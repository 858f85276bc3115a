use super::*;
use crate::connectors::support::{fixture, page};
use domain::posting::Rejection;

#[test]
fn the_address_numbers_the_job() {
    let parsed = WorkingNomads.parse(&page("workingnomads", "", fixture!("jobs.json"))).unwrap();
    let [checker, reader] = parsed.postings.as_slice() else { panic!("{:?}", parsed.rejected) };
    assert_eq!((checker.external_id.as_str(), reader.external_id.as_str()), ("9000001", "9000002"));
    assert_eq!((checker.location.as_deref(), checker.remote_flag, checker.tags.len()), (Some("Global"), Some(true), 1));
    assert_eq!(checker.posted_at.map(|at| at.to_string()).as_deref(), Some("2026-08-10T13:24:39.000Z"));
    assert_eq!((reader.company.as_ref(), reader.posted_at), (None, None));
    assert_eq!(parsed.rejected.iter().map(|r| r.reason).collect::<Vec<_>>(), [Rejection::NoId]);
    assert!(!parsed.complete);
}
