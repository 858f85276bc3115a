use super::*;
use crate::connectors::support::{fixture, major, page};
use domain::salary::Period;

fn parsed() -> ParsedPage {
    Personio.parse(&page("personio", "example-bridges", fixture!("positions.xml"))).unwrap()
}

#[test]
fn a_position_is_put_together_from_its_parts() {
    let parsed = parsed();
    let engineer = &parsed.postings[0];
    assert_eq!(engineer.url, "https://example-bridges.jobs.personio.de/job/5001");
    assert_eq!(engineer.company.as_ref().map(|c| c.name.as_str()), Some("Example Brücken GmbH & Co. KG"));
    assert_eq!(engineer.location.as_deref(), Some("Munich | Berlin | Remote"));
    assert_eq!(engineer.description_text, "Your tasks & goals\n\nBuild bridges.\n\nYour profile\n\n- Steel");
    let pay = engineer.known.salary.unwrap();
    assert_eq!((major(pay.min()), pay.max(), pay.period()), (Some(60_000), None, Period::Year));
    assert_eq!((engineer.known.employment_type, engineer.tags.len()), (Some(EmploymentType::FullTime), 2));
    assert!(parsed.complete && engineer.posted_at.is_some());
}

#[test]
fn what_is_left_open_stays_open() {
    let parsed = parsed();
    let [_, student, keeper] = parsed.postings.as_slice() else { panic!("{:?}", parsed.rejected) };
    assert_eq!(student.company.as_ref().map(|c| c.name.as_str()), Some("Example Bridges"));
    assert_eq!(student.known.employment_type, Some(EmploymentType::Internship));
    assert_eq!((keeper.known.employment_type, keeper.location.as_deref()), (None, None));
    assert_eq!((keeper.known.salary, keeper.salary_text.as_deref()), (None, Some("20 - 25 EUR (weekly-ish)")));
    assert_eq!(parsed.rejected.iter().map(|r| r.reason).collect::<Vec<_>>(), [Rejection::NoTitle]);
}

#[test]
fn boards_of_either_domain_are_known() {
    assert_eq!(Personio.board_of("https://acme.jobs.personio.de/xml?language=en").as_deref(), Some("acme"));
    let board = Board { slug: Personio.board_of("https://acme.jobs.personio.com/job/1").unwrap(), ..Board::default() };
    assert_eq!(Personio.first_page(&board, None).url, "https://acme.jobs.personio.com/xml?language=en");
    let robots = Personio.parse(&page("personio", "acme", b"<!doctype html><html><title>Are you a robot?</title></html>"));
    assert_eq!(robots.err(), Some(ParseError::WebPage { expected: "XML" }));
}
