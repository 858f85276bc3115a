use super::*;
use crate::connectors::support::{fixture, page};

const BOARD: &str = "careers.quarryfolk.example:quarryfolk.example";

fn board() -> Board {
    Board { source: "eightfold".into(), slug: BOARD.into() }
}

#[test]
fn positions_are_read_by_their_posting_names() {
    let parsed = Eightfold.parse(&page("eightfold", BOARD, fixture!("positions.json"))).unwrap();
    let [reader, drawer] = parsed.postings.as_slice() else { panic!("{:?}", parsed.rejected) };
    assert_eq!((reader.title.as_str(), reader.location.as_deref()), ("Stone Reader", Some("Graz, Austria | Linz, Austria")));
    assert_eq!((reader.known.work_mode, reader.requisition.as_deref()), (Some(WorkMode::Onsite), Some("R-9001")));
    assert_eq!(reader.posted_at.map(|at| at.unix_seconds()), Some(1_786_600_000));
    assert_eq!(reader.company.as_ref().map(|company| company.name.as_str()), Some("Quarryfolk"));
    assert_eq!((drawer.known.work_mode, drawer.location.as_deref()), (Some(WorkMode::Remote), Some("Austria")));
    assert_eq!(drawer.url, "https://careers.quarryfolk.example/careers/job/42000002");
    assert_eq!(parsed.rejected[0].reason, Rejection::NotListed);
}

#[test]
fn pages_are_ten_long_and_end_at_the_count() {
    let first = Eightfold.first_page(&board(), None);
    let parsed = Eightfold.parse(&FetchedPage { url: first.url, ..page("eightfold", BOARD, fixture!("positions.json")) }).unwrap();
    let next = parsed.next.unwrap();
    let expected = "https://careers.quarryfolk.example/api/apply/v2/jobs?domain=quarryfolk.example&start=3&num=10&sort_by=timestamp";
    assert_eq!((next.url.as_str(), parsed.complete), (expected, false));
    let last = next.url.replace("start=3", "start=9");
    let parsed = Eightfold.parse(&FetchedPage { url: last, ..page("eightfold", BOARD, fixture!("positions.json")) }).unwrap();
    assert!(parsed.complete && parsed.next.is_none());
}

#[test]
fn a_position_by_itself_has_its_text() {
    let listed = Eightfold.parse(&page("eightfold", BOARD, fixture!("positions.json"))).unwrap().postings.remove(1);
    let asked = Eightfold.detail(&board(), &listed).unwrap().url;
    assert_eq!(asked, "https://careers.quarryfolk.example/api/apply/v2/jobs/42000002?domain=quarryfolk.example");
    let told = Eightfold.parse(&page("eightfold", BOARD, fixture!("position.json"))).unwrap().postings.remove(0);
    assert_eq!((told.external_id, told.description_text), (listed.external_id, "Draw maps.".to_owned()));
    assert_eq!(Eightfold.board_of(&asked).as_deref(), Some(BOARD));
    assert_eq!(Eightfold.board_of("https://acme.eightfold.ai/careers").as_deref(), Some("acme.eightfold.ai"));
    assert_eq!(Eightfold.board_of("https://acme.example/careers"), None);
}
