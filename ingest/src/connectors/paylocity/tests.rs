use super::*;
use crate::connectors::support::{fixture, page};

const SLUG: &str = "0a0a0a0a-0000-4000-8000-000000000000/Example-Ledgers";

fn board() -> Board {
    Board { source: "paylocity".into(), slug: SLUG.into() }
}

#[test]
fn the_page_of_a_board_carries_all_its_jobs() {
    let parsed = Paylocity.parse(&page("paylocity", SLUG, fixture!("board.html"))).unwrap();
    let [director, analyst] = parsed.postings.as_slice() else { panic!("{:?}", parsed.rejected) };
    assert_eq!(director.url, "https://recruiting.paylocity.com/Recruiting/Jobs/Details/4000001");
    assert_eq!(director.company.as_ref().map(|c| c.name.as_str()), Some("Example Ledgers LLC"));
    assert_eq!((director.location.as_deref(), director.remote_flag), (Some("Dallas, TX, USA"), None));
    assert_eq!((analyst.title.as_str(), analyst.location.as_deref()), ("Analyst; \"relations\"", Some("Greater Texas, TX, USA")));
    assert_eq!((analyst.remote_flag, analyst.known.work_mode), (Some(true), Some(WorkMode::Remote)));
    assert_eq!(parsed.rejected.iter().map(|r| r.reason).collect::<Vec<_>>(), [Rejection::NotListed]);
    assert!(parsed.complete);
}

#[test]
fn the_page_of_a_job_brings_its_text() {
    let list = Paylocity.parse(&page("paylocity", SLUG, fixture!("board.html"))).unwrap();
    let request = Paylocity.detail(&board(), &list.postings[0]).unwrap();
    assert_eq!((request.url.as_str(), request.context.as_str()), (list.postings[0].url.as_str(), "4000001"));
    let parsed = Paylocity.parse(&page("paylocity", SLUG, fixture!("detail.html"))).unwrap();
    let director = &parsed.postings[0];
    assert_eq!((director.external_id.as_str(), director.description_text.as_str()), ("4000001", "Direct taxes & more."));
    assert!(!parsed.complete);
}

#[test]
fn boards_are_found_in_addresses() {
    let url = Paylocity.first_page(&board(), None).url;
    assert_eq!(url, format!("https://recruiting.paylocity.com/Recruiting/Jobs/All/{SLUG}"));
    assert_eq!(Paylocity.board_of(&url).as_deref(), Some(SLUG));
    let plain = "https://recruiting.paylocity.com/recruiting/jobs/All/0a0a0a0a-0000-4000-8000-000000000000?x=1";
    assert_eq!(Paylocity.board_of(plain).as_deref(), Some("0a0a0a0a-0000-4000-8000-000000000000"));
}
