use super::*;
use crate::connectors::support::{fixture, major, page};
use domain::posting::Rejection;

fn parsed() -> ParsedPage {
    RemoteOk.parse(&page("remoteok", "", fixture!("api.json"))).unwrap()
}

#[test]
fn the_legal_notice_is_no_job_and_the_newest_are_not_all() {
    let parsed = parsed();
    assert_eq!((parsed.seen(), parsed.postings.len(), parsed.complete), (3, 2, false));
    assert_eq!(parsed.rejected.iter().map(|r| (r.reason, r.item.as_str())).collect::<Vec<_>>(), [(Rejection::NoAddress, "900003")]);
}

#[test]
fn texts_are_repaired_and_the_readers_address_is_cut_off() {
    let parsed = parsed();
    let job = &parsed.postings[0];
    assert_eq!(job.title, "Learning & Development Lead");
    assert_eq!(job.company.as_ref().map(|c| c.name.as_str()), Some("Example Pão"));
    assert_eq!(job.location.as_deref(), Some("São Paulo, Brasil"));
    assert_eq!(job.description_text, "We’re bakers.");
    assert_eq!(job.tags.iter().map(|tag| tag.slug()).collect::<Vec<_>>(), ["python"]);
}

#[test]
fn zero_is_unknown_pay_and_the_epoch_stands_in_for_a_missing_date() {
    let parsed = parsed();
    let pay = parsed.postings[0].known.salary.unwrap();
    assert_eq!((major(pay.min()), major(pay.max()), pay.currency().code()), (Some(60_000), Some(90_000), "USD"));
    let courier = &parsed.postings[1];
    assert_eq!((&courier.known.salary, &courier.salary_text, &courier.company), (&None, &None, &None));
    assert_eq!(courier.location.as_deref(), Some("United States"));
    assert_eq!(courier.posted_at.map(|at| at.unix_seconds()), Some(1_781_319_025));
    assert_eq!(courier.remote_flag, Some(true));
}
