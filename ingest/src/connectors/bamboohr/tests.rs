use super::*;
use crate::connectors::support::{fixture, page};
use domain::employment::EmploymentType;

#[test]
fn a_list_names_places_and_modes() {
    let parsed = BambooHr.parse(&page("bamboohr", "skyfolk", fixture!("list.json"))).unwrap();
    let read: Vec<_> = parsed.postings.iter().map(|job| (job.location.as_deref(), job.known.work_mode)).collect();
    assert_eq!(
        read,
        [
            (Some("Halden, Example Region"), Some(WorkMode::Onsite)),
            (Some("Edmonton, Alberta, Canada"), Some(WorkMode::Remote)),
            (None, None)
        ]
    );
    let pilot = &parsed.postings[0];
    assert_eq!(
        (pilot.url.as_str(), pilot.known.employment_type),
        ("https://skyfolk.bamboohr.com/careers/39", Some(EmploymentType::FullTime))
    );
    assert_eq!(pilot.company.as_ref().map(|company| company.name.as_str()), Some("Skyfolk"));
    assert_eq!(parsed.unknown.len(), 2, "{:?}", parsed.unknown);
    assert!(parsed.complete);
}

#[test]
fn an_opening_has_an_answer_of_its_own() {
    let listed = BambooHr.parse(&page("bamboohr", "skyfolk", fixture!("list.json"))).unwrap().postings.remove(1);
    let board = Board { source: "bamboohr".into(), slug: "skyfolk".into() };
    assert_eq!(BambooHr.detail(&board, &listed).unwrap().url, "https://skyfolk.bamboohr.com/careers/41/detail");
    let parsed = BambooHr.parse(&page("bamboohr", "skyfolk", fixture!("detail.json"))).unwrap();
    let told = &parsed.postings[0];
    assert_eq!((&told.external_id, &told.url), (&listed.external_id, &listed.url));
    assert_eq!((told.salary_text.as_deref(), told.description_text.as_str()), (Some("$80,000 - $95,000"), "Read the weather."));
    assert_eq!(told.posted_at.map(|at| at.date().to_string()).as_deref(), Some("2026-08-11"));
    assert!(!parsed.complete);
}

#[test]
fn fewer_openings_than_counted_are_not_the_whole_list() {
    let fewer = String::from_utf8_lossy(fixture!("list.json")).replace("\"totalCount\": 3", "\"totalCount\": 0");
    assert!(!BambooHr.parse(&page("bamboohr", "skyfolk", fewer.as_bytes())).unwrap().complete);
}
