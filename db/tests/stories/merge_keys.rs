//! The keys under which postings meet.

use db::merge_keys;
use db::test::TestDb;

use crate::make::listing_id;

#[test]
fn listings_meet_by_keys_that_can_be_taken_back() {
    for test in TestDb::each() {
        let db = test.db();
        let keys = [(7, listing_id(1)), (7, listing_id(2)), (i64::MIN, listing_id(3))];
        db.write_blocking(|c| merge_keys::put(c, &keys)).unwrap();
        db.write_blocking(|c| merge_keys::put(c, &keys)).unwrap();
        let of = |keys: &[i64]| db.read_blocking(|c| merge_keys::listings(c, keys)).unwrap();
        assert_eq!(of(&[7, 8]), [listing_id(1), listing_id(2)]);
        assert_eq!(of(&[i64::MIN]), [listing_id(3)]);
        db.write_blocking(|c| merge_keys::remove(c, listing_id(1), &[7, 8])).unwrap();
        assert_eq!(of(&[7]), [listing_id(2)]);
        let crowd: Vec<_> = (0..100).map(|n| (9, listing_id(n))).collect();
        db.write_blocking(|c| merge_keys::put(c, &crowd)).unwrap();
        assert!(of(&[9]).len() < 100, "what everybody shares is looked at in part");
    }
}

#[test]
fn keys_are_found_and_taken_back_wherever_they_are_kept() {
    for test in TestDb::each() {
        let db = test.db();
        let of = |key: i64| db.read_blocking(|c| merge_keys::listings(c, &[key])).unwrap();
        // More than are gathered before they move.
        let many: Vec<_> = (0..70_000).map(|n| (n * 31 % 70_001, listing_id(1))).collect();
        for keys in many.chunks(20_000) {
            db.write_blocking(|c| merge_keys::put(c, keys)).unwrap();
        }
        let again = [(31, listing_id(1)), (31, listing_id(2))];
        db.write_blocking(|c| merge_keys::put(c, &again)).unwrap();
        assert_eq!(of(31), [listing_id(1), listing_id(2)], "once each");
        assert!(many.iter().step_by(997).all(|(key, _)| of(*key).contains(&listing_id(1))));
        db.write_blocking(|c| merge_keys::remove(c, listing_id(1), &[31, 62])).unwrap();
        assert_eq!(of(31), [listing_id(2)]);
        assert_eq!(of(62), []);
    }
}
