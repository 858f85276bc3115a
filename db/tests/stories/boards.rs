//! Leases.

use db::boards;
use db::test::TestDb;

use crate::make::at;

#[test]
fn two_workers_never_lease_the_same_board() {
    for test in TestDb::each() {
        let db = test.db();
        for n in 0..12 {
            db.write_blocking(|c| boards::add(c, "greenhouse", &format!("acme-{n}"), at(n))).unwrap();
        }
        let take = |owner: &str| {
            let mut mine = Vec::new();
            while let Some(board) = db.write_blocking(|c| boards::lease(c, owner, at(100), at(200))).unwrap() {
                mine.push(board.slug);
            }
            mine
        };
        let (a, b) = std::thread::scope(|threads| {
            let a = threads.spawn(|| take("a"));
            let b = threads.spawn(|| take("b"));
            (a.join().unwrap(), b.join().unwrap())
        });
        let mut all: Vec<_> = a.iter().chain(&b).collect();
        all.sort();
        all.dedup();
        assert_eq!((all.len(), a.len() + b.len()), (12, 12));
        assert_eq!(db.read_blocking(|c| boards::of_source(c, "greenhouse")).unwrap().len(), 12);
        assert_eq!(db.read_blocking(|c| boards::of_source(c, "lever")).unwrap(), [""; 0]);
    }
}

#[test]
fn a_lease_runs_out_and_its_late_owner_changes_nothing() {
    for test in TestDb::each() {
        let db = test.db();
        db.write_blocking(|c| boards::add(c, "lever", "acme", at(0))).unwrap();
        let lease = |owner: &'static str, now| db.write_blocking(move |c| boards::lease(c, owner, at(now), at(now + 60))).unwrap();
        let mut late = lease("slow", 10).unwrap();
        assert_eq!(lease("quick", 20), None);
        let mut quick = lease("quick", 71).unwrap();
        late.failures = 3;
        assert!(!db.write_blocking(|c| boards::finish(c, "slow", &late)).unwrap());
        quick.next_run_at = at(1000);
        quick.etag = Some("\"x\"".to_owned());
        quick.watermark = Some(at(5));
        assert!(db.write_blocking(|c| boards::finish(c, "quick", &quick)).unwrap());
        assert_eq!(db.read_blocking(|c| boards::get(c, "lever", "acme")).unwrap(), Some(quick.clone()));
        assert_eq!(lease("quick", 999), None);
        assert_eq!(lease("quick", 1000), Some(quick));
    }
}
