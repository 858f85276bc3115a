//! Refresh tokens: rotation, retries, reuse.

use db::sessions::{self, IDLE, LONGEST, Refresh, Session};
use db::test::TestDb;
use db::{purge, users};
use domain::account::{Secret, SecretHash};
use domain::id::SessionId;

use crate::accounts::user;
use crate::make::at;

fn hash(n: u128) -> SecretHash {
    Secret::new([n, n]).hash()
}

/// A session that began at 0 with token 1.
fn begun(test: &TestDb) -> Session {
    let ana = user(1);
    let session = Session::begin(SessionId::new(at(0), 1), ana.id, Some("an app".to_owned()), at(0));
    test.db().write_blocking(|c| users::insert(c, &ana).and_then(|_| sessions::start(c, &session, &hash(1)))).unwrap();
    session
}

fn refresh(test: &TestDb, presented: u128, fresh: u128, now: i64) -> &'static str {
    match test.db().write_blocking(|c| sessions::refresh(c, &hash(presented), &hash(fresh), at(now))).unwrap() {
        Refresh::Rotated(_) => "rotated",
        Refresh::Reused => "reused",
        Refresh::Unknown => "unknown",
    }
}

#[test]
fn a_used_token_ends_the_session() {
    for test in TestDb::each() {
        let session = begun(&test);
        assert_eq!(refresh(&test, 1, 2, 600), "rotated");
        assert_eq!(refresh(&test, 2, 3, 1200), "rotated");
        assert_eq!(refresh(&test, 1, 4, 1205), "reused");
        assert_eq!(refresh(&test, 3, 5, 1206), "unknown");
        assert_eq!(test.db().read_blocking(|c| sessions::active(c, session.id, at(1207))).unwrap(), None);
    }
}

#[test]
fn a_lost_answer_may_be_asked_for_again_for_half_a_minute() {
    for test in TestDb::each() {
        begun(&test);
        assert_eq!(refresh(&test, 1, 2, 600), "rotated");
        assert_eq!(refresh(&test, 1, 3, 630), "rotated", "the answer with token 2 was lost");
        assert_eq!(refresh(&test, 3, 4, 700), "rotated");
        assert_eq!(refresh(&test, 2, 5, 701), "reused", "token 2 was not lost after all: somebody has it");
        assert_eq!(refresh(&test, 4, 6, 702), "unknown");
    }
    for test in TestDb::each() {
        begun(&test);
        assert_eq!(refresh(&test, 1, 2, 600), "rotated");
        assert_eq!(refresh(&test, 1, 3, 631), "reused", "that is too late");
    }
    for test in TestDb::each() {
        begun(&test);
        assert_eq!(refresh(&test, 1, 2, 600), "rotated");
        assert_eq!(refresh(&test, 2, 3, 601), "rotated");
        assert_eq!(refresh(&test, 1, 4, 602), "reused", "the successor was used, so it was not lost");
    }
}

#[test]
fn of_many_at_once_all_are_answered_and_one_token_is_left() {
    for test in TestDb::each() {
        let session = begun(&test);
        let rotated = std::thread::scope(|threads| {
            let test = &test;
            let all: Vec<_> = (10..26).map(|n| threads.spawn(move || refresh(test, 1, n, 600))).collect();
            all.into_iter().map(|thread| thread.join().unwrap()).filter(|outcome| *outcome == "rotated").count()
        });
        assert_eq!(rotated, 16);
        assert!(test.db().read_blocking(|c| sessions::active(c, session.id, at(601))).unwrap().is_some());
        // After the half minute only the last one goes on; any other ends the session.
        let outcomes: Vec<_> = (10..26).map(|n| refresh(&test, n, n + 100, 700)).collect();
        assert!(outcomes.iter().filter(|outcome| **outcome == "rotated").count() <= 1, "{outcomes:?}");
        assert!(outcomes.contains(&"reused"));
    }
}

#[test]
fn a_session_ends_when_it_is_idle_or_too_old_or_told_to() {
    for test in TestDb::each() {
        let session = begun(&test);
        let db = test.db();
        let idle = IDLE.num_seconds();
        let ends = |now| db.read_blocking(|c| sessions::active(c, session.id, at(now))).unwrap().map(|session| session.expires_at);
        assert_eq!((ends(idle - 1), ends(idle)), (Some(at(idle)), None));
        let mut token = 1;
        let mut now = 0;
        while now + idle < LONGEST.num_seconds() {
            now += idle - 1;
            assert_eq!(refresh(&test, token, token + 1, now), "rotated");
            token += 1;
        }
        assert_eq!(ends(now), Some(at(0).plus(LONGEST)), "ninety days are the most");
        assert_eq!(refresh(&test, token, token + 1, LONGEST.num_seconds()), "unknown");
        db.write_blocking(|c| purge::expired(c, at(LONGEST.num_seconds()))).unwrap();
        assert!(db.read_blocking(|c| sessions::of_user(c, session.user, at(0))).unwrap().is_empty());
    }
    for test in TestDb::each() {
        let session = begun(&test);
        let db = test.db();
        let other = Session { id: SessionId::new(at(0), 2), ..session.clone() };
        db.write_blocking(|c| sessions::start(c, &other, &hash(50))).unwrap();
        db.write_blocking(|c| sessions::end_all(c, session.user, Some(other.id))).unwrap();
        assert_eq!(db.read_blocking(|c| sessions::of_user(c, session.user, at(1))).unwrap(), std::slice::from_ref(&other));
        assert!(!db.write_blocking(|c| sessions::end(c, session.user, session.id)).unwrap());
        assert!(db.write_blocking(|c| sessions::end(c, session.user, other.id)).unwrap());
    }
}
