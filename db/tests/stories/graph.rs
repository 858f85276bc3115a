//! Edges, separations and reports.

use db::graph::{self, EdgeRecord, Separation};
use db::reports::{self, Report};
use db::test::TestDb;
use domain::dedupe::{Edge, MergeRule};
use domain::id::ReportId;
use domain::report::ReportReason;

use crate::make::{at, listing_id, posting_id};

#[test]
fn a_posting_has_one_edge() {
    for test in TestDb::each() {
        let db = test.db();
        let edge = |confidence| EdgeRecord {
            posting: posting_id(1),
            edge: Edge {
                listing: listing_id(2),
                with: posting_id(2),
                rule: MergeRule::City,
                confidence,
                evidence: "texts 97 % alike".to_owned(),
            },
            created_at: at(1),
        };
        db.write_blocking(|c| graph::put_edges(c, &[edge(93)])).unwrap();
        db.write_blocking(|c| graph::put_edges(c, &[edge(94)])).unwrap();
        let found = || db.read_blocking(|c| graph::edges(c, &[posting_id(1), posting_id(2)])).unwrap();
        assert_eq!(found(), [edge(94)]);
        db.write_blocking(|c| graph::remove_edges(c, &[posting_id(1)])).unwrap();
        assert!(found().is_empty());
    }
}

#[test]
fn separations_are_found_from_both_sides() {
    for test in TestDb::each() {
        let db = test.db();
        let apart = Separation {
            one: posting_id(9),
            other: posting_id(3),
            decided_by: "operator".to_owned(),
            reason: "two teams".to_owned(),
            created_at: at(5),
        };
        db.write_blocking(|c| graph::separate(c, &[apart.clone(), apart.clone()])).unwrap();
        let stored = Separation { one: posting_id(3), other: posting_id(9), ..apart };
        for side in [3, 9] {
            assert_eq!(db.read_blocking(|c| graph::separations(c, &[posting_id(side)])).unwrap(), std::slice::from_ref(&stored));
        }
        assert!(db.read_blocking(|c| graph::separations(c, &[posting_id(4)])).unwrap().is_empty());
    }
}

#[test]
fn reports_are_kept_for_a_while() {
    for test in TestDb::each() {
        let db = test.db();
        let report = |n: u128, reason, posting| Report {
            id: ReportId::new(at(n as i64), n),
            listing: listing_id(1),
            posting,
            reason,
            created_at: at(n as i64),
        };
        let all = [report(1, ReportReason::Spam, None), report(2, ReportReason::WrongMerge, Some(posting_id(4)))];
        db.write_blocking(|c| all.iter().try_for_each(|report| reports::add(c, report))).unwrap();
        assert_eq!(db.read_blocking(|c| reports::latest(c, 10)).unwrap(), [all[1].clone(), all[0].clone()]);
        assert_eq!(db.write_blocking(|c| reports::forget_before(c, at(2))).unwrap(), 1);
        assert_eq!(db.read_blocking(|c| reports::latest(c, 10)).unwrap().len(), 1);
    }
}
