use super::*;
use crate::connectors::support::{fixture, page};

#[test]
fn a_row_is_an_opening() {
    let parsed = HrmDirect.parse(&page("hrmdirect", "orchard", fixture!("openings.html"))).unwrap();
    let [pruner, counter] = parsed.postings.as_slice() else { panic!("{:?}", parsed.rejected) };
    assert_eq!((pruner.title.as_str(), pruner.location.as_deref()), ("Pruner & Grafter", Some("Salem, OR")));
    assert_eq!(pruner.url, "https://orchard.hrmdirect.com/employment/job-opening.php?req=3700001&req_loc=1300001");
    assert_eq!((pruner.external_id.as_str(), pruner.requisition.as_deref()), ("3700001", Some("A-1")));
    assert_eq!(pruner.posted_at.map(|at| at.date().to_string()).as_deref(), Some("2026-07-15"));
    assert_eq!(counter.company.as_ref().map(|company| company.name.as_str()), Some("Example Orchard"));
    assert_eq!((counter.location.as_deref(), counter.requisition.as_deref()), (None, None));
    assert!(parsed.complete);
}

#[test]
fn an_opening_has_a_page_of_its_own() {
    let listed = HrmDirect.parse(&page("hrmdirect", "orchard", fixture!("openings.html"))).unwrap().postings.remove(1);
    let asked = HrmDirect.detail(&Board::default(), &listed).unwrap();
    let answer = FetchedPage { url: asked.url, ..page("hrmdirect", "orchard", fixture!("opening.html")) };
    let parsed = HrmDirect.parse(&answer).unwrap();
    let told = &parsed.postings[0];
    assert_eq!((told.external_id.as_str(), told.location.as_deref()), ("3700002", Some("Salem, OR, United States")));
    assert_eq!((told.description_text.as_str(), parsed.complete), ("Count apples.", false));
}

#[test]
fn a_board_is_a_host() {
    let board = Board { source: "hrmdirect".into(), slug: "orchard".into() };
    let url = HrmDirect.first_page(&board, None).url;
    assert_eq!(url, "https://orchard.hrmdirect.com/employment/job-openings.php?search=true");
    assert_eq!(HrmDirect.board_of(&url).as_deref(), Some("orchard"));
}
