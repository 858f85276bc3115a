//! Messages about matches: what is due, what was told, and the sending of it.

use db::alerts::{self, Alert, Item};
use db::deliveries::{self, Delivery, Failure, Lane};
use db::matches::{self, DueMatch, NewMatch};
use db::test::TestDb;
use db::{Db, counters, saved_searches, users};
use domain::alert::{AlertKind, DeliveryState};
use domain::id::{AlertId, DeliveryId, SavedSearchId, UserId, WebhookEndpointId};
use domain::saved_search::Channel;

use crate::accounts::user;
use crate::make::{at, listing_id};
use crate::searches::search;

/// A person with a saved search.
fn with_search(db: &Db, n: u128) -> (UserId, SavedSearchId) {
    let person = user(n);
    let mine = search(n, person.id);
    db.write_blocking(|c| users::insert(c, &person).and_then(|_| saved_searches::insert(c, &mine))).unwrap();
    (person.id, mine.id)
}

fn matched(search: SavedSearchId, n: u128, due: Option<i64>) -> NewMatch {
    NewMatch { search, listing: listing_id(n), matched_at: at(1), due_at: due.map(at) }
}

pub fn delivery(n: u128, user: UserId, endpoint: Option<u128>) -> Delivery {
    Delivery {
        id: DeliveryId::new(at(0), n),
        alert: None,
        user,
        channel: if endpoint.is_some() { Channel::Webhook } else { Channel::Email },
        endpoint: endpoint.map(|n| WebhookEndpointId::new(at(0), n)),
        state: DeliveryState::Waiting,
        due_at: at(n as i64),
        attempts: 0,
        last_status: None,
        last_error: None,
        created_at: at(0),
        finished_at: None,
    }
}

#[test]
fn matches_that_are_due_are_taken_once() {
    for test in TestDb::each() {
        let db = test.db();
        let ((ana, hers), (bo, his)) = (with_search(db, 1), with_search(db, 2));
        let rows = [
            matched(hers, 1, Some(20)),
            matched(hers, 2, Some(30)),
            matched(hers, 3, None),
            matched(his, 1, Some(10)),
            matched(his, 4, Some(90)),
        ];
        assert_eq!(db.write_blocking(|c| matches::add(c, &rows)).unwrap(), 5);
        assert_eq!(db.read_blocking(|c| matches::due_users(c, at(9), 9)).unwrap(), []);
        assert_eq!(db.read_blocking(|c| matches::due_users(c, at(30), 9)).unwrap(), [bo, ana], "the longest due first, each once");
        assert_eq!(db.read_blocking(matches::waiting).unwrap(), (4, Some(at(10))));
        let (latest, mut taken) = db.write_blocking(|c| matches::take_due(c, &[hers], at(30))).unwrap();
        taken.sort();
        assert_eq!(latest, Some(at(30)));
        let due = |n| DueMatch { search: hers, listing: listing_id(n), matched_at: at(1) };
        assert_eq!(taken, [due(1), due(2)]);
        assert_eq!(db.write_blocking(|c| matches::take_due(c, &[hers], at(30))).unwrap(), (None, Vec::new()));
        db.write_blocking(|c| matches::postpone(c, &due(2), Some(at(40)))).unwrap();
        assert_eq!(db.write_blocking(|c| matches::take_due(c, &[hers], at(40))).unwrap(), (Some(at(40)), vec![due(2)]));
        assert_eq!(db.write_blocking(|c| matches::reschedule(c, his, None)).unwrap(), 2, "told no more");
        assert_eq!(db.read_blocking(|c| matches::due_users(c, at(99), 9)).unwrap(), []);
        assert_eq!(db.write_blocking(|c| matches::reschedule(c, his, Some(at(5)))).unwrap(), 0, "what was not to be told is not dug up");
    }
}

#[test]
fn an_alert_tells_a_listing_to_a_person_once() {
    for test in TestDb::each() {
        let db = test.db();
        let (ana, hers) = with_search(db, 1);
        let item = |n, position| Item { search: hers, listing: listing_id(n), position };
        let alert = |n, kind| Alert { id: AlertId::new(at(0), n), user: ana, kind, due_at: at(8), created_at: at(9) };
        let digest = alert(1, AlertKind::Digest);
        let items = [item(5, Some(0)), item(2, Some(1)), item(1, None)];
        db.write_blocking(|c| alerts::insert(c, &digest, &items)).unwrap();
        assert_eq!(db.read_blocking(|c| alerts::get(c, digest.id)).unwrap(), Some((digest, items.to_vec())));
        let told = |ids: &[u128]| {
            let ids: Vec<_> = ids.iter().map(|n| listing_id(*n)).collect();
            db.read_blocking(|c| alerts::told(c, ana, &ids)).unwrap().len()
        };
        assert_eq!(told(&[1, 2, 3]), 2);
        let again = |alert: Alert, items: &[Item]| db.write_blocking(|c| alerts::insert(c, &alert, items));
        assert!(again(alert(2, AlertKind::Instant), &[item(1, Some(0))]).is_err(), "it was told");
        assert!(again(alert(3, AlertKind::Digest), &[item(9, Some(0))]).is_err(), "there is a digest for this moment");
        again(alert(4, AlertKind::Test), &[item(1, Some(0)), item(7, Some(1))]).unwrap();
        assert_eq!(told(&[7]), 0, "a test tells nothing");
        assert_eq!(db.read_blocking(|c| alerts::webhook_body(c, digest.id)).unwrap(), None, "no webhook has said it yet");
        for body in ["first", "second"] {
            let kept = db.write_blocking(|c| alerts::keep_webhook_body(c, digest.id, body.to_owned())).unwrap();
            assert_eq!(kept, "first", "whoever is late says what was said");
        }
        assert_eq!(db.read_blocking(|c| alerts::webhook_body(c, digest.id)).unwrap().as_deref(), Some("first"));
        let since = |when| db.read_blocking(|c| alerts::has_digest_since(c, ana, at(when))).unwrap();
        assert!(since(7) && since(8) && !since(9));
        let kinds: Vec<_> = db.read_blocking(|c| alerts::of_search(c, hers)).unwrap().iter().map(|alert| alert.kind).collect();
        assert_eq!(kinds, [AlertKind::Test, AlertKind::Digest]);
    }
}

#[test]
fn a_delivery_is_leased_by_one_and_finished_or_tried_again() {
    for test in TestDb::each() {
        let db = test.db();
        let (ana, _) = with_search(db, 1);
        let mine = delivery(1, ana, None);
        db.write_blocking(|c| deliveries::insert(c, &mine)).unwrap();
        let lease = |now| db.write_blocking(|c| deliveries::lease(c, Lane::Email, at(now), at(now + 60))).unwrap();
        assert_eq!(lease(0), None, "not due");
        assert_eq!(lease(5), Some(mine.clone()));
        assert_eq!(lease(50), None, "somebody has it");
        assert_eq!(lease(66).map(|d| d.id), Some(mine.id), "whoever had it is gone");
        let why = Failure { status: Some(451), reason: "greylisted".to_owned() };
        db.write_blocking(|c| deliveries::failed(c, mine.id, &why, Some(at(100)), at(66))).unwrap();
        assert_eq!(lease(99), None);
        let again = lease(100).unwrap();
        assert_eq!((again.attempts, again.last_status, again.last_error.as_deref()), (1, Some(451), Some("greylisted")));
        db.write_blocking(|c| deliveries::failed(c, mine.id, &why, None, at(101))).unwrap();
        assert_eq!(lease(999), None);
        let get = || db.read_blocking(|c| deliveries::get(c, ana, mine.id)).unwrap().unwrap();
        assert_eq!((get().state, get().finished_at), (DeliveryState::Dead, Some(at(101))));
        assert!(db.write_blocking(|c| deliveries::replay(c, ana, mine.id, at(200))).unwrap());
        assert!(!db.write_blocking(|c| deliveries::replay(c, ana, mine.id, at(200))).unwrap(), "it waits already");
        assert_eq!(lease(200).map(|d| (d.id, d.attempts)), Some((mine.id, 0)));
        db.write_blocking(|c| deliveries::delivered(c, mine.id, Some(250), at(201))).unwrap();
        assert_eq!((get().state, get().last_status, get().last_error), (DeliveryState::Delivered, Some(250), None));
        let stranger = user(2).id;
        assert!(!db.write_blocking(|c| deliveries::replay(c, stranger, mine.id, at(300))).unwrap());
    }
}

#[test]
fn an_endpoint_gets_one_delivery_at_a_time_and_a_failing_one_has_senders_of_its_own() {
    for test in TestDb::each() {
        let db = test.db();
        let (ana, _) = with_search(db, 1);
        let all = [delivery(1, ana, Some(1)), delivery(2, ana, Some(1)), delivery(3, ana, Some(2))];
        db.write_blocking(|c| all.iter().try_for_each(|d| deliveries::insert(c, d))).unwrap();
        let lease = |lane, now| db.write_blocking(|c| deliveries::lease(c, lane, at(now), at(now + 60))).unwrap().map(|d| d.id);
        assert_eq!(lease(Lane::Failing, 10), None);
        assert_eq!(lease(Lane::Steady, 10), Some(all[0].id));
        assert_eq!(lease(Lane::Steady, 10), Some(all[2].id), "the first endpoint is busy");
        assert_eq!(lease(Lane::Steady, 10), None);
        let why = Failure { status: None, reason: "no answer".to_owned() };
        db.write_blocking(|c| deliveries::failed(c, all[0].id, &why, Some(at(500)), at(11))).unwrap();
        db.write_blocking(|c| deliveries::delivered(c, all[2].id, Some(204), at(11))).unwrap();
        assert_eq!(lease(Lane::Steady, 12), None, "its endpoint fails");
        assert_eq!(lease(Lane::Failing, 12), Some(all[1].id));
        let endpoint = all[0].endpoint.unwrap();
        let older = |from, limit| db.read_blocking(|c| deliveries::older(c, endpoint, from, limit)).unwrap();
        assert_eq!(older(None, 9).iter().map(|d| d.id).collect::<Vec<_>>(), [all[1].id, all[0].id]);
        assert_eq!(older(Some(all[1].id), 9).len(), 1);
        assert_eq!(db.read_blocking(|c| deliveries::newer(c, endpoint, all[0].id, 9)).unwrap().len(), 1);
        assert_eq!(db.write_blocking(|c| deliveries::give_up(c, endpoint, "gone", at(13))).unwrap(), 2);
        let tallies = db.read_blocking(deliveries::tallies).unwrap();
        let of = |state| tallies.iter().find(|tally| tally.state == state).map(|tally| tally.count);
        assert_eq!((of(DeliveryState::Dead), of(DeliveryState::Delivered), of(DeliveryState::Waiting)), (Some(2), Some(1), None));
    }
}

#[test]
fn saved_searches_are_followed_by_number() {
    for test in TestDb::each() {
        let db = test.db();
        let ((ana, hers), (_, his)) = (with_search(db, 1), with_search(db, 2));
        let since = |place| {
            let found = db.read_blocking(|c| saved_searches::changed_since(c, place, 9)).unwrap();
            found.into_iter().map(|(place, _)| place).collect::<Vec<_>>()
        };
        assert_eq!(since(None), [(1, hers), (2, his)]);
        let mut mine = db.read_blocking(|c| saved_searches::get(c, ana, hers)).unwrap().unwrap();
        mine.version += 1;
        db.write_blocking(|c| saved_searches::update(c, &mine)).unwrap();
        assert_eq!(since(Some((1, hers))), [(2, his), (3, hers)]);
        assert_eq!(db.read_blocking(|c| saved_searches::by_ids(c, &[hers])).unwrap(), [mine]);
    }
}

#[test]
fn counters_are_moved_by_one_at_a_time() {
    for test in TestDb::each() {
        let db = test.db();
        let (add, swap) =
            (|n| db.write_blocking(|c| counters::add(c, "seen:x", n)), |a, b| db.write_blocking(|c| counters::swap(c, "matched", a, b)));
        assert_eq!((add(2).unwrap(), add(3).unwrap()), (2, 5));
        assert_eq!(db.read_blocking(|c| counters::beginning(c, "seen:")).unwrap(), [("x".to_owned(), 5)]);
        assert!(swap(0, 7).unwrap() && !swap(0, 8).unwrap());
        assert_eq!(db.read_blocking(|c| counters::get(c, "matched")).unwrap(), 7);
    }
}
