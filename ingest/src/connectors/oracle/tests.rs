use super::*;
use crate::connectors::support::{fixture, page};
use domain::posting::Rejection;
use domain::work_mode::WorkMode;

const SLUG: &str = "careers.example-bridges.com:CX_2";

fn board() -> Board {
    Board { source: "oracle".into(), slug: SLUG.into() }
}

#[test]
fn a_list_is_read_page_by_page() {
    let parsed = Oracle.parse(&page("oracle", SLUG, fixture!("list.json"))).unwrap();
    let [painter, leader] = parsed.postings.as_slice() else { panic!("{:?}", parsed.rejected) };
    assert_eq!(painter.url, "https://careers.example-bridges.com/hcmUI/CandidateExperience/en/sites/CX_2/job/25001");
    assert_eq!(painter.company.as_ref().map(|c| c.name.as_str()), Some("Example Bridges"));
    assert_eq!((painter.known.work_mode, painter.description_text.as_str()), (None, ""));
    assert_eq!(leader.location.as_deref(), Some("SAN FRANCISCO, CA, United States | HOUSTON, TX, United States"));
    assert_eq!(
        (leader.known.work_mode, leader.posted_at.map(|at| at.date().to_string()).as_deref()),
        (Some(WorkMode::Remote), Some("2026-08-06"))
    );
    assert_eq!(parsed.rejected.iter().map(|r| r.reason).collect::<Vec<_>>(), [Rejection::NoId]);
    let next = parsed.next.unwrap();
    assert!(next.url.contains("siteNumber=CX_2,limit=100,offset=3,") && next.context == "3");
    let last = Oracle.parse(&FetchedPage { context: "227".into(), ..page("oracle", SLUG, fixture!("list.json")) }).unwrap();
    assert!(last.complete && last.next.is_none() && !parsed.complete);
}

#[test]
fn the_details_of_a_job_bring_its_text() {
    let list = Oracle.parse(&page("oracle", SLUG, fixture!("list.json"))).unwrap();
    let url = Oracle.detail(&board(), &list.postings[1]).unwrap().url;
    assert!(
        url.ends_with("recruitingCEJobRequisitionDetails?onlyData=true&expand=all&finder=ById;Id=%2225002%22,siteNumber=CX_2"),
        "{url}"
    );
    let parsed = Oracle.parse(&page("oracle", SLUG, fixture!("detail.json"))).unwrap();
    let leader = &parsed.postings[0];
    assert_eq!(leader.description_text, "Lead the sector.\n\nResponsibilities\n\n- Own it.");
    assert_eq!((leader.known.work_mode, leader.posted_at.is_some(), parsed.complete), (Some(WorkMode::Hybrid), true, false));
}

#[test]
fn boards_are_found_in_addresses_and_a_host_of_oracle_names_nobody() {
    for (url, slug) in [
        ("https://abcd.fa.us2.oraclecloud.com/hcmUI/CandidateExperience/en/sites/CX_1/job/1", "abcd.fa.us2.oraclecloud.com"),
        ("https://abcd.fa.us2.oraclecloud.com/hcmUI/CandidateExperience/en/sites/jobs/requisitions", "abcd.fa.us2.oraclecloud.com:jobs"),
        (page_at(&board(), 0).url.as_str(), SLUG),
    ] {
        assert_eq!(Oracle.board_of(url).as_deref(), Some(slug), "{url}");
    }
    assert_eq!(Oracle.board_of("https://jobs.example/1"), None);
    assert_eq!(company("abcd.fa.us2.oraclecloud.com:jobs"), None);
}
