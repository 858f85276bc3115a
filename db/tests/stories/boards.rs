//! Boards and hosts: leases, and what is remembered.

use db::boards::{self, Board, Counts, Trouble};
use db::hosts::{self, Robots, Turn};
use db::test::TestDb;
use domain::source::BoardState;

use crate::make::at;

#[test]
fn two_workers_never_lease_the_same_board() {
    for test in TestDb::each() {
        let db = test.db();
        for n in 0..12 {
            db.write_blocking(|c| boards::add(c, &Board::new("greenhouse", &format!("acme-{n}"), "", at(n)))).unwrap();
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
        db.write_blocking(|c| boards::add(c, &Board::new("lever", "acme", "", at(0)))).unwrap();
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

#[test]
fn boards_of_a_host_that_is_busy_or_rests_wait() {
    for test in TestDb::each() {
        let db = test.db();
        for (slug, host) in [("a", "busy:443"), ("b", "free:443"), ("c", "")] {
            assert!(db.write_blocking(|c| boards::add(c, &Board::new("lever", slug, host, at(0)))).unwrap());
        }
        let take = |owner: &str, now| db.write_blocking(|c| hosts::take(c, "busy:443", owner, at(now), at(now + 60))).unwrap();
        let next = |now| db.write_blocking(|c| boards::lease(c, "me", at(now), at(now + 5))).unwrap().map(|board| board.slug);
        assert_eq!(take("other", 10), Turn::Taken { failures: 0 });
        assert_eq!(take("me", 11), Turn::Busy(at(70)));
        assert_eq!((next(11).as_deref(), next(11).as_deref(), next(11)), (Some("b"), Some("c"), None));
        db.write_blocking(|c| hosts::give_back(c, "busy:443", "other", at(100), 2)).unwrap();
        assert_eq!(take("me", 20), Turn::NotBefore(at(100)));
        assert!(!db.read_blocking(|c| boards::is_due(c, at(13))).unwrap());
        assert_eq!(next(100).as_deref(), Some("a"));
        assert_eq!(take("me", 100), Turn::Taken { failures: 2 });
        // Whoever comes late with a lease that ran out changes nothing.
        assert_eq!(take("quick", 161), Turn::Taken { failures: 2 });
        db.write_blocking(|c| hosts::give_back(c, "busy:443", "me", at(0), 0)).unwrap();
        assert_eq!(take("me", 162), Turn::Busy(at(221)));
        assert_eq!(db.read_blocking(|c| hosts::next_at(c, "busy:443")).unwrap(), Some(at(100)));
    }
}

#[test]
fn what_a_host_allows_is_kept() {
    for test in TestDb::each() {
        let db = test.db();
        let robots = Robots { rules: "-/private".to_owned(), until: at(86_400) };
        assert_eq!(db.read_blocking(|c| hosts::robots(c, "a:443")).unwrap(), None);
        db.write_blocking(|c| hosts::take(c, "a:443", "me", at(0), at(60))).unwrap();
        db.write_blocking(|c| hosts::keep_robots(c, "a:443", &robots)).unwrap();
        assert_eq!(db.read_blocking(|c| hosts::robots(c, "a:443")).unwrap(), Some(robots));
    }
}

#[test]
fn a_board_remembers_how_it_goes_and_can_be_taken_up_again() {
    for test in TestDb::each() {
        let db = test.db();
        let trouble = Some(Trouble { words: "it answered 500".to_owned(), since: at(5) });
        let healthy = Board {
            sizes: vec![3, 4],
            counts: Counts { seen: 5, accepted: 4, rejected: 1 },
            checked_at: Some(at(9)),
            complete_at: Some(at(8)),
            content_hash: Some("x".to_owned()),
            interval_seconds: 60,
            ..Board::new("lever", "healthy", "jobs.example:443", at(0))
        };
        let named = |slug: &str| Board { slug: slug.to_owned(), ..healthy.clone() };
        let retired = Board { failures: 20, trouble: trouble.clone(), retired_at: Some(at(7)), ..named("retired") };
        let all = [
            Board { trouble: trouble.clone(), ..named("doubtful") },
            Board { failures: 2, trouble, ..named("failing") },
            healthy.clone(),
            Board::new("lever", "new", "", at(3)),
            retired.clone(),
        ];
        for board in &all {
            db.write_blocking(|c| boards::add(c, board)).unwrap();
        }
        assert_eq!(db.read_blocking(|c| boards::all(c, Some("lever"))).unwrap(), all);
        assert_eq!(db.read_blocking(|c| boards::all(c, Some("ashby"))).unwrap(), []);
        let states = [BoardState::Doubtful, BoardState::Failing, BoardState::Healthy, BoardState::New, BoardState::Retired];
        assert_eq!(all.iter().map(Board::state).collect::<Vec<_>>(), states);
        let tally = db.read_blocking(|c| boards::tallies(c, None)).unwrap().remove("lever").unwrap();
        assert!(states.iter().all(|state| tally.of(*state) == 1));
        assert_eq!((tally.checked_at, tally.complete_at, tally.counts.seen), (Some(at(9)), Some(at(8)), 15));
        assert_eq!(tally.troubles.iter().map(|one| one.board.as_str()).collect::<Vec<_>>(), ["doubtful", "failing", "retired"]);
        let leased = |_: &Board| db.write_blocking(|c| boards::lease(c, "me", at(10), at(20))).unwrap().map(|board| board.slug);
        assert!(!all.iter().filter_map(leased).any(|slug| slug == "retired"), "it is not asked any more");
        assert!(db.write_blocking(|c| boards::revive(c, "lever", "retired", at(50))).unwrap());
        let taken_up = db.read_blocking(|c| boards::get(c, "lever", "retired")).unwrap().unwrap();
        assert_eq!((taken_up.state(), taken_up.watched_since, taken_up.next_run_at), (BoardState::Doubtful, at(50), at(50)));
        assert!(db.write_blocking(|c| boards::remove(c, "lever", "retired")).unwrap());
        assert!(!db.write_blocking(|c| boards::revive(c, "lever", "retired", at(60))).unwrap());
    }
}

#[test]
fn what_was_said_again_long_after_is_to_be_confirmed() {
    for test in TestDb::each() {
        let db = test.db();
        let board = |slug: &str, complete, confirmed| Board {
            complete_at: complete,
            confirmed_at: confirmed,
            ..Board::new("lever", slug, "", at(0))
        };
        for board in [board("now", Some(at(100)), at(50)), board("soon", Some(at(60)), at(50)), board("never", None, at(0))] {
            db.write_blocking(|c| boards::add(c, &board)).unwrap();
        }
        let waiting = || -> Vec<_> {
            let waiting = db.read_blocking(|c| boards::unconfirmed(c, chrono::TimeDelta::seconds(50), 10)).unwrap();
            waiting.into_iter().map(|board| board.slug).collect()
        };
        assert_eq!(waiting(), ["now"]);
        db.write_blocking(|c| boards::confirm(c, "lever", "now", at(100))).unwrap();
        assert_eq!(waiting(), [""; 0]);
    }
}
