use super::*;
use crate::connectors::support::{fixture, major, page};
use domain::employment::EmploymentType;
use domain::salary::Period;

fn parsed() -> ParsedPage {
    Lever.parse(&page("lever", "fjord-systems", fixture!("postings.json"))).unwrap()
}

#[test]
fn the_pieces_of_the_text_are_joined_once() {
    let parsed = parsed();
    assert!(parsed.complete && parsed.rejected.is_empty());
    assert_eq!(parsed.postings[0].description_text, "Keep it up.\n\nPay & perks\n\n- Skis\n- Snow\n\nEqual chances.");
    assert_eq!(parsed.postings[1].description_text, "Keep it up.\n\nHere.");
}

#[test]
fn structured_fields_say_place_mode_pay_and_date() {
    let parsed = parsed();
    let [oslo, york, cook] = parsed.postings.as_slice() else { panic!() };
    assert_eq!(oslo.company.as_ref().map(|c| c.name.as_str()), Some("Fjord Systems"));
    assert_eq!(oslo.location.as_deref(), Some("Oslo | Bergen"));
    assert_eq!(oslo.known.work_mode, Some(WorkMode::Remote));
    assert_eq!(oslo.known.employment_type, Some(EmploymentType::FullTime));
    assert_eq!(oslo.posted_at.map(|at| at.unix_millis()), Some(1_782_821_535_482));
    let pay = oslo.known.salary.unwrap();
    assert_eq!((major(pay.min()), major(pay.max()), pay.currency().code()), (Some(900_000), Some(1_100_000), "NOK"));
    // 0 is "not given", and "onsite" is the spelling beside the documented one.
    let pay = york.known.salary.unwrap();
    assert_eq!((pay.min(), major(pay.max()), pay.period()), (None, Some(65), Period::Hour));
    assert_eq!((york.known.work_mode, york.remote_flag), (Some(WorkMode::Onsite), Some(false)));
    // Nothing but the country is said; an unknown interval keeps its words and is reported.
    assert_eq!(cook.location.as_deref(), Some("Norway"));
    assert_eq!((cook.known.work_mode, cook.known.salary, cook.posted_at), (None, None, None));
    assert_eq!(cook.salary_text.as_deref(), Some("300 - 400 NOK (per-moon)"));
    assert_eq!(parsed.unknown, [("salaryRange.interval".to_owned(), "per-moon".to_owned())]);
}

#[test]
fn an_unknown_site_is_an_error_and_a_full_page_has_a_next() {
    let answer = br#"{"ok":false,"error":"Document not found"}"#;
    assert_eq!(Lever.parse(&page("lever", "x", answer)).unwrap_err(), ParseError::NoList { missing: "list of postings" });
    let full = format!("[{}]", vec![r#"{"id":"1","text":"T","hostedUrl":"https://x.example/1"}"#; 100].join(","));
    let parsed = Lever.parse(&FetchedPage { context: "100".into(), ..page("lever", "eu:x", full.as_bytes()) }).unwrap();
    assert!(!parsed.complete);
    assert_eq!(parsed.next.unwrap().url, "https://api.eu.lever.co/v0/postings/x?mode=json&skip=200&limit=100");
    assert_eq!(Lever.board_of("https://api.eu.lever.co/v0/postings/x?mode=json").as_deref(), Some("eu:x"));
}
