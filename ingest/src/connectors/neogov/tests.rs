use super::*;
use crate::connectors::support::{fixture, major, page};
use domain::salary::Period;

#[test]
fn an_item_has_pay_place_and_end() {
    let parsed = Neogov.parse(&page("neogov", "cityofexample", fixture!("feed.xml"))).unwrap();
    let [inspector, clerk] = parsed.postings.as_slice() else { panic!("{:?}", parsed.rejected) };
    assert_eq!((inspector.external_id.as_str(), inspector.location.as_deref()), ("7001", Some("Atlanta, Georgia")));
    assert_eq!(inspector.company.as_ref().map(|c| c.name.as_str()), Some("City of Example"));
    let pay = inspector.known.salary.unwrap();
    assert_eq!((major(pay.min()), major(pay.max()), pay.period()), (Some(65), Some(85), Period::Hour));
    assert_eq!(inspector.expires_at.map(|at| at.to_string()).as_deref(), Some("2026-09-20T04:59:00.000Z"));
    assert_eq!(inspector.description_text, "Inspect bridges.\n\nExamples of Duties\n\nClimb.");
    // Without a link and an id of its own, the address is both.
    assert_eq!(clerk.external_id, clerk.url);
    assert_eq!((clerk.known.salary, clerk.salary_text.as_deref()), (None, None));
    assert!(!parsed.complete);
}

#[test]
fn agencies_are_found_in_addresses() {
    for url in ["https://www.governmentjobs.com/careers/acme/jobs/1", "https://www.governmentjobs.com/SearchEngine/JobsFeed?agency=acme"] {
        assert_eq!(Neogov.board_of(url).as_deref(), Some("acme"), "{url}");
    }
}
