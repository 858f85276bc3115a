//! Boards that fall silent: when they are given up, and how the last of their postings can close.

use domain::listing::CloseReason;
use domain::source::BoardState;

use super::*;

/// A board of two postings whose own pages stand on this machine.
struct Paged(String);

impl Connector for Paged {
    fn descriptor(&self) -> &'static Descriptor {
        &DESCRIPTOR
    }

    fn first_page(&self, _: &Board, _: Option<&Watermark>) -> PageRequest {
        PageRequest::json(&self.0)
    }

    fn parse(&self, page: &FetchedPage) -> Result<ParsedPage, ParseError> {
        let mut parsed = Invented(self.0.clone()).parse(page)?;
        for posting in &mut parsed.postings {
            posting.url = format!("{}/{}", self.0, posting.external_id);
        }
        Ok(parsed)
    }
}

fn reasons(db: &Db) -> Vec<Option<CloseReason>> {
    let changes = db.read_blocking(|c| db::listings::changed_since(c, 0, 10)).unwrap();
    changes.into_iter().map(|change| change.listing.close_reason).collect()
}

#[test]
fn the_last_postings_of_an_emptied_board_close_when_their_own_pages_are_gone() {
    for test in TestDb::each() {
        let (fetcher, clock) = fetcher();
        let not_found = || answer("404 Not Found", "", b"");
        let empty = || answer("200 OK", "", b"{\"jobs\": []}");
        let page = || answer("200 OK", "", b"<html></html>");
        let robots = not_found;
        let both = answer("200 OK", "", json!({"jobs": [[1, -3600], [2, -3600]]}).to_string().as_bytes());
        let (url, serving) = server(vec![
            both,
            empty(),
            // A day later each posting's own page is asked.
            empty(),
            robots(),
            not_found(),
            page(),
            empty(),
            not_found(),
            page(),
        ]);
        let connector = Paged(url);
        let go = |hours: i64| {
            let run = Runner::new(test.db(), &fetcher, &random, &|_| {}).named(&connector, "acme").unwrap().unwrap();
            clock.pass(TimeDelta::hours(hours));
            (run.outcome, run.closed)
        };
        assert_eq!(go(6), ("complete", 0));
        assert_eq!(go(25), ("partial", 0), "an empty list alone closes nothing, whenever it comes");
        assert_eq!(go(7), ("partial", 0));
        assert_eq!(go(7), ("partial", 1), "the page of the first is gone for the second time");
        assert_eq!(reasons(test.db()), [None, Some(CloseReason::SaidBySource)]);
        let asked = serving.join().unwrap();
        assert!(asked[3].starts_with("GET /robots.txt") && asked[4].starts_with("GET /jobs/1"), "{asked:?}");
    }
}

#[test]
fn a_board_that_fails_for_two_weeks_is_given_up_and_can_be_taken_up_again() {
    for test in TestDb::each() {
        let (fetcher, clock) = fetcher();
        run(test.db(), &fetcher, vec![jobs(&[(1, -3600)], None)]);
        let fails = || run(test.db(), &fetcher, vec![answer("403 Forbidden", "", b"")]).0;
        let mut runs = 0;
        while board(test.db()).state() != BoardState::Retired {
            let failed = fails();
            runs += 1;
            assert_eq!((failed.outcome, failed.closed), ("failed", 0));
            clock.pass(TimeDelta::seconds(after(&failed, &clock)));
        }
        let given_up = board(test.db());
        assert!((20..30).contains(&runs), "{runs} requests in two weeks");
        assert_eq!(given_up.retired_at.unwrap().since(given_up.checked_at.unwrap()).num_days(), 14);
        assert!(given_up.trouble.unwrap().words.contains("403"));
        clock.pass(TimeDelta::days(100));
        let runner = Runner::new(test.db(), &fetcher, &random, &|_| {});
        assert!(runner.due().unwrap().is_none(), "it is not asked any more");
        test.db().write_blocking(|c| db::boards::revive(c, "lever", "acme", fetcher.now())).unwrap();
        assert_eq!(fails().outcome, "failed");
        assert_eq!(board(test.db()).state(), BoardState::Failing, "it has its time again");
    }
}

#[test]
fn a_board_that_is_removed_while_it_is_asked_leaves_no_posting_open() {
    for test in TestDb::each() {
        let (fetcher, _) = fetcher();
        let (url, serving) = server(vec![jobs(&[(1, -3600), (2, -3600)], None)]);
        let remove = |_: &SourceReport| {
            close::forgotten(test.db(), "lever", "acme", fetcher.now()).unwrap();
        };
        Runner::new(test.db(), &fetcher, &random, &remove).named(&Invented(url), "acme").unwrap().unwrap();
        serving.join().unwrap();
        assert_eq!(reasons(test.db()), [Some(CloseReason::Unwatched); 2]);
    }
}
