//! Finding, touching, closing.

use db::postings::{self, PostingRecord};
use db::test::TestDb;
use domain::listing::CloseReason;

use crate::make::{at, listing_id, posting, posting_id};

fn stored(test: &TestDb, records: &[PostingRecord]) {
    test.db().write_blocking(|c| postings::upsert(c, records)).unwrap();
}

#[test]
fn a_posting_is_found_by_its_source() {
    for test in TestDb::each() {
        stored(&test, &[posting(1, "Tester"), posting(2, "Writer")]);
        let keys = [(String::new(), "2".to_owned()), (String::new(), "3".to_owned())];
        let found = test.db().read_blocking(|c| postings::find(c, "remotive", &keys)).unwrap();
        assert_eq!(found.len(), 1);
        let known = &found[&keys[0]];
        assert_eq!((known.id, known.listing, known.closed), (posting_id(2), listing_id(2), false));
        assert!(test.db().read_blocking(|c| postings::find(c, "jobicy", &keys)).unwrap().is_empty());
    }
}

#[test]
fn a_posting_keeps_its_identifier_when_it_is_replaced() {
    for test in TestDb::each() {
        stored(&test, &[posting(1, "Tester")]);
        let replaced = PostingRecord { title: "Senior Tester".to_owned(), last_seen_at: at(60), ..posting(1, "Tester") };
        stored(&test, std::slice::from_ref(&replaced));
        assert_eq!(test.db().read_blocking(|c| postings::of_listings(c, &[listing_id(1)])).unwrap(), [replaced]);
    }
}

#[test]
fn what_runs_missed_is_remembered_until_it_is_seen_again() {
    for test in TestDb::each() {
        let db = test.db();
        stored(&test, &[posting(1, "Tester"), posting(2, "Writer")]);
        let missed = || -> Vec<_> {
            db.read_blocking(|c| postings::open_of_board(c, "remotive", "")).unwrap().iter().map(|posting| posting.missed_since).collect()
        };
        db.write_blocking(|c| postings::set_missed(c, &[posting_id(1)], Some(at(5)))).unwrap();
        assert_eq!(missed(), [Some(at(5)), None]);
        db.write_blocking(|c| postings::touch(c, &[posting_id(1)], at(9))).unwrap();
        assert_eq!(missed(), [None, None]);
        db.write_blocking(|c| postings::close(c, &[posting_id(2)], CloseReason::Absent, at(10))).unwrap();
        assert_eq!(missed().len(), 1);
        let closed = db.read_blocking(|c| postings::of_listings(c, &[listing_id(2)])).unwrap().remove(0);
        assert_eq!((closed.closed_at, closed.close_reason), (Some(at(10)), Some(CloseReason::Absent)));
    }
}

#[test]
fn postings_expire() {
    for test in TestDb::each() {
        let ending = PostingRecord { expires_at: Some(at(100)), ..posting(1, "Tester") };
        stored(&test, &[ending, posting(2, "Writer")]);
        let expired = |now| test.db().read_blocking(|c| postings::expired(c, at(now), 10)).unwrap();
        assert!(expired(100).is_empty());
        assert_eq!(expired(101), [(posting_id(1), listing_id(1))]);
    }
}
