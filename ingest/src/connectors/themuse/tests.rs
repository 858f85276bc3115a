use super::*;
use crate::connectors::support::{fixture, page};
use domain::posting::Rejection;

#[test]
fn the_place_from_anywhere_is_a_flag() {
    let parsed = TheMuse.parse(&page("themuse", "", fixture!("page.json"))).unwrap();
    let [painter, seller] = parsed.postings.as_slice() else { panic!("{:?}", parsed.rejected) };
    assert_eq!(
        (painter.title.as_str(), painter.known.work_mode, painter.remote_flag),
        ("Cloud Painter", Some(WorkMode::Remote), Some(true))
    );
    assert_eq!((seller.location.as_deref(), seller.known.work_mode, seller.remote_flag), (Some("New York, NY"), None, Some(true)));
    assert_eq!(parsed.rejected.iter().map(|r| r.reason).collect::<Vec<_>>(), [Rejection::NoAddress]);
}

#[test]
fn pages_are_walked_to_the_last_that_is_given() {
    let at = |number: i64, last: i64| {
        let job = r#"{"id": 1, "name": "Painter", "refs": {"landing_page": "https://www.themuse.com/jobs/x/y"}}"#;
        TheMuse
            .parse(&page("themuse", "", format!(r#"{{"page": {number}, "page_count": {last}, "results": [{job}]}}"#).as_bytes()))
            .unwrap()
    };
    assert!(at(1, 3).next.unwrap().url.contains("page=2&location=Flexible%20%2F%20Remote"));
    assert!(at(3, 3).complete && at(3, 3).next.is_none());
    assert!(!at(99, 2500).complete && at(99, 2500).next.is_none());
    let empty = TheMuse.parse(&page("themuse", "", br#"{"page": 1, "page_count": 0, "results": []}"#)).unwrap();
    assert!(!empty.complete && empty.next.is_none());
}
