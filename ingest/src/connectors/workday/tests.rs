use super::*;
use crate::connector::Method;
use crate::connectors::support::{fixture, page};
use domain::employment::EmploymentType;
use domain::work_mode::WorkMode;

const SLUG: &str = "exampletides:wd5:Careers";

fn board() -> Board {
    Board { source: "workday".into(), slug: SLUG.into() }
}

fn list(context: &str) -> ParsedPage {
    Workday.parse(&FetchedPage { context: context.into(), ..page("workday", SLUG, fixture!("list.json")) }).unwrap()
}

#[test]
fn a_list_names_jobs_and_hides_their_places() {
    let parsed = list("");
    let [tide, wave] = parsed.postings.as_slice() else { panic!("{:?}", parsed.rejected) };
    assert_eq!((tide.external_id.as_str(), tide.location.as_deref()), ("RQ100001", Some("USA DC Washington")));
    assert_eq!(tide.url, "https://exampletides.wd5.myworkdayjobs.com/Careers/job/USA-DC-Washington/Tide-Engineer_RQ100001");
    assert_eq!((wave.external_id.as_str(), wave.location.as_deref(), wave.requisition.as_deref()), ("RQ100002-1", None, Some("RQ100002")));
    assert_eq!((wave.known.work_mode, wave.posted_at), (Some(WorkMode::Hybrid), None));
    assert_eq!(parsed.rejected.iter().map(|r| r.reason).collect::<Vec<_>>(), [Rejection::NoId, Rejection::NoTitle]);
}

#[test]
fn the_total_of_the_first_page_goes_along() {
    let first = Workday.first_page(&board(), None);
    assert_eq!(first.url, "https://exampletides.wd5.myworkdayjobs.com/wday/cxs/exampletides/Careers/jobs");
    let next = list("").next.unwrap();
    assert_eq!((next.url.as_str(), next.context.as_str()), (first.url.as_str(), "4 44"));
    assert!(matches!(next.method, Method::PostJson(body) if body == r#"{"limit":20,"offset":4,"searchText":"","appliedFacets":{}}"#));
    assert!(list("40 44").complete && list("40 44").next.is_none());
    // Behind the cap there is more than anybody is told.
    assert!(!list("1996 2000").complete && list("1996 2000").next.is_none());
}

#[test]
fn a_list_that_is_too_long_is_walked_by_a_facet() {
    let at = |context: &str, total: usize| {
        let job = r#"{"title": "X", "externalPath": "/job/Oslo/X_1"}"#;
        let facets = r#"[{"facetParameter": "timeType", "values": [{"id": "aa", "count": 2400}, {"id": "bb", "count": 1}]},
            {"facetParameter": "family", "values": [{"id": "cc", "count": 1500}, {"id": "dd", "count": 1}]},
            {"facetParameter": "place", "values": [{"facetParameter": "locations", "values": []}]}]"#;
        let body = format!(r#"{{"total": {total}, "jobPostings": [{job}], "facets": {facets}}}"#);
        Workday.parse(&FetchedPage { context: context.into(), ..page("workday", SLUG, body.as_bytes()) }).unwrap()
    };
    let first = at("0 ", 2000).next.unwrap();
    assert_eq!(first.context, "0  family cc dd");
    assert!(
        matches!(&first.method, Method::PostJson(body) if body.contains(r#""offset":0,"searchText":"","appliedFacets":{"family":["cc"]}"#))
    );
    assert_eq!(at(&first.context, 1500).next.unwrap().context, "1 1500 family cc dd");
    assert_eq!(at("1499 1500 family cc dd", 0).next.unwrap().context, "0  family dd");
    let last = at("0  family dd", 1);
    assert!(last.next.is_none() && !last.complete);
}

#[test]
fn the_details_of_a_job_bring_text_places_and_date() {
    let parsed = list("");
    assert_eq!(
        Workday.detail(&board(), &parsed.postings[1]).unwrap().url,
        "https://exampletides.wd5.myworkdayjobs.com/wday/cxs/exampletides/Careers/job/Wiesbaden/Wave-Engineer_RQ100002-1"
    );
    let detail = Workday.parse(&page("workday", SLUG, fixture!("detail.json"))).unwrap();
    let wave = &detail.postings[0];
    assert_eq!((wave.external_id.as_str(), wave.location.as_deref()), ("RQ100002-1", Some("Wiesbaden, Germany | Oslo, Norway | Remote")));
    assert_eq!((wave.known.work_mode, wave.known.employment_type), (Some(WorkMode::Remote), Some(EmploymentType::FullTime)));
    assert_eq!(wave.company.as_ref().map(|c| c.name.as_str()), Some("Example Tides, Inc."));
    assert_eq!(
        (wave.posted_at.map(|at| at.date().to_string()).as_deref(), wave.description_text.as_str()),
        (Some("2026-07-07"), "Ride waves.")
    );
    assert!(!detail.complete);
}

#[test]
fn boards_are_found_in_addresses() {
    for url in [
        "https://exampletides.wd5.myworkdayjobs.com/wday/cxs/exampletides/Careers/jobs",
        "https://exampletides.wd5.myworkdayjobs.com/en-US/Careers",
        "https://exampletides.wd5.myworkdayjobs.com/Careers/job/Oslo/X_1?source=y",
    ] {
        assert_eq!(Workday.board_of(url).as_deref(), Some(SLUG), "{url}");
    }
    assert_eq!(Workday.board_of("https://jobs.example/Careers"), None);
}
