//! Change numbers, and what counts as a change.

use db::test::TestDb;
use db::{Db, listings, postings};
use proptest::prelude::*;

use crate::make::{at, listing_id, posting, write};

fn put(db: &Db, n: u128, title: &str) -> usize {
    let posting = posting(n, title);
    db.write_blocking(|c| {
        postings::upsert(c, std::slice::from_ref(&posting))?;
        listings::upsert(c, &[write(&posting)])
    })
    .unwrap()
}

fn numbers(db: &Db, after: i64) -> Vec<(i64, String)> {
    let changes = db.read_blocking(|c| listings::changed_since(c, after, 100)).unwrap();
    changes.into_iter().map(|change| (change.number, change.listing.title)).collect()
}

#[test]
fn what_was_stored_comes_back() {
    for test in TestDb::each() {
        let posting = posting(1, "Backend Engineer");
        put(test.db(), 1, "Backend Engineer");
        let detail = test.db().read_blocking(|c| listings::detail(c, listing_id(1))).unwrap().unwrap();
        assert_eq!(detail.stored.listing, write(&posting).listing);
        assert_eq!(detail.postings, std::slice::from_ref(&posting));
        assert_eq!(detail.text.plain, posting.description_text);
        assert!(detail.stored.listing.salary.is_some() && !detail.stored.listing.eligibility.evidence.is_empty());
        assert_eq!(test.db().read_blocking(|c| listings::detail(c, listing_id(2))).unwrap(), None);
    }
}

#[test]
fn unchanged_content_takes_no_number() {
    for test in TestDb::each() {
        let db = test.db();
        assert_eq!(put(db, 1, "Tester"), 1);
        assert_eq!(put(db, 2, "Writer"), 1);
        assert_eq!(put(db, 1, "Tester"), 0);
        assert_eq!(numbers(db, 0), [(1, "Tester".to_owned()), (2, "Writer".to_owned())]);
        assert_eq!(put(db, 1, "Senior Tester"), 1);
        assert_eq!(numbers(db, 0), [(2, "Writer".to_owned()), (3, "Senior Tester".to_owned())]);
        assert_eq!(numbers(db, 2).len(), 1);
        assert_eq!(db.read_blocking(listings::last_change).unwrap(), 3);
        assert_eq!(db.read_blocking(listings::count).unwrap(), 2);
    }
}

#[test]
fn a_new_score_is_a_change_but_no_update() {
    for test in TestDb::each() {
        let db = test.db();
        put(db, 1, "Tester");
        let mut rescored = write(&posting(1, "Tester"));
        rescored.listing.score = 44;
        rescored.listing.updated_at = at(500);
        assert_eq!(db.write_blocking(|c| listings::upsert(c, &[rescored.clone()])).unwrap(), 1);
        let stored = db.read_blocking(|c| listings::by_ids(c, &[listing_id(1)])).unwrap().remove(0);
        assert_eq!((stored.listing.score, stored.listing.updated_at), (44, at(0)));
    }
}

#[test]
fn a_refused_transaction_leaves_nothing_behind() {
    for test in TestDb::each() {
        let db = test.db();
        let refused: Result<(), _> = db.write_blocking(|c| {
            listings::upsert(c, &[write(&posting(1, "Tester"))])?;
            Err(db::Error::Busy)
        });
        assert!(refused.is_err());
        assert_eq!(db.read_blocking(listings::last_change).unwrap(), 0);
        assert_eq!(put(db, 1, "Tester"), 1);
    }
}

#[test]
fn numbers_follow_the_order_of_commits() {
    for test in TestDb::each() {
        std::thread::scope(|threads| {
            for writer in 0..4u128 {
                let db = test.db();
                threads.spawn(move || (0..10).for_each(|n| assert_eq!(put(db, writer * 100 + n, "Tester"), 1)));
            }
        });
        let found: Vec<i64> = numbers(test.db(), 0).into_iter().map(|(number, _)| number).collect();
        assert_eq!(found, (1..=40).collect::<Vec<_>>());
    }
}

#[test]
fn scores_are_due_when_time_has_changed_them() {
    for test in TestDb::each() {
        put(test.db(), 1, "Tester");
        let due = |seconds| test.db().read_blocking(|c| listings::due_for_rescore(c, at(seconds), 10)).unwrap();
        assert!(due(6 * 86_400).is_empty());
        assert_eq!(due(7 * 86_400), [listing_id(1)]);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 32, ..ProptestConfig::default() })]
    #[test]
    fn odd_text_comes_back_as_it_went(title in "[^\\p{Cc}]{1,60}", location in proptest::option::of("[^\\p{Cc}]{1,40}")) {
        thread_local!(static BOTH: Vec<TestDb> = TestDb::each());
        BOTH.with(|both| for test in both {
            let mut record = posting(9, &title);
            record.location = location.clone();
            let stored = test.db().write_blocking(|c| {
                postings::upsert(c, std::slice::from_ref(&record))?;
                postings::of_listings(c, &[record.listing])
            }).unwrap();
            assert_eq!(stored, [record]);
        });
    }
}
