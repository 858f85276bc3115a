use super::*;
use crate::connectors::support::{fixture, major, page};

#[test]
fn adverts_are_read_with_the_currency_of_their_country() {
    let parsed = Adzuna.parse(&page("adzuna", "us", fixture!("search.json"))).unwrap();
    let [keeper, diver, cook] = parsed.postings.as_slice() else { panic!("{:?}", parsed.rejected) };
    assert_eq!(keeper.title, "Senior Lighthouse Keeper");
    assert_eq!(keeper.location.as_deref(), Some("Skerry, Example County, Maine, United States"));
    let pay = keeper.known.salary.unwrap();
    assert_eq!((major(pay.min()), pay.currency().code(), pay.period()), (Some(60_000), "USD", Period::Year));
    assert_eq!(keeper.known.employment_type, Some(EmploymentType::FullTime));
    assert_eq!(cook.location.as_deref(), Some("London, United Kingdom"));
    assert!(!parsed.complete, "a search is never the whole list");
    assert_eq!((diver.company.as_ref(), diver.board.as_str()), (None, ""));
}

#[test]
fn hourly_amounts_stay_words_and_guesses_are_no_pay() {
    let parsed = Adzuna.parse(&page("adzuna", "fr", fixture!("search.json"))).unwrap();
    assert_eq!((parsed.postings[1].salary_text.as_deref(), parsed.postings[1].known.salary), (Some("12 - 14 EUR"), None));
    assert_eq!((parsed.postings[2].salary_text.as_deref(), parsed.postings[2].known.salary), (None, None));
    assert_eq!(parsed.postings[1].known.employment_type, Some(EmploymentType::Contract));
}

#[test]
fn a_board_is_a_country_and_full_pages_are_followed_back_to_what_is_known() {
    let board = Board { source: "adzuna".into(), slug: "GB:remote c++".into() };
    let first = Adzuna.first_page(&board, None);
    assert_eq!(first.url, "https://api.adzuna.com/v1/api/jobs/gb/search/1?results_per_page=50&what=remote%20c%2B%2B&sort_by=date");
    assert_eq!(first.keys.iter().map(|key| key.name).collect::<Vec<_>>(), ["app_id", "app_key"]);
    let job =
        |n: usize| serde_json::json!({"id": n, "title": "Job", "created": "2026-08-10T00:00:00Z", "redirect_url": "https://a.example/"});
    let body = serde_json::json!({"results": (0..50).map(job).collect::<Vec<_>>()}).to_string();
    let answer = |context: &str| FetchedPage { url: first.url.clone(), context: context.into(), ..page("adzuna", "gb", body.as_bytes()) };
    let next = Adzuna.parse(&answer("")).unwrap().next.unwrap();
    assert!(next.url.contains("/gb/search/2?"), "{}", next.url);
    let known = Timestamp::parse_lenient("2026-08-10").unwrap().unix_micros().to_string();
    assert!(Adzuna.parse(&answer(&known)).unwrap().next.is_none());
    assert_eq!(Adzuna.board_of("https://api.adzuna.com/v1/api/jobs/us/search/1?x=1").as_deref(), Some("us"));
}
