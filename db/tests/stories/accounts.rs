//! Sign-ups, people, tokens of mails, mails, limits, keys.

use chrono::TimeDelta;
use db::idempotency::{Answer, Claim, Key};
use db::mail_tokens::{self, Holder};
use db::mails::{self, Mail};
use db::registrations::{self, Registration};
use db::signing_keys::{self, SigningKey};
use db::test::TestDb;
use db::throttles::{self, Rate};
use db::users::{self, User};
use db::{api_keys, idempotency, purge};
use domain::account::{ApiKey, Email, MailKind, Name, Scope, Secret};
use domain::id::{ApiKeyId, MailId, RegistrationId, UserId};

use crate::make::at;

pub fn user(n: u128) -> User {
    User {
        id: UserId::new(at(0), n),
        email: Email::parse(&format!("Ana{n}@mail.example")).unwrap(),
        name: Name::parse("Ana").ok(),
        password_hash: "a hash".to_owned(),
        version: 1,
        created_at: at(0),
        updated_at: at(0),
    }
}

fn registration(n: u128) -> Registration {
    Registration {
        id: RegistrationId::new(at(0), n),
        email: Email::parse("ana@mail.example").unwrap(),
        name: None,
        password_hash: format!("hash {n}"),
        created_at: at(0),
        expires_at: at(100),
    }
}

#[test]
fn an_address_has_one_account_in_whatever_case_it_is_written() {
    for test in TestDb::each() {
        let db = test.db();
        let ana = user(1);
        assert!(db.write_blocking(|c| users::insert(c, &ana)).unwrap());
        let twin = User { id: UserId::new(at(0), 2), email: Email::parse("ANA1@MAIL.example").unwrap(), ..user(2) };
        assert!(!db.write_blocking(|c| users::insert(c, &twin)).unwrap());
        assert_eq!(db.read_blocking(|c| users::by_email(c, &twin.email)).unwrap(), Some(ana.clone()));
        assert!(db.write_blocking(|c| users::update(c, &User { name: None, ..ana.clone() }, at(5))).unwrap());
        assert!(!db.write_blocking(|c| users::update(c, &ana, at(6))).unwrap(), "the version has moved on");
        let now = db.read_blocking(|c| users::get(c, ana.id)).unwrap().unwrap();
        assert_eq!((now.name, now.version, now.updated_at), (None, 2, at(5)));
        db.write_blocking(|c| users::delete(c, ana.id)).unwrap();
        assert_eq!(db.read_blocking(|c| users::get(c, ana.id)).unwrap(), None);
    }
}

#[test]
fn a_hash_is_replaced_only_while_it_is_the_stored_one() {
    for test in TestDb::each() {
        let db = test.db();
        let ana = user(1);
        db.write_blocking(|c| users::insert(c, &ana)).unwrap();
        db.write_blocking(|c| users::set_password(c, ana.id, "dearer", Some("another hash"))).unwrap();
        let hash = || db.read_blocking(|c| users::get(c, ana.id)).unwrap().unwrap().password_hash;
        assert_eq!(hash(), "a hash");
        db.write_blocking(|c| users::set_password(c, ana.id, "dearer", Some("a hash"))).unwrap();
        assert_eq!(hash(), "dearer");
    }
}

#[test]
fn a_token_of_a_mail_is_good_once_and_only_the_last_one_is() {
    for test in TestDb::each() {
        let db = test.db();
        let waiting = registration(1);
        db.write_blocking(|c| registrations::insert(c, &waiting)).unwrap();
        assert_eq!(db.read_blocking(|c| registrations::get(c, waiting.id)).unwrap(), Some(waiting.clone()));
        let (first, second) = (Secret::new([1, 1]).hash(), Secret::new([2, 2]).hash());
        let holder = Holder::Registration(waiting.id);
        db.write_blocking(|c| mail_tokens::issue(c, &first, holder, at(50))).unwrap();
        db.write_blocking(|c| mail_tokens::issue(c, &second, holder, at(50))).unwrap();
        let redeem = |token, now| db.write_blocking(|c| mail_tokens::redeem_registration(c, token, at(now))).unwrap();
        assert_eq!(db.write_blocking(|c| mail_tokens::redeem_user(c, &second, at(1))).unwrap(), None, "it is no token of a person");
        assert_eq!(redeem(&first, 1), None);
        assert_eq!(redeem(&second, 50), None, "it has run out");
        assert_eq!(redeem(&second, 49), Some(waiting.id));
        assert_eq!(redeem(&second, 49), None);
        db.write_blocking(|c| registrations::insert(c, &registration(2))).unwrap();
        db.write_blocking(|c| registrations::forget(c, &waiting.email)).unwrap();
        assert_eq!(db.read_blocking(|c| registrations::get(c, waiting.id)).unwrap(), None);
    }
}

#[test]
fn a_mail_is_leased_sent_or_tried_again() {
    for test in TestDb::each() {
        let db = test.db();
        let ana = user(1);
        db.write_blocking(|c| users::insert(c, &ana)).unwrap();
        let mail = Mail {
            id: MailId::new(at(0), 1),
            kind: MailKind::ResetPassword,
            address: ana.email.clone(),
            holder: Holder::User(ana.id),
            created_at: at(0),
            attempts: 0,
        };
        db.write_blocking(|c| mails::insert(c, &mail)).unwrap();
        let lease = |now| db.write_blocking(|c| mails::lease(c, at(now), at(now + 60))).unwrap();
        assert_eq!(lease(1), Some(mail.clone()));
        assert_eq!(lease(2), None, "somebody has it");
        db.write_blocking(|c| mails::failed(c, mail.id, "451 later", Some(at(100)), at(3))).unwrap();
        assert_eq!(lease(99), None);
        assert_eq!(lease(100).map(|mail| mail.attempts), Some(1));
        db.write_blocking(|c| mails::sent(c, mail.id, at(101))).unwrap();
        assert_eq!(lease(1000), None);
        let second = Mail { id: MailId::new(at(0), 2), ..mail };
        db.write_blocking(|c| mails::insert(c, &second).and_then(|()| mails::failed(c, second.id, "550 no", None, at(1)))).unwrap();
        assert_eq!(lease(2000), None);
    }
}

#[test]
fn a_limit_lets_a_burst_through_and_then_one_at_a_time() {
    for test in TestDb::each() {
        let db = test.db();
        let rate = Rate { every: TimeDelta::seconds(10), burst: 3 };
        let book = |now| db.write_blocking(|c| throttles::book(c, "login", rate, at(now))).unwrap();
        assert_eq!([book(0), book(0), book(0)], [None; 3]);
        assert_eq!(book(0), Some(TimeDelta::seconds(10)));
        assert_eq!(book(4), Some(TimeDelta::seconds(6)));
        assert_eq!((book(10), book(10)), (None, Some(TimeDelta::seconds(10))));
        db.write_blocking(|c| throttles::give_back(c, "login", rate)).unwrap();
        assert_eq!(book(10), None);
        assert_eq!([book(1000), book(1000), book(1000)], [None; 3], "idle time does not add up to more than the burst");
        assert!(book(1000).is_some());
    }
}

#[test]
fn a_burst_is_a_burst_however_many_ask_at_once() {
    for test in TestDb::each() {
        let db = test.db();
        let rate = Rate { every: TimeDelta::seconds(10), burst: 5 };
        let taken: usize = std::thread::scope(|threads| {
            let ask = || db.write_blocking(|c| throttles::book(c, "busy", rate, at(0))).unwrap().is_none();
            let all: Vec<_> = (0..16).map(|_| threads.spawn(ask)).collect();
            all.into_iter().map(|thread| usize::from(thread.join().unwrap())).sum()
        });
        assert_eq!(taken, 5);
    }
}

#[test]
fn the_newest_key_signs_and_retired_ones_verify_for_a_while() {
    for test in TestDb::each() {
        let db = test.db();
        let key = |n: u8| SigningKey { kid: format!("k{n}"), seed: [n; 32], created_at: at(i64::from(n)), retired_at: None };
        db.write_blocking(|c| signing_keys::rotate(c, &key(1)).and_then(|()| signing_keys::rotate(c, &key(2)))).unwrap();
        let all = db.read_blocking(signing_keys::all).unwrap();
        assert_eq!(all, [key(2), SigningKey { retired_at: Some(at(2)), ..key(1) }]);
        assert!(all[1].verifies(at(3600)) && !all[1].verifies(at(3602)) && all[0].verifies(at(999_999)));
        assert!(!format!("{all:?}").contains("seed"));
        db.write_blocking(|c| purge::expired(c, at(3700))).unwrap();
        assert_eq!(db.read_blocking(signing_keys::all).unwrap().len(), 1);
    }
}

#[test]
fn a_key_is_known_by_its_hash_until_it_ends() {
    for test in TestDb::each() {
        let db = test.db();
        let ana = user(1);
        let plain = ApiKey::new([1, 2]);
        let record = api_keys::ApiKeyRecord {
            id: ApiKeyId::new(at(0), 1),
            user: ana.id,
            name: Name::parse("CI").unwrap(),
            hint: plain.hint(),
            scopes: vec![Scope::SearchesRead, Scope::SearchesWrite],
            created_at: at(0),
            expires_at: Some(at(100)),
            last_used_at: None,
        };
        db.write_blocking(|c| users::insert(c, &ana).and_then(|_| api_keys::insert(c, &record, &plain.hash()))).unwrap();
        let find = |now| db.read_blocking(|c| api_keys::by_hash(c, &plain.hash(), at(now))).unwrap();
        assert_eq!((find(99), find(100)), (Some(record.clone()), None));
        assert!(api_keys::is_stale(&record, at(1)));
        db.write_blocking(|c| api_keys::used(c, record.id, at(1))).unwrap();
        let used = find(99).unwrap();
        assert!(!api_keys::is_stale(&used, at(60)) && api_keys::is_stale(&used, at(61)));
        assert_eq!(db.read_blocking(|c| api_keys::of_user(c, ana.id)).unwrap(), [used]);
        assert!(!db.write_blocking(|c| api_keys::delete(c, UserId::new(at(0), 9), record.id)).unwrap(), "it is not theirs");
        assert!(db.write_blocking(|c| api_keys::delete(c, ana.id, record.id)).unwrap());
        assert_eq!(find(1), None);
    }
}

#[test]
fn an_answer_is_kept_for_a_day_with_the_body_that_it_answers() {
    for test in TestDb::each() {
        let db = test.db();
        let key = Key { principal: "usr_1".to_owned(), operation: "POST /v1/things".to_owned(), key: "abc".to_owned() };
        let answer = Answer { status: 201, headers: vec![("location".to_owned(), "/v1/things/1".to_owned())], body: "{}".to_owned() };
        let claim = |body: &str, now| db.write_blocking(|c| idempotency::claim(c, &key, body, at(now))).unwrap();
        assert_eq!(claim("x", 0), Claim::New);
        db.write_blocking(|c| idempotency::release(c, &key)).unwrap();
        assert_eq!(claim("x", 0), Claim::New);
        db.write_blocking(|c| idempotency::complete(c, &key, &answer)).unwrap();
        assert_eq!((claim("x", 86_400), claim("y", 1)), (Claim::Done(answer), Claim::OtherBody));
        assert_eq!(claim("y", 86_401), Claim::New);
    }
}
