use super::*;
use crate::connectors::support::{fixture, major, page};

#[test]
fn jobs_are_listed_and_samples_left_out() {
    let parsed = Dover.parse(&page("dover", "c1", fixture!("jobs.json"))).unwrap();
    let [winder, writer] = parsed.postings.as_slice() else { panic!("{:?}", parsed.rejected) };
    assert_eq!((winder.location.as_deref(), winder.known.work_mode), (Some("Bern, Switzerland"), Some(WorkMode::Onsite)));
    assert_eq!(winder.company.as_ref().map(|company| company.name.as_str()), Some("Tick Tock"));
    assert_eq!((writer.location.as_deref(), writer.remote_flag), (Some("Remote"), Some(true)));
    assert_eq!(writer.url, "https://app.dover.com/apply/Tick%20%26%20Tock/job_a2");
    assert_eq!(parsed.rejected[0].reason, Rejection::NotListed);
    assert!(parsed.complete);
}

#[test]
fn a_job_by_itself_has_text_and_pay() {
    let listed = Dover.parse(&page("dover", "c1", fixture!("jobs.json"))).unwrap().postings.remove(1);
    let asked = Dover.detail(&Board::default(), &listed).unwrap();
    assert_eq!(asked.url, "https://app.dover.com/api/v1/inbound/application-portal-job/job_a2");
    let told = Dover.parse(&page("dover", "c1", fixture!("job.json"))).unwrap().postings.remove(0);
    assert_eq!((told.external_id, told.description_text), (listed.external_id, "Write about clocks.".to_owned()));
    assert_eq!((told.known.work_mode, told.location.as_deref()), (Some(WorkMode::Remote), Some("Austria")));
    assert_eq!(told.known.salary.and_then(|band| major(band.max())), Some(80_000));
}

#[test]
fn pages_are_followed() {
    let board = Board { source: "dover".into(), slug: "c1".into() };
    let first = Dover.first_page(&board, None);
    let body =
        String::from_utf8_lossy(fixture!("jobs.json")).replace("\"next\": null", "\"next\": \"https://app.dover.example/?offset=100\"");
    let parsed = Dover.parse(&FetchedPage { url: first.url.clone(), ..page("dover", "c1", body.as_bytes()) }).unwrap();
    assert_eq!(parsed.next.map(|next| next.url).as_deref(), Some("https://app.dover.com/api/v1/careers-page/c1/jobs?limit=100&offset=3"));
    assert!(!parsed.complete);
    assert_eq!(Dover.board_of(&first.url).as_deref(), Some("c1"));
}
