use super::*;
use crate::connectors::support::{fixture, major, page};
use domain::salary::Period;
use domain::work_mode::WorkMode;

fn parsed() -> ParsedPage {
    JustJoinIt.parse(&page("justjoinit", "", fixture!("offers.json"))).unwrap()
}

#[test]
fn pay_is_taken_in_its_own_currency() {
    let parsed = parsed();
    let programmer = &parsed.postings[0];
    let pay = programmer.known.salary.unwrap();
    assert_eq!((major(pay.min()), pay.currency().code(), pay.period()), (Some(26_000), "PLN", Period::Month));
    assert_eq!(programmer.salary_text.as_deref(), Some("26000 - 31000 PLN per month"));
    assert_eq!((programmer.known.work_mode, programmer.known.employment_type), (Some(WorkMode::Remote), Some(EmploymentType::Contract)));
    assert_eq!((programmer.location.as_deref(), programmer.known.seniority), (Some("Gdańsk | Kraków"), Some(Seniority::Senior)));
    assert_eq!(programmer.tags.iter().map(|tag| tag.slug()).collect::<Vec<_>>(), ["python", "rust"]);
    assert_eq!(programmer.posted_at.map(|at| at.to_string()).as_deref(), Some("2026-08-06T10:31:23.018Z"));
}

#[test]
fn no_amount_is_no_pay_and_two_contracts_have_no_single_one() {
    let parsed = parsed();
    let (tester, welder) = (&parsed.postings[1], &parsed.postings[2]);
    assert_eq!((tester.salary_text.as_deref(), tester.known.employment_type), (None, Some(EmploymentType::PartTime)));
    assert_eq!((welder.known.salary, welder.known.employment_type), (None, None));
    assert_eq!(welder.salary_text.as_deref(), Some("100 - 120 PLN per hour | 12000 - 14000 PLN per month"));
    assert_eq!(parsed.unknown, [("workplaceType".to_owned(), "boat".to_owned())]);
}

#[test]
fn the_cursor_leads_on_and_the_end_completes_the_list() {
    assert!(parsed().complete);
    let more = String::from_utf8_lossy(fixture!("offers.json")).replace("\"next\": {\"cursor\": null", "\"next\": {\"cursor\": 100");
    let parsed = JustJoinIt.parse(&page("justjoinit", "", more.as_bytes())).unwrap();
    assert!(parsed.next.unwrap().url.contains("?from=100&"));
    assert!(!parsed.complete);
}

#[test]
fn an_offer_by_itself_keeps_the_id_it_was_listed_with() {
    let listed = parsed().postings.remove(1);
    let asked = JustJoinIt.detail(&Board::default(), &listed).unwrap();
    assert_eq!(asked.url, "https://justjoin.it/api/candidate-api/offers/mostownia-tester-gdansk");
    let answer = FetchedPage { context: asked.context, ..page("justjoinit", "", fixture!("offer.json")) };
    let told = JustJoinIt.parse(&answer).unwrap().postings.remove(0);
    assert_eq!((told.external_id, told.location.as_deref()), (listed.external_id, Some("Gdańsk, Poland")));
    assert_eq!(told.description_text, "Test bridges.");
}
