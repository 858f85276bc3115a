use super::*;
use crate::connectors::support::{fixture, page};
use domain::employment::EmploymentType;
use domain::work_mode::WorkMode;

const BOARD: &str = "kiteco/77.001";

#[test]
fn a_page_carries_the_whole_board() {
    let parsed = Comeet.parse(&page("comeet", BOARD, fixture!("board.html"))).unwrap();
    let [tester, reader] = parsed.postings.as_slice() else { panic!("{:?}", parsed.rejected) };
    assert_eq!((tester.location.as_deref(), tester.known.work_mode), (Some("Bergen, Norway"), Some(WorkMode::Onsite)));
    assert_eq!(
        (tester.apply_url.as_str(), tester.known.employment_type),
        ("https://kiteco.example/jobs/1", Some(EmploymentType::FullTime))
    );
    assert_eq!((reader.location.as_deref(), reader.remote_flag), (Some("Remote, United States"), Some(true)));
    assert_eq!(reader.company.as_ref().map(|company| company.name.as_str()), Some("Kite & Co"));
    assert_eq!(parsed.rejected.iter().map(|r| (r.reason, r.item.as_str())).collect::<Vec<_>>(), [(Rejection::NotListed, "AA.003")]);
    assert!(parsed.complete && tester.posted_at.is_none(), "an update is no publication");
}

#[test]
fn a_position_has_a_page_with_its_text() {
    let board = Board { source: "comeet".into(), slug: BOARD.into() };
    let listed = Comeet.parse(&page("comeet", BOARD, fixture!("board.html"))).unwrap().postings.remove(1);
    assert_eq!(Comeet.detail(&board, &listed).unwrap().url, listed.url);
    let parsed = Comeet.parse(&page("comeet", BOARD, fixture!("position.html"))).unwrap();
    assert_eq!(parsed.postings[0].external_id, listed.external_id);
    assert_eq!(parsed.postings[0].description_text, "Description\n\nRead the wind.\n\nRequirements\n\n- Patience");
    assert!(!parsed.complete);
}

#[test]
fn a_board_is_a_slug_and_a_number() {
    let board = Board { source: "comeet".into(), slug: BOARD.into() };
    let url = Comeet.first_page(&board, None).url;
    assert_eq!(url, "https://www.comeet.com/jobs/kiteco/77.001");
    assert_eq!(Comeet.board_of(&format!("{url}/kite-tester/AA.001")).as_deref(), Some(BOARD));
    assert_eq!(Comeet.board_of("https://www.comeet.com/jobs/kiteco"), None);
}
