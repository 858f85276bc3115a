use super::*;
use crate::connectors::support::{fixture, page};
use domain::employment::EmploymentType;

#[test]
fn positions_are_read_with_their_places_and_words_of_pay() {
    let parsed = Breezy.parse(&page("breezy", "ferryfolk", fixture!("board.json"))).unwrap();
    let [captain, writer] = parsed.postings.as_slice() else { panic!("{:?}", parsed.rejected) };
    assert_eq!((captain.location.as_deref(), captain.remote_flag), (Some("Tacoma, Washington, United States"), Some(false)));
    assert_eq!(
        (captain.known.employment_type, captain.salary_text.as_deref()),
        (Some(EmploymentType::FullTime), Some("$5.40k - $6.80k / mo"))
    );
    assert_eq!((captain.known.work_mode, captain.description_text.as_str()), (None, "Steer boats."));
    assert_eq!((writer.location.as_deref(), writer.remote_flag), (Some("Remote"), Some(true)));
    assert_eq!(writer.company.as_ref().map(|company| company.name.as_str()), Some("Ferryfolk"));
    assert_eq!(parsed.unknown, [("type.id".to_owned(), "moonlight".to_owned())]);
    assert!(parsed.complete);
}

#[test]
fn boards_are_hosts() {
    let board = Board { source: "breezy".into(), slug: "ferryfolk".into() };
    let url = Breezy.first_page(&board, None).url;
    assert_eq!(url, "https://ferryfolk.breezy.hr/json?verbose=true");
    assert_eq!(Breezy.board_of(&url).as_deref(), Some("ferryfolk"));
}
