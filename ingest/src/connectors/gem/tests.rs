use super::*;
use crate::connectors::support::{fixture, page};
use domain::work_mode::WorkMode;

fn board() -> Board {
    Board { source: "gem".into(), slug: "facet-works".into() }
}

#[test]
fn the_board_is_one_of_the_answers() {
    let parsed = Gem.parse(&page("gem", "facet-works", fixture!("list.json"))).unwrap();
    let [cutter, writer] = parsed.postings.as_slice() else { panic!("{:?}", parsed.rejected) };
    assert_eq!((cutter.url.as_str(), cutter.location.as_deref()), ("https://jobs.gem.com/facet-works/5001", Some("Antwerp")));
    assert_eq!((writer.location.as_deref(), writer.remote_flag), (Some("Belgium"), Some(true)));
    assert_eq!((cutter.known.work_mode, writer.known.work_mode), (Some(WorkMode::Onsite), Some(WorkMode::Remote)));
    assert_eq!(writer.company.as_ref().map(|company| company.name.as_str()), Some("Facet Works"));
    assert_eq!(parsed.unknown, [("employmentType".to_owned(), "PIECEWORK".to_owned())]);
    assert!(parsed.complete);
}

#[test]
fn a_posting_by_itself_has_text_pay_and_date() {
    let listed = Gem.parse(&page("gem", "facet-works", fixture!("list.json"))).unwrap().postings.remove(1);
    let asked = Gem.detail(&board(), &listed).unwrap();
    let crate::connector::Method::PostJson(body) = &asked.method else { panic!("{asked:?}") };
    assert!(body.contains(r#"{"boardId":"facet-works","extId":"5002"}"#), "{body}");
    let told = Gem.parse(&page("gem", "facet-works", fixture!("posting.json"))).unwrap().postings.remove(0);
    assert_eq!((told.external_id, told.url), (listed.external_id, listed.url));
    assert_eq!((told.salary_text.as_deref(), told.requisition.as_deref()), (Some("€50,000 - €60,000 per year"), Some("R7")));
    assert_eq!((told.description_text.as_str(), told.posted_at.is_some()), ("Write on stone.", true));
}

#[test]
fn a_board_is_asked_for_by_its_name() {
    let first = Gem.first_page(&board(), None);
    let crate::connector::Method::PostJson(body) = &first.method else { panic!("{first:?}") };
    assert!(serde_json::from_str::<serde_json::Value>(body).unwrap()[0]["variables"]["boardId"] == "facet-works");
    assert_eq!(Gem.board_of("https://jobs.gem.com/facet-works/5001").as_deref(), Some("facet-works"));
    assert_eq!(Gem.board_of(&first.url), None);
}
