//! Webhook endpoints.

use chrono::TimeDelta;
use db::deliveries::{self, Lane};
use db::test::TestDb;
use db::users;
use db::webhook_endpoints::{self, Endpoint, OVERLAP};
use domain::account::Name;
use domain::alert::DeliveryState;
use domain::id::{UserId, WebhookEndpointId};
use domain::webhook::{DisabledReason, SigningSecret, Target};

use crate::accounts::user;
use crate::alerts::delivery;
use crate::make::at;

fn endpoint(n: u128, user: UserId) -> Endpoint {
    Endpoint {
        id: WebhookEndpointId::new(at(0), n),
        user,
        target: Target::stored("https://hooks.acme.example/jobs").unwrap(),
        description: Name::parse("Our channel").ok(),
        secret: SigningSecret::new([n, 1]),
        previous: None,
        disabled: None,
        version: 1,
        created_at: at(0),
        updated_at: at(0),
    }
}

#[test]
fn an_endpoint_belongs_to_one_person() {
    for test in TestDb::each() {
        let db = test.db();
        let (ana, bo) = (user(1), user(2));
        db.write_blocking(|c| users::insert(c, &ana).and_then(|_| users::insert(c, &bo))).unwrap();
        let mine = endpoint(1, ana.id);
        db.write_blocking(|c| webhook_endpoints::insert(c, &mine)).unwrap();
        assert_eq!(db.read_blocking(|c| webhook_endpoints::get(c, ana.id, mine.id)).unwrap(), Some(mine.clone()));
        assert_eq!(db.read_blocking(|c| webhook_endpoints::get(c, bo.id, mine.id)).unwrap(), None);
        assert!(!db.write_blocking(|c| webhook_endpoints::delete(c, bo.id, mine.id, at(1))).unwrap());
        assert_eq!(db.read_blocking(|c| webhook_endpoints::enabled(c, ana.id)).unwrap(), [mine.id]);
        db.write_blocking(|c| users::delete(c, ana.id)).unwrap();
        assert_eq!(db.read_blocking(|c| webhook_endpoints::by_id(c, mine.id)).unwrap(), None, "it goes with its owner");
    }
}

#[test]
fn two_secrets_are_good_for_a_day_and_whoever_is_slower_changes_nothing() {
    for test in TestDb::each() {
        let db = test.db();
        let ana = user(1);
        let old = endpoint(1, ana.id);
        db.write_blocking(|c| users::insert(c, &ana).and_then(|_| webhook_endpoints::insert(c, &old))).unwrap();
        let mut new = old.clone();
        new.rotate(SigningSecret::new([9, 9]), at(5));
        assert!(db.write_blocking(|c| webhook_endpoints::update(c, &new)).unwrap());
        assert!(!db.write_blocking(|c| webhook_endpoints::update(c, &new)).unwrap(), "the version has moved on");
        let kept = db.read_blocking(|c| webhook_endpoints::by_id(c, old.id)).unwrap().unwrap();
        assert_eq!(kept, new);
        assert_eq!(kept.secrets(at(6)), [&new.secret, &old.secret]);
        assert_eq!(kept.secrets(at(5).plus(OVERLAP)), [&new.secret]);
        assert_eq!(OVERLAP, TimeDelta::hours(24));
    }
}

#[test]
fn nothing_waits_for_an_endpoint_that_is_disabled_or_gone() {
    for test in TestDb::each() {
        let db = test.db();
        let ana = user(1);
        let (mut first, second) = (endpoint(1, ana.id), endpoint(2, ana.id));
        let waiting = [delivery(1, ana.id, Some(1)), delivery(2, ana.id, Some(2))];
        db.write_blocking(|c| {
            users::insert(c, &ana)?;
            webhook_endpoints::insert(c, &first)?;
            webhook_endpoints::insert(c, &second)?;
            waiting.iter().try_for_each(|delivery| deliveries::insert(c, delivery))
        })
        .unwrap();
        assert!(db.read_blocking(|c| deliveries::is_due(c, Lane::Steady, at(9))).unwrap());
        first.disabled = Some(DisabledReason::Owner);
        first.changed(at(3));
        assert!(db.write_blocking(|c| webhook_endpoints::update(c, &first)).unwrap());
        assert_eq!(db.read_blocking(|c| webhook_endpoints::enabled(c, ana.id)).unwrap(), [second.id]);
        assert!(db.write_blocking(|c| webhook_endpoints::delete(c, ana.id, second.id, at(4))).unwrap());
        assert!(!db.read_blocking(|c| deliveries::is_due(c, Lane::Steady, at(9))).unwrap());
        for (delivery, why) in waiting.iter().zip(["The endpoint is disabled.", "The endpoint was removed."]) {
            let kept = db.read_blocking(|c| deliveries::get(c, ana.id, delivery.id)).unwrap().unwrap();
            assert_eq!((kept.state, kept.last_error.as_deref()), (DeliveryState::Dead, Some(why)));
        }
    }
}
