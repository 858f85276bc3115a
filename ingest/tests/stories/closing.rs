//! Who may be closed.

use std::collections::HashSet;

use db::boards::Board;
use db::test::TestDb;
use domain::listing::CloseReason;
use domain::posting::Draft;
use ingest::{close, confirm, rescore};

use crate::make::{at, draft, listings, put};

fn ids(range: std::ops::Range<usize>) -> HashSet<String> {
    range.map(|n| n.to_string()).collect()
}

fn board(test: &TestDb, size: usize) {
    board_at(test, size, 0);
}

fn board_at(test: &TestDb, size: usize, hours: i64) {
    put(test.db(), hours, (0..size).map(|n| draft("lever", &n.to_string(), &format!("Tester {n}"))).collect());
}

fn open(test: &TestDb) -> usize {
    listings(test.db()).iter().filter(|listing| listing.closed_at.is_none()).count()
}

#[test]
fn a_posting_closes_when_two_complete_runs_hours_apart_come_without_it() {
    for test in TestDb::each() {
        board(&test, 5);
        let without = |hours| close::missing(test.db(), "lever", "acme", &ids(0..4), at(hours)).unwrap();
        assert_eq!((without(1), without(6), without(7)), (0, 0, 1));
        assert_eq!(open(&test), 4);
        let closed = listings(test.db()).into_iter().find(|listing| listing.closed_at.is_some()).unwrap();
        assert_eq!((closed.closed_at, closed.close_reason), (Some(at(7)), Some(CloseReason::Absent)));
        put(test.db(), 8, vec![draft("lever", "4", "Tester 4")]);
        assert_eq!(open(&test), 5, "what comes again opens again");
        assert_eq!(listings(test.db()).len(), 5, "as the listing that it was");
    }
}

#[test]
fn what_comes_again_in_between_begins_anew() {
    for test in TestDb::each() {
        board(&test, 5);
        let listed = |ids: HashSet<String>, hours| close::missing(test.db(), "lever", "acme", &ids, at(hours)).unwrap();
        assert_eq!(listed(ids(0..4), 1), 0);
        assert_eq!(listed(ids(0..5), 4), 0);
        assert_eq!(listed(ids(0..4), 8), 0, "seen four hours ago");
        assert_eq!(listed(ids(0..4), 14), 1);
    }
}

#[test]
fn the_postings_of_a_removed_board_close_and_come_back_with_it() {
    for test in TestDb::each() {
        board(&test, 3);
        let copy =
            Draft { board: Some("other".to_owned()), url: "https://lever.example/acme/0".to_owned(), ..draft("lever", "0", "Tester 0") };
        assert_eq!(put(test.db(), 1, vec![copy]).merged, 1);
        assert_eq!(close::forgotten(test.db(), "lever", "acme", at(2)).unwrap(), None, "only a known board is removed");
        test.db().write_blocking(|c| db::boards::add(c, &Board::new("lever", "acme", "", at(2)))).unwrap();
        assert_eq!(close::forgotten(test.db(), "lever", "acme", at(3)).unwrap(), Some(3));
        assert!(test.db().read_blocking(|c| db::boards::get(c, "lever", "acme")).unwrap().is_none());
        let closed: Vec<_> = listings(test.db()).into_iter().filter_map(|listing| listing.closed_at.zip(listing.close_reason)).collect();
        assert_eq!(closed, [(at(3), CloseReason::Unwatched); 2], "what another board shows, too, stays open");
        board_at(&test, 3, 4);
        assert_eq!((open(&test), listings(test.db()).len()), (3, 3));
    }
}

#[test]
fn a_list_of_nothing_closes_nothing() {
    for test in TestDb::each() {
        board(&test, 3);
        for hours in [1, 10, 1_000] {
            assert_eq!(close::missing(test.db(), "lever", "acme", &HashSet::new(), at(hours)).unwrap(), 0);
        }
        assert_eq!(open(&test), 3);
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

#[test]
fn a_board_that_says_the_same_again_confirms_its_postings_once_a_day() {
    for test in TestDb::each() {
        board(&test, 3);
        let said = |hours| {
            let known = Board { complete_at: Some(at(hours)), confirmed_at: at(0), ..Board::new("lever", "acme", "", at(0)) };
            test.db().write_blocking(|c| db::boards::remove(c, "lever", "acme").and_then(|_| db::boards::add(c, &known))).unwrap();
            confirm::due(test.db(), at(hours)).unwrap()
        };
        assert_eq!(said(11), 0);
        assert_eq!(said(26), 1);
        assert!(listings(test.db()).iter().all(|listing| listing.last_seen_at == at(26)));
        assert_eq!(confirm::due(test.db(), at(27)).unwrap(), 0);
    }
}
