use super::*;
use crate::connectors::support::{fixture, page};
use domain::employment::EmploymentType;
use domain::posting::Rejection;

fn parsed() -> ParsedPage {
    WeWorkRemotely.parse(&page("weworkremotely", "", fixture!("remote-jobs.rss"))).unwrap()
}

#[test]
fn the_title_is_split_at_its_first_colon_only() {
    let parsed = parsed();
    let coach = &parsed.postings[0];
    assert_eq!((coach.company.as_ref().map(|c| c.name.as_str()), coach.title.as_str()), (Some("Example Maths"), "Coach: Algebra & More"));
    assert_eq!((&parsed.postings[1].company, parsed.postings[1].title.as_str()), (&None, "Writer of Odes"));
    assert_eq!(wire::split_title("a:b Ltd: Cook"), (Some("a:b Ltd"), "Cook"));
}

#[test]
fn header_and_footer_are_no_part_of_the_text() {
    let parsed = parsed();
    let coach = &parsed.postings[0];
    assert_eq!(coach.description_text, "Teach & learn.");
    assert_eq!(coach.apply_url, "https://maths.example/apply");
    assert_eq!(parsed.postings[1].description_text, "Write.");
}

#[test]
fn the_region_is_the_place_and_not_the_employers_seat() {
    let parsed = parsed();
    let coach = &parsed.postings[0];
    assert_eq!(coach.location.as_deref(), Some("Anywhere in the World"));
    assert_eq!(coach.posted_at.map(|at| at.to_string()).as_deref(), Some("2026-07-28T09:15:00.000Z"));
    assert_eq!(coach.expires_at.map(|at| at.to_string()).as_deref(), Some("2026-08-27T09:15:00.000Z"));
    assert_eq!(coach.known.employment_type, Some(EmploymentType::Contract));
    assert_eq!(coach.tags.len(), 2);
    assert_eq!(parsed.unknown, [("type".to_owned(), "Sonnet-Based".to_owned())]);
}

#[test]
fn one_job_in_two_places_of_a_feed_is_taken_once() {
    let parsed = parsed();
    assert_eq!(parsed.rejected.iter().map(|r| r.reason).collect::<Vec<_>>(), [Rejection::Repeated]);
    assert_eq!(parsed.postings[0].board, "");
    let category = Board { source: "weworkremotely".into(), slug: "remote-design-jobs".into() };
    assert_eq!(WeWorkRemotely.first_page(&category, None).url, "https://weworkremotely.com/categories/remote-design-jobs.rss");
}
