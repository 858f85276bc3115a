use super::*;
use crate::connectors::support::{fixture, major, page};
use domain::eligibility::Verdict;
use domain::place::Place;
use domain::posting::Rejection;
use domain::salary::Period;
use domain::time_zone::Window;

fn parsed() -> ParsedPage {
    Himalayas.parse(&page("himalayas", "", fixture!("jobs.json"))).unwrap()
}

#[test]
fn known_countries_decide_who_may_apply() {
    let parsed = parsed();
    let eligibility = parsed.postings[0].known.eligibility.clone().unwrap();
    assert_eq!(eligibility.countries.iter().map(|c| c.code()).collect::<Vec<_>>(), ["CI", "DE", "RU"]);
    assert_eq!(eligibility.decide(Place::parse("DE").unwrap()).verdict, Verdict::Eligible);
    assert_eq!(eligibility.decide(Place::parse("PT").unwrap()).verdict, Verdict::Ineligible);
    assert_eq!(
        eligibility.time_zones,
        [Window::Offsets { from: 60, to: 120 }, Window::Offsets { from: 210, to: 210 }, Window::Offsets { from: 765, to: 765 }]
    );
    assert!(!eligibility.evidence.is_empty());
}

#[test]
fn an_empty_list_is_silence_and_an_unknown_country_leaves_words() {
    let parsed = parsed();
    let [_, sherpa, cartographer, guide] = parsed.postings.as_slice() else { panic!() };
    assert_eq!((&sherpa.known.eligibility, &sherpa.location), (&None, &None));
    assert_eq!((&cartographer.known.eligibility, cartographer.location.as_deref()), (&None, Some("Portugal | Atlantis")));
    assert_eq!((&guide.known.eligibility, guide.location.as_deref()), (&None, Some("UTC-10:00 to UTC-8:00")));
    assert!(parsed.unknown.contains(&("locationRestrictions".to_owned(), "Atlantis".to_owned())));
    assert!(parsed.unknown.contains(&("employmentType".to_owned(), "Volunteer".to_owned())));
}

#[test]
fn a_period_without_amounts_is_no_pay() {
    let parsed = parsed();
    let pay = parsed.postings[0].known.salary.unwrap();
    assert_eq!((major(pay.min()), major(pay.max()), pay.period()), (Some(53_300), Some(119_850), Period::Year));
    assert_eq!(parsed.postings[1].known.salary, None);
    let hourly = parsed.postings[2].known.salary.unwrap();
    assert_eq!((hourly.min().map(|c| c.get()), hourly.period(), hourly.currency().code()), (Some(2_550), Period::Hour, "EUR"));
    assert_eq!(parsed.postings[1].description_text, "Carry.");
}

#[test]
fn what_had_ended_is_rejected_and_paging_stops_at_what_is_known() {
    let parsed = parsed();
    assert_eq!(parsed.rejected.iter().map(|r| r.reason).collect::<Vec<_>>(), [Rejection::Expired]);
    assert_eq!(parsed.next.unwrap().url, "https://himalayas.app/jobs/api?limit=20&offset=5");
    let known = Watermark { since: Timestamp::from_unix_seconds(1_784_588_500) };
    let request = Himalayas.first_page(&Board::default(), Some(&known));
    let again = Himalayas.parse(&FetchedPage { context: request.context, ..page("himalayas", "", fixture!("jobs.json")) }).unwrap();
    assert!(again.next.is_none() && !again.complete);
}
