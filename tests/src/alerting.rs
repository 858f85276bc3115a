//! What brings listings to people, step by step, without a clock of its own.

use std::cell::RefCell;

use alerts::digest::Digester;
use alerts::matching::{Matcher, Outcome};
use alerts::render::addresses::Addresses;
use db::Db;
use db::alerts::{Alert, Item};
use db::deliveries::Delivery;
use domain::account::Email;
use domain::capability::{self, Capabilities};
use domain::id::SavedSearchId;
use serde_json::{Value, json};

use crate::app::TestApp;
use crate::people::Person;

/// Different bits for each call.
pub fn random() -> u128 {
    use std::sync::atomic::{AtomicU64, Ordering};
    static COUNT: AtomicU64 = AtomicU64::new(1);
    u128::from(COUNT.fetch_add(1, Ordering::Relaxed)) << 32
}

/// The background tasks that match and put messages together.
pub struct Alerting<'a> {
    app: &'a TestApp,
    matcher: RefCell<Matcher>,
    digester: Digester,
}

impl<'a> Alerting<'a> {
    /// Over the database of an app.
    pub fn of(app: &'a TestApp) -> Alerting<'a> {
        let matcher = RefCell::new(Matcher::new(app.db().clone()).unwrap());
        Alerting { app, matcher, digester: Digester::new(app.db().clone(), random) }
    }

    /// Matches all that has changed; says how many matches are new.
    pub fn matched(&self) -> usize {
        let mut found = 0;
        loop {
            match self.matcher.borrow_mut().step(self.app.now()).unwrap() {
                Outcome::Idle => return found,
                Outcome::Overtaken => {}
                Outcome::Matched { matches, .. } => found += matches,
            }
        }
    }

    /// Puts together all messages that are due; says how many there are.
    pub fn digested(&self) -> usize {
        let mut made = 0;
        loop {
            let done = self.digester.step(self.app.now()).unwrap();
            if done.people == 0 {
                return made;
            }
            made += done.alerts;
        }
    }

    /// Does all that there is to do now; says how many messages came of it.
    pub fn run(&self) -> usize {
        self.matched();
        self.digested()
    }

    /// A person's messages with what they tell, the newest first.
    pub fn alerts(&self, person: &Person<'_>) -> Vec<(Alert, Vec<Item>)> {
        let email = Email::parse(&person.email).unwrap();
        let user = self.app.db().read_blocking(|c| db::users::by_email(c, &email)).unwrap().unwrap().id;
        let alerts = self.app.db().read_blocking(|c| db::alerts::of_user(c, user)).unwrap();
        alerts.iter().map(|alert| self.app.db().read_blocking(|c| db::alerts::get(c, alert.id)).unwrap().unwrap()).collect()
    }

    /// The deliveries of a message.
    pub fn deliveries(&self, alert: &Alert) -> Vec<Delivery> {
        self.app.db().read_blocking(|c| db::deliveries::of_alert(c, alert.id)).unwrap()
    }

    /// How often something was left out for a reason.
    pub fn skipped(&self, reason: &str) -> i64 {
        self.app.db().read_blocking(|c| db::counters::get(c, &format!("{}{reason}", db::counters::SKIPPED))).unwrap()
    }
}

/// Addresses of an app's API.
pub fn addresses(app: &TestApp) -> Addresses {
    addresses_of(app.db(), &app.origin())
}

/// Addresses below an origin, signed with a database's key.
pub fn addresses_of(db: &Db, origin: &str) -> Addresses {
    let key = db.write_blocking(|c| db::meta::get_or_insert_secret(c, capability::KEY_NAME, &[0; 32])).unwrap();
    Addresses::new(origin, Capabilities::new(key)).unwrap()
}

/// Saves a search: daily at 8 in UTC by mail, unless `more` says otherwise.
pub fn save(person: &Person<'_>, query: &str, more: Value) -> SavedSearchId {
    let mut body = json!({ "name": format!("Mine: {query}").chars().take(100).collect::<String>(), "query": query });
    if let (Some(body), Some(more)) = (body.as_object_mut(), more.as_object()) {
        body.extend(more.clone());
    }
    let made = person.send_json("POST", "/v1/saved-searches", &body);
    assert_eq!(made.status, 201, "{}", made.json());
    SavedSearchId::parse(made.json()["id"].as_str().unwrap()).unwrap()
}
