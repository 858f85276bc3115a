//! Who may be closed.

use std::collections::HashSet;

use db::test::TestDb;
use domain::listing::CloseReason;
use ingest::{close, rescore};

use crate::make::{at, draft, listings, put};

fn ids(range: std::ops::Range<usize>) -> HashSet<String> {
    range.map(|n| n.to_string()).collect()
}

fn board(test: &TestDb, size: usize) {
    put(test.db(), 0, (0..size).map(|n| draft("lever", &n.to_string(), &format!("Tester {n}"))).collect());
}

fn open(test: &TestDb) -> usize {
    listings(test.db()).iter().filter(|listing| listing.closed_at.is_none()).count()
}

#[test]
fn a_posting_closes_when_two_complete_runs_come_without_it() {
    for test in TestDb::each() {
        board(&test, 5);
        assert_eq!(close::missing(test.db(), "lever", "acme", &ids(0..4), at(1)).unwrap(), 0);
        assert_eq!(close::missing(test.db(), "lever", "acme", &ids(0..4), at(2)).unwrap(), 1);
        assert_eq!(open(&test), 4);
        let closed = listings(test.db()).into_iter().find(|listing| listing.closed_at.is_some()).unwrap();
        assert_eq!((closed.closed_at, closed.close_reason), (Some(at(2)), Some(CloseReason::Absent)));
        put(test.db(), 3, vec![draft("lever", "4", "Tester 4")]);
        assert_eq!(open(&test), 5, "what comes again opens again");
        assert_eq!(listings(test.db()).len(), 5, "as the listing that it was");
    }
}

#[test]
fn an_empty_or_suspiciously_small_answer_closes_nothing() {
    for test in TestDb::each() {
        board(&test, 12);
        for run in 1..4 {
            assert_eq!(close::missing(test.db(), "lever", "acme", &HashSet::new(), at(run)).unwrap(), 0);
            assert_eq!(close::missing(test.db(), "lever", "acme", &ids(0..5), at(run)).unwrap(), 0);
        }
        assert_eq!(open(&test), 12);
    }
}

#[test]
fn a_listing_stays_open_while_one_of_its_postings_is() {
    for test in TestDb::each() {
        let mut board = draft("remotive", "9", "Tester");
        board.apply_url = Some("https://lever.example/acme/1".to_owned());
        board.expires_at = Some(at(10));
        put(test.db(), 0, vec![draft("lever", "1", "Tester"), board]);
        assert_eq!(close::expired(test.db(), at(11)).unwrap(), 1);
        let one = listings(test.db()).remove(0);
        assert_eq!((one.closed_at, one.sources.len()), (None, 1));
        assert_eq!(close::expired(test.db(), at(11)).unwrap(), 0);
    }
}

#[test]
fn scores_fall_as_time_goes_by() {
    for test in TestDb::each() {
        board(&test, 3);
        let before = listings(test.db())[0].score;
        assert_eq!(rescore::due(test.db(), at(1)).unwrap(), 0);
        assert_eq!(rescore::due(test.db(), at(25)).unwrap(), 3);
        assert_eq!(rescore::due(test.db(), at(25)).unwrap(), 0);
        assert_eq!(listings(test.db())[0].score, before - 3, "confirmed within 24 hours was 6 points, within 72 is 3");
    }
}
