use super::*;
use crate::connectors::support::{fixture, page};
use domain::employment::EmploymentType;
use domain::work_mode::WorkMode;

const BOARD: &str = "careers-lathe.icims.com";

fn answer(url: &str, body: &[u8]) -> FetchedPage {
    FetchedPage { url: url.into(), ..page("icims", BOARD, body) }
}

fn first() -> PageRequest {
    Icims.first_page(&Board { source: "icims".into(), slug: BOARD.into() }, None)
}

#[test]
fn a_card_is_a_job() {
    let parsed = Icims.parse(&answer(&first().url, fixture!("search.html"))).unwrap();
    let [turner, counter] = parsed.postings.as_slice() else { panic!("{:?}", parsed.rejected) };
    assert_eq!((turner.title.as_str(), turner.location.as_deref()), ("Wood Turner", Some("Milwaukee, WI, United States | Canada")));
    assert_eq!((turner.external_id.as_str(), turner.requisition.as_deref()), ("801", Some("2026-801")));
    assert_eq!((turner.known.employment_type, turner.remote_flag), (Some(EmploymentType::FullTime), Some(false)));
    assert_eq!(turner.company.as_ref().map(|company| company.name.as_str()), Some("Lathe"));
    assert_eq!(
        (counter.url.as_str(), counter.location.as_deref()),
        ("https://careers-lathe.icims.com/jobs/802/chip-counter/job", Some("Remote, United States"))
    );
}

#[test]
fn pages_are_followed_to_the_last() {
    let parsed = Icims.parse(&answer(&first().url, fixture!("search.html"))).unwrap();
    let next = parsed.next.unwrap().url;
    assert_eq!((next.as_str(), parsed.complete), ("https://careers-lathe.icims.com/jobs/search?pr=1&in_iframe=1", false));
    assert!(Icims.parse(&answer(&next, fixture!("search.html"))).unwrap().complete);
}

#[test]
fn a_job_has_a_page_of_its_own() {
    let listed = Icims.parse(&answer(&first().url, fixture!("search.html"))).unwrap().postings.remove(1);
    let asked = Icims.detail(&Board::default(), &listed).unwrap();
    let told = Icims.parse(&answer(&asked.url, fixture!("job.html"))).unwrap().postings.remove(0);
    assert_eq!((&told.external_id, &told.url), (&listed.external_id, &listed.url));
    assert_eq!((told.known.work_mode, told.description_text.as_str()), (Some(WorkMode::Remote), "Count chips."));
    assert_eq!(told.company.map(|company| company.name).as_deref(), Some("Lathe & Sons"));
    assert_eq!(Icims.board_of(&asked.url).as_deref(), Some(BOARD));
}
