mod day;
mod details;
mod lies;
mod silence;

use std::sync::LazyLock;
use std::sync::atomic::{AtomicU64, Ordering};

use db::Db;
use db::test::TestDb;
use domain::posting::Draft;
use domain::source::{Access, Descriptor, SourceKind};
use serde_json::{Value, json};

use super::*;
use crate::connector::{FetchedPage, PageRequest, ParseError, ParsedPage};
use crate::fetch::loopback::{START, Standing, answer, fetcher, server};

static DESCRIPTOR: LazyLock<Descriptor> = LazyLock::new(|| Descriptor {
    slug: "lever".to_owned(),
    name: "Invented".to_owned(),
    kind: SourceKind::Ats,
    url: "https://jobs.example".to_owned(),
    terms: String::new(),
    access: Access::Offered,
    attribution: None,
    pace_seconds: 10,
    cadence_seconds: 3600,
    delay_seconds: 600,
});

/// A platform on this machine: `{"jobs": [[id, posted, title]], "next": address, "total": number}`; most jobs have the same title.
struct Invented(String);

impl Connector for Invented {
    fn descriptor(&self) -> &'static Descriptor {
        &DESCRIPTOR
    }

    fn first_page(&self, _: &Board, _: Option<&Watermark>) -> PageRequest {
        PageRequest::json(&self.0)
    }

    fn parse(&self, page: &FetchedPage) -> Result<ParsedPage, ParseError> {
        let document: Value = serde_json::from_slice(&page.body).unwrap_or_default();
        let jobs = document["jobs"].as_array().ok_or(ParseError::NoList { missing: "list of jobs" })?;
        let mut parsed = ParsedPage::default();
        for job in jobs {
            let draft = Draft {
                source: "lever".to_owned(),
                board: Some(page.board.slug.clone()),
                external_id: job[0].to_string(),
                url: format!("https://jobs.example/{}", job[0]),
                title: job[2].as_str().map_or_else(|| format!("Tester {}", job[0]), str::to_owned),
                company: Some("Acme".to_owned()),
                posted_at: job[1].as_i64().map(|seconds| Timestamp::from_unix_seconds(START + seconds)),
                ..Draft::default()
            };
            parsed.take(draft, page.fetched_at);
        }
        parsed.next = document["next"].as_str().map(PageRequest::json);
        let agrees = document["total"].as_u64().is_none_or(|total| total == jobs.len() as u64);
        parsed.complete = parsed.next.is_none() && agrees && document["more"].is_null();
        Ok(parsed)
    }
}

fn jobs(jobs: &[(u32, i64)], next: Option<&str>) -> Vec<u8> {
    let jobs: Vec<_> = jobs.iter().map(|(id, posted)| json!([id, posted])).collect();
    answer("200 OK", "ETag: \"of-this-page\"\r\n", json!({"jobs": jobs, "next": next}).to_string().as_bytes())
}

fn random() -> u128 {
    static NEXT: AtomicU64 = AtomicU64::new(1);
    u128::from(NEXT.fetch_add(1, Ordering::Relaxed))
}

/// Runs over the board `acme` of a platform that gives these answers.
fn run(db: &Db, fetcher: &Fetcher, answers: Vec<Vec<u8>>) -> (BoardRun, Vec<String>) {
    let (url, serving) = server(answers);
    let run = Runner::new(db, fetcher, &random, &|_| {}).named(&Invented(url), "acme").unwrap().unwrap();
    (run, serving.join().unwrap())
}

fn board(db: &Db) -> KnownBoard {
    db.read_blocking(|c| db::boards::get(c, "lever", "acme")).unwrap().unwrap()
}

fn after(run: &BoardRun, clock: &Standing) -> i64 {
    run.next_run_at.unwrap().unix_seconds() - START - clock.seconds()
}

/// Whether a time is so many seconds, or up to a tenth more.
fn is_about(seconds: i64, time: i64) -> bool {
    (seconds..=seconds + seconds / 10).contains(&time)
}

#[test]
fn a_board_is_read_page_by_page_and_due_again_after_its_cadence() {
    for test in TestDb::each() {
        let (fetcher, clock) = fetcher();
        // The address of the second page is known once the second server stands.
        let (second, serving) = server(vec![jobs(&[(2, -7200), (3, -60)], None)]);
        let (first, _) = run(test.db(), &fetcher, vec![jobs(&[(1, -3600)], Some(&second))]);
        serving.join().unwrap();
        assert_eq!((first.outcome, first.report.files, first.report.seen), ("complete", 2, 3));
        assert_eq!((first.stored.new, first.held), (2, 1), "the newest waits for its delay");
        assert!(is_about(3600, after(&first, &clock)));
        let kept = board(test.db());
        assert_eq!((kept.etag, kept.watermark), (None, Some(Timestamp::from_unix_seconds(START - 3600))));
        let record = test.db().read_blocking(|c| db::runs::latest(c, "lever")).unwrap().unwrap();
        assert_eq!((record.outcome, record.seen, record.opened, record.board.as_str()), (Ended::Complete, 3, 2, "acme"));
    }
}

#[test]
fn an_unchanged_board_costs_one_small_answer() {
    for test in TestDb::each() {
        let (fetcher, _) = fetcher();
        run(test.db(), &fetcher, vec![jobs(&[(1, -3600)], None)]);
        assert_eq!(board(test.db()).etag.as_deref(), Some("\"of-this-page\""));
        let (again, asked) = run(test.db(), &fetcher, vec![answer("304 Not Modified", "", b"")]);
        assert_eq!(again.outcome, "unchanged");
        assert!(asked[0].contains("\"of-this-page\""));
        assert_eq!(board(test.db()).etag.as_deref(), Some("\"of-this-page\""));
    }
}

#[test]
fn what_complete_runs_six_hours_apart_do_not_show_is_closed() {
    for test in TestDb::each() {
        let (fetcher, clock) = fetcher();
        let shows = |ids: &[(u32, i64)]| run(test.db(), &fetcher, vec![jobs(ids, None)]).0.closed;
        assert_eq!(shows(&[(1, -3600), (2, -3600)]), 0);
        assert_eq!(shows(&[(2, -3600)]), 0);
        clock.pass(TimeDelta::hours(5));
        assert_eq!(shows(&[(2, -3600), (3, -3600)]), 0, "too soon after the first run without it");
        clock.pass(TimeDelta::hours(1));
        assert_eq!(shows(&[(2, -3600)]), 1);
        assert_eq!(shows(&[(1, -3600), (2, -3600)]), 0);
        let again = test.db().read_blocking(|c| db::listings::changed_since(c, 0, 10)).unwrap();
        assert!(again.iter().all(|change| change.listing.closed_at.is_none()) && again.len() == 3, "what comes again is the one it was");
    }
}

#[test]
fn a_list_that_stays_as_it_is_closes_what_it_came_without() {
    for test in TestDb::each() {
        for same in [answer("304 Not Modified", "", b""), jobs(&[(2, -3600)], None)] {
            let (fetcher, clock) = fetcher();
            run(test.db(), &fetcher, vec![jobs(&[(1, -3600), (2, -3600)], None)]);
            run(test.db(), &fetcher, vec![jobs(&[(2, -3600)], None)]);
            clock.pass(TimeDelta::hours(7));
            let (unchanged, _) = run(test.db(), &fetcher, vec![same]);
            assert_eq!((unchanged.outcome, unchanged.closed), ("unchanged", 1));
        }
    }
}

#[test]
fn what_cannot_be_read_is_not_gone() {
    for test in TestDb::each() {
        let (fetcher, _) = fetcher();
        run(test.db(), &fetcher, vec![jobs(&[(1, -3600), (2, -3600)], None)]);
        for n in 0..3 {
            let untitled = answer("200 OK", "", json!({"jobs": [[1, -3600, ""], [2, -3600]], "n": n}).to_string().as_bytes());
            let (run, _) = run(test.db(), &fetcher, vec![untitled]);
            assert_eq!((run.outcome, run.report.rejected, run.closed), ("complete", 1, 0));
        }
        let (empty, _) = run(test.db(), &fetcher, vec![jobs(&[], None)]);
        assert_eq!(empty.outcome, "partial", "a list of nothing is not believed");
        assert_eq!(empty.doubts, ["the list is empty, where 2 postings are usual"]);
    }
}

#[test]
fn a_list_that_shows_its_first_page_again_is_not_whole() {
    for test in TestDb::each() {
        let (fetcher, _) = fetcher();
        let (second, serving) = server(vec![jobs(&[(2, -3600), (1, -3600)], None)]);
        let (run, _) = run(test.db(), &fetcher, vec![jobs(&[(1, -3600), (2, -3600)], Some(&second))]);
        serving.join().unwrap();
        assert_eq!((run.outcome, run.closed), ("partial", 0));
    }
}

#[test]
fn a_failing_board_is_tried_again_later_each_time_and_closes_nothing() {
    for test in TestDb::each() {
        let (fetcher, clock) = fetcher();
        run(test.db(), &fetcher, vec![jobs(&[(1, -3600)], None)]);
        let log_in = || answer("200 OK", "", b"<html>Please log in</html>");
        let (failed, _) = run(test.db(), &fetcher, vec![log_in()]);
        assert_eq!((failed.outcome, failed.closed, failed.report.errors.len()), ("failed", 0, 1));
        assert_eq!(after(&failed, &clock), 600);
        assert_eq!(after(&run(test.db(), &fetcher, vec![log_in()]).0, &clock), 1200);
        let kept = board(test.db());
        assert_eq!((kept.failures, kept.etag.as_deref()), (2, Some("\"of-this-page\"")));
        let busy = answer("429 Too Many Requests", "Retry-After: 90000\r\n", b"");
        let (busy, _) = run(test.db(), &fetcher, vec![busy]);
        assert_eq!(after(&busy, &clock), 90_000, "as long as the host asked for");
        run(test.db(), &fetcher, vec![jobs(&[(1, -3600)], None)]);
        assert_eq!(board(test.db()).failures, 0);
    }
}

#[test]
fn a_later_page_that_fails_leaves_what_came_before() {
    for test in TestDb::each() {
        let (fetcher, _) = fetcher();
        let (second, serving) = server(vec![answer("404 Not Found", "", b"")]);
        let (partial, _) = run(test.db(), &fetcher, vec![jobs(&[(1, -3600)], Some(&second))]);
        serving.join().unwrap();
        assert_eq!((partial.outcome, partial.stored.new), ("partial", 1));
        assert_eq!(board(test.db()).watermark, None, "the missing page is asked for again");
    }
}

#[test]
fn a_list_that_leads_back_to_itself_ends() {
    let test = TestDb::each().remove(0);
    let (fetcher, _) = fetcher();
    let (url, serving) = crate::fetch::loopback::server_of(|own| vec![jobs(&[(1, -3600)], Some(own))]);
    let run = Runner::new(test.db(), &fetcher, &random, &|_| {}).look(&Invented(url), "acme").unwrap();
    assert_eq!((run.outcome, serving.join().unwrap().len()), ("partial", 1));
}

#[test]
fn a_look_stores_nothing() {
    for test in TestDb::each() {
        let (fetcher, _) = fetcher();
        let (url, serving) = server(vec![jobs(&[(1, -3600)], None)]);
        let run = Runner::new(test.db(), &fetcher, &random, &|_| {}).look(&Invented(url), "acme").unwrap();
        serving.join().unwrap();
        assert_eq!((run.outcome, run.report.accepted, run.stored), ("complete", 1, Outcome::default()));
        assert_eq!(test.db().read_blocking(|c| db::boards::get(c, "lever", "acme")).unwrap(), None);
    }
}

#[test]
fn one_worker_at_a_time_has_a_board() {
    for test in TestDb::each() {
        let (fetcher, clock) = fetcher();
        let now = Timestamp::from_unix_seconds(START);
        test.db()
            .write_blocking(|c| {
                db::boards::add(c, &KnownBoard::new("lever", "acme", "", now))?;
                db::boards::lease(c, "another", now, now.plus(LEASE))
            })
            .unwrap();
        let runner = Runner::new(test.db(), &fetcher, &random, &|_| {});
        assert!(runner.named(&Invented("http://127.0.0.1:9/".to_owned()), "acme").unwrap().is_none());
        assert!(runner.due().unwrap().is_none());
        assert_eq!(clock.seconds(), 0);
    }
}
