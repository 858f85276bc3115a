use super::*;
use crate::connectors::support::{fixture, page};
use domain::employment::EmploymentType;

#[test]
fn a_list_is_read_page_by_page() {
    let parsed = SmartRecruiters.parse(&page("smartrecruiters", "ExampleBank", fixture!("list.json"))).unwrap();
    let [engineer, teller] = parsed.postings.as_slice() else { panic!("{:?}", parsed.rejected) };
    assert_eq!(engineer.url, "https://jobs.smartrecruiters.com/ExampleBank/744000000000001");
    assert_eq!(engineer.location.as_deref(), Some("Kraków, Małopolskie, Poland"));
    assert_eq!((engineer.known.work_mode, engineer.known.employment_type), (Some(WorkMode::Hybrid), Some(EmploymentType::FullTime)));
    assert_eq!((engineer.requisition.as_deref(), engineer.language.map(|l| l.to_string()).as_deref()), (Some("REF1A"), Some("pl")));
    // Two false flags are what stands when nobody chose.
    assert_eq!((teller.known.work_mode, teller.location.as_deref()), (None, Some("Oslo, Norway")));
    assert_eq!(parsed.unknown, [("typeOfEmployment".to_owned(), "wizardry".to_owned())]);
    assert_eq!(parsed.rejected[0].reason, Rejection::NotListed);
    assert_eq!(parsed.next.unwrap().url, "https://api.smartrecruiters.com/v1/companies/ExampleBank/postings?limit=100&offset=3");
    assert!(!parsed.complete);
}

#[test]
fn a_single_posting_brings_its_text() {
    let parsed = SmartRecruiters.parse(&page("smartrecruiters", "ExampleBank", fixture!("detail.json"))).unwrap();
    let job = &parsed.postings[0];
    assert_eq!(
        job.description_text,
        "Company Description\n\nWe count money.\n\nJob Description\n\nModel & test.\n\nQualifications\n\n- SQL"
    );
    assert_eq!((job.known.work_mode, job.known.employment_type), (Some(WorkMode::Remote), Some(EmploymentType::Contract)));
    assert_eq!(job.location.as_deref(), Some("Ottawa, Ontario, Canada"));
}

#[test]
fn an_empty_list_closes_nothing() {
    let parsed =
        SmartRecruiters.parse(&page("smartrecruiters", "nobody", br#"{"offset":0,"limit":100,"totalFound":0,"content":[]}"#)).unwrap();
    assert!(!parsed.complete && parsed.next.is_none() && parsed.postings.is_empty());
}
