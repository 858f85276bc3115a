use super::*;
use crate::connectors::support::{fixture, major, page};
use domain::posting::Rejection;

#[test]
fn a_board_is_read_with_what_its_items_say() {
    let parsed = Greenhouse.parse(&page("greenhouse", "examplerobotics", fixture!("board.json"))).unwrap();
    assert!(!parsed.complete, "one of its items can't be read, and may be any job");
    let [engineer, open] = parsed.postings.as_slice() else { panic!("{:?}", parsed.rejected) };
    assert_eq!(engineer.title, "Senior Backend Engineer");
    assert_eq!(engineer.company.as_ref().map(|c| c.name.as_str()), Some("Example Robotics"));
    assert_eq!(engineer.location.as_deref(), Some("Lisbon, Portugal | Porto, Portugal | Remote, Portugal"));
    assert_eq!(engineer.remote_flag, Some(true));
    assert_eq!(engineer.url, "https://careers.robotics.example/open?gh_jid=5001");
    assert_eq!(engineer.requisition.as_deref(), Some("9001"));
    // The publication, not the last edit.
    assert_eq!(engineer.posted_at, Timestamp::parse_rfc3339("2026-06-01T13:30:00Z"));
    // Escaped once more than HTML is.
    assert_eq!(engineer.description_text, "What you'll do\n\nRobots & belts, all day.");
    assert!(!engineer.description_html.contains("script"));
    assert_eq!(open.location.as_deref(), Some("Lisbon, Portugal"));
    assert_eq!(open.posted_at, None);
    assert_eq!(open.company.as_ref().map(|c| c.name.as_str()), Some("Examplerobotics"));
}

#[test]
fn bad_items_are_rejected_alone() {
    let parsed = Greenhouse.parse(&page("greenhouse", "examplerobotics", fixture!("board.json"))).unwrap();
    let reasons: Vec<_> = parsed.rejected.iter().map(|r| (r.reason, r.item.as_str())).collect();
    assert_eq!(reasons, [(Rejection::NoTitle, "5003"), (Rejection::Malformed, "#3")]);
}

#[test]
fn ranges_in_cents_become_one_band_and_keep_their_words() {
    let parsed = Greenhouse.parse(&page("greenhouse", "examplerobotics", fixture!("job-with-pay.json"))).unwrap();
    let job = &parsed.postings[0];
    let band = job.known.salary.unwrap();
    assert_eq!((major(band.min()), major(band.max())), (Some(85_000), Some(120_000)));
    assert_eq!((band.currency().code(), band.period()), ("USD", Period::Year));
    assert!(job.salary_text.as_deref().is_some_and(|words| words.contains("New York annual salary: 95000 - 120000 USD per year")));
    // One job is no whole board.
    assert!(!parsed.complete);
}

#[test]
fn boards_are_named_in_addresses() {
    assert_eq!(Greenhouse.board_of("https://boards-api.greenhouse.io/v1/boards/acme/jobs?content=true").as_deref(), Some("acme"));
    assert_eq!(
        Greenhouse.first_page(&Board { source: "greenhouse".into(), slug: "a/b".into() }, None).url,
        "https://boards-api.greenhouse.io/v1/boards/a%2Fb/jobs?content=true"
    );
}
