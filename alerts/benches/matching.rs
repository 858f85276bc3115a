//! How long it takes until a batch of new listings is matched with many saved searches, stored, and put together to messages.
//! `cargo bench -p alerts --bench matching`. Searches and listings are invented: things are asked for as skewed as listings have them.
#![allow(missing_docs, clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, clippy::print_stdout, clippy::disallowed_methods)]

#[path = "../../search/tests/support/mod.rs"]
mod support;

use std::time::Instant;

use alerts::digest::Digester;
use alerts::matching::{Matcher, Outcome};
use chrono::TimeDelta;
use db::listings::Write;
use db::saved_searches::SavedSearch;
use db::test::TestDb;
use db::users::User;
use db::{Db, listings, saved_searches, users};
use domain::account::{Email, Name};
use domain::id::{PostingId, SavedSearchId, UserId};
use domain::role::Role;
use domain::saved_search::{Cadence, Channel, Schedule, StoredQuery};
use domain::seniority::Seniority;
use domain::skill::Skill;
use domain::time::Timestamp;
use support::{LARGE, Rng, listing, now};

const SEARCHES: u64 = 100_000;
const LISTINGS: u64 = 1_000;
/// A person has ten saved searches.
const PEOPLE: u64 = SEARCHES / 10;

fn main() {
    let test = TestDb::sqlite();
    let db = test.db();
    let before = now().minus(TimeDelta::days(400));
    fill(db, before);
    let mut matcher = Matcher::new(db.clone()).unwrap();
    // The searches are read before the listings come, as in a process that has been running.
    let began = Instant::now();
    while matcher.is_empty() {
        come(db, 0..1);
        matcher.step(now()).unwrap();
    }
    println!("{SEARCHES} saved searches read in {:.1} s", began.elapsed().as_secs_f64());
    while matcher.step(now()).unwrap() != Outcome::Idle {}
    come(db, 1..LISTINGS + 1);
    let began = Instant::now();
    let mut found = 0;
    while let Outcome::Matched { matches, .. } = matcher.step(now()).unwrap() {
        found += matches;
    }
    let matched = began.elapsed();
    println!("{LISTINGS} listings matched and queued in {:.1} s: {found} matches", matched.as_secs_f64());
    let digester = Digester::new(db.clone(), random);
    let (mut alerts, mut told) = (0, 0);
    loop {
        let done = digester.step(now().plus(TimeDelta::days(2))).unwrap();
        if done.people == 0 {
            break;
        }
        alerts += done.alerts;
        told += done.told;
    }
    println!("{alerts} messages about {told} listings put together by {:.1} s", began.elapsed().as_secs_f64());
    assert!(found > 0 && matched.as_secs() < 60, "{found} matches in {matched:?}");
}

fn random() -> u128 {
    use std::sync::atomic::{AtomicU64, Ordering};
    static COUNT: AtomicU64 = AtomicU64::new(1);
    u128::from(COUNT.fetch_add(1, Ordering::Relaxed)) << 32
}

/// People with their saved searches.
fn fill(db: &Db, at: Timestamp) {
    let mut rng = Rng(7);
    let schedule = Schedule { cadence: Cadence::Daily, hour: 8, zone: chrono_tz::Europe::Lisbon };
    db.write_blocking(|c| {
        for n in 0..PEOPLE {
            let user = User {
                id: UserId::new(at, n.into()),
                email: Email::parse(&format!("person{n}@mail.example")).unwrap(),
                name: None,
                password_hash: "a hash".to_owned(),
                version: 1,
                created_at: at,
                updated_at: at,
            };
            users::insert(c, &user)?;
            for m in 0..SEARCHES / PEOPLE {
                let search = SavedSearch {
                    id: SavedSearchId::new(at, (n * 1_000 + m).into()),
                    user: user.id,
                    name: Name::parse("Mine").unwrap(),
                    query: query(&mut rng).to_string(),
                    schedule,
                    channels: vec![Channel::Email],
                    per_company: None,
                    version: 1,
                    created_at: at,
                    updated_at: at,
                };
                saved_searches::insert(c, &search)?;
            }
        }
        Ok(())
    })
    .unwrap();
}

/// A search as people save it: three to five wishes.
fn query(rng: &mut Rng) -> StoredQuery {
    let skill = |rng: &mut Rng| Skill::all().nth(rng.skewed(90)).unwrap();
    let role = Role::all().nth(rng.skewed(50)).unwrap();
    let mut wishes = vec![("role", role.slug().to_owned()), ("skill", skill(rng).slug().to_owned())];
    if rng.one_in(5) {
        wishes[0] = ("q", format!("{} {}", skill(rng).name(), role.title()));
    }
    if !rng.one_in(4) {
        wishes.push(("seniority", rng.pick(Seniority::ALL).slug().to_owned()));
    }
    if !rng.one_in(3) {
        wishes.push(("work_from", rng.pick(&["US", "PT", "DE", "GB", "BR", "CA", "FR", "ES", "PL", "IN"]).to_owned()));
    }
    if rng.one_in(2) {
        wishes.push(("salary_min", (rng.below(30) * 5_000 + 20_000).to_string()));
    }
    let pairs: Vec<(String, String)> = wishes.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
    StoredQuery::from_pairs(&pairs).unwrap()
}

/// Stores new listings.
fn come(db: &Db, numbers: std::ops::Range<u64>) {
    let write = |number: u64| {
        let mut listing = listing(number, 0, LARGE).listing;
        listing.closed_at = None;
        listing.close_reason = None;
        Write { text_of: PostingId::new(listing.first_seen_at, number.into()), text_hash: number.to_string(), rescore_at: None, listing }
    };
    let writes: Vec<Write> = numbers.map(write).collect();
    db.write_blocking(|c| listings::upsert(c, &writes)).unwrap();
}
