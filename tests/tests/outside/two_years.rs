//! Years of digests through the database, hour by hour: listings flow in, are matched and told. What people should have been told is
//! read off the clocks of their zones. `domain::schedule` tests two years of the schedule alone.

use std::collections::{BTreeMap, BTreeSet};

use alerts::digest::Digester;
use alerts::matching::{Matcher, Outcome};
use chrono::{Datelike, NaiveDate, TimeDelta, Timelike, Weekday};
use db::Db;
use db::saved_searches::{self, SavedSearch};
use db::test::TestDb;
use db::users::{self, User};
use domain::account::{Email, Name};
use domain::id::{ListingId, SavedSearchId, UserId};
use domain::saved_search::{Cadence, Channel, Schedule};
use domain::time::Timestamp;
use ingest::store::{Seen, Store};
use tests::alerting::random;
use tests::postings::posting;

/// Zones of every kind in 2011 and 2012: half and quarter hours, both hemispheres, changes of half an hour, at midnight and for
/// good, four changes in a year, and a day that was left out (Apia, 2011-12-30).
const ZONES: [&str; 30] = [
    "UTC",
    "Europe/Lisbon",
    "Europe/Berlin",
    "Europe/Istanbul",
    "Europe/Moscow",
    "Africa/Cairo",
    "Africa/Casablanca",
    "Africa/Lagos",
    "Africa/Windhoek",
    "America/New_York",
    "America/Los_Angeles",
    "America/Sao_Paulo",
    "America/Santiago",
    "America/St_Johns",
    "America/Havana",
    "America/Asuncion",
    "America/Caracas",
    "Asia/Amman",
    "Asia/Gaza",
    "Asia/Kathmandu",
    "Asia/Kolkata",
    "Asia/Tehran",
    "Asia/Tokyo",
    "Australia/Adelaide",
    "Australia/Lord_Howe",
    "Australia/Sydney",
    "Pacific/Apia",
    "Pacific/Chatham",
    "Pacific/Kiritimati",
    "Pacific/Pago_Pago",
];

/// What people wait for: cadences and hours. 2 is left out or comes twice where clocks are turned at night; who has several saved
/// searches has one message where their moments meet.
const WISHES: [&[(Cadence, u8)]; 5] = [
    &[(Cadence::Daily, 2)],
    &[(Cadence::Daily, 0)],
    &[(Cadence::Weekly, 2)],
    &[(Cadence::Weekly, 17), (Cadence::Daily, 17)],
    &[(Cadence::Instant, 8)],
];

#[test]
fn weeks_in_which_clocks_are_turned_have_one_digest_a_period_and_each_listing_in_one() {
    // Clocks are turned in Berlin, Lisbon, Chatham, Sydney and Lord Howe, and left where they are in Moscow.
    tell(TestDb::sqlite().db(), &ZONES, at("2011-03-24T00:00:00Z"), at("2011-04-05T00:00:00Z"));
    // A day is left out in Apia.
    tell(TestDb::sqlite().db(), &["Pacific/Apia", "Pacific/Pago_Pago"], at("2011-12-23T00:00:00Z"), at("2012-01-06T00:00:00Z"));
    for test in TestDb::each() {
        let zones = ["Europe/Berlin", "America/New_York", "America/St_Johns"];
        tell(test.db(), &zones, at("2011-10-24T00:00:00Z"), at("2011-11-14T00:00:00Z"));
    }
}

#[test]
#[ignore = "the figure: two years take some minutes"]
fn two_years_in_thirty_zones_have_one_digest_a_period_and_each_listing_in_one() {
    let messages = tell(TestDb::sqlite().db(), &ZONES, at("2011-01-01T00:00:00Z"), at("2013-01-01T00:00:00Z"));
    assert!(messages > 100_000, "{messages}");
}

/// Lets time pass from hour to hour, and holds what everybody was told against what they should have been told; says how many messages that were.
fn tell(db: &Db, zones: &[&str], from: Timestamp, to: Timestamp) -> usize {
    let people: Vec<Reader> = zones.iter().flat_map(|zone| WISHES.iter().map(|wishes| Reader::new(db, zone, wishes, from))).collect();
    let store = Store::new(db, &random);
    let (mut matcher, digester) = (Matcher::new(db.clone()).unwrap(), Digester::new(db.clone(), random));
    let mut came = 0;
    let mut now = from;
    while now < to {
        now = now.plus(TimeDelta::hours(1));
        let hours = now.since(from).num_hours();
        // Each day brings some listings, at other hours than the day before.
        if hours % 11 == 0 || hours % 29 == 0 {
            came += 1;
            let one = posting("Engineer").at(&format!("Firm {came}")).saying("<p>Rust.</p>").accept();
            store.put(vec![Seen { posting: one, at: now }]).unwrap();
        }
        while matcher.step(now).unwrap() != Outcome::Idle {}
        while digester.step(now).unwrap().people > 0 {}
    }
    let listings = db.read_blocking(|c| db::listings::changed_since(c, 0, usize::MAX)).unwrap();
    let listings: Vec<(Timestamp, ListingId)> = listings.iter().map(|change| (change.listing.first_seen_at, change.listing.id)).collect();
    assert_eq!(listings.len(), came);
    people.iter().map(|reader| reader.was_told_all(db, &listings, now)).sum()
}

/// Somebody with saved searches that every listing meets.
struct Reader {
    user: UserId,
    searches: Vec<SavedSearch>,
}

impl Reader {
    fn new(db: &Db, zone: &str, wishes: &[(Cadence, u8)], now: Timestamp) -> Reader {
        let user = UserId::new(now, random());
        let search = |(cadence, hour): &(Cadence, u8)| SavedSearch {
            id: SavedSearchId::new(now, random()),
            user,
            name: Name::parse("Rust from home").unwrap(),
            query: "skill=rust".to_owned(),
            schedule: Schedule { cadence: *cadence, hour: *hour, zone: zone.parse().unwrap() },
            channels: vec![Channel::Email],
            per_company: None,
            version: 1,
            created_at: now,
            updated_at: now,
        };
        let searches: Vec<SavedSearch> = wishes.iter().map(search).collect();
        let person = User {
            id: user,
            email: Email::parse(&format!("{user}@mail.example")).unwrap(),
            name: None,
            password_hash: "a hash".to_owned(),
            version: 1,
            created_at: now,
            updated_at: now,
        };
        db.write_blocking(|c| {
            users::insert(c, &person)?;
            searches.iter().try_for_each(|search| saved_searches::insert(c, search))
        })
        .unwrap();
        Reader { user, searches }
    }

    /// Holds the messages against the listings, each with the hour at which it came; says how many messages there are.
    fn was_told_all(&self, db: &Db, listings: &[(Timestamp, ListingId)], end: Timestamp) -> usize {
        let who = self.searches.iter().map(|search| format!("{:?}", search.schedule)).collect::<Vec<_>>().join(", ");
        let begin = listings[0].0;
        let moments: Vec<Option<BTreeSet<Timestamp>>> = self.searches.iter().map(|search| moments(&search.schedule, begin, end)).collect();
        let mut wanted: BTreeMap<Timestamp, BTreeSet<ListingId>> = BTreeMap::new();
        for (came, listing) in listings {
            let due = moments.iter().filter_map(|moments| match moments {
                None => Some(*came),
                // What comes at the moment is for the next.
                Some(moments) => moments.range(came.plus(TimeDelta::microseconds(1))..).next().copied(),
            });
            if let Some(due) = due.min() {
                wanted.entry(due).or_default().insert(*listing);
            }
        }
        if let [Some(moments)] = &moments[..] {
            assert!(wanted.keys().eq(moments.iter()), "{who}: each period brings something");
        }
        let alerts = db.read_blocking(|c| db::alerts::of_user(c, self.user)).unwrap();
        let mut told: BTreeMap<Timestamp, BTreeSet<ListingId>> = BTreeMap::new();
        for alert in &alerts {
            let late = alert.created_at.since(alert.due_at);
            assert!(TimeDelta::zero() <= late && late < TimeDelta::hours(1), "{who}: {alert:?} is late by {late}");
            let (_, items) = db.read_blocking(|c| db::alerts::get(c, alert.id)).unwrap().unwrap();
            assert!(
                told.insert(alert.due_at, items.iter().map(|item| item.listing).collect()).is_none(),
                "{who}: {alert:?} is a second one"
            );
            assert_eq!(db.read_blocking(|c| db::deliveries::of_alert(c, alert.id)).unwrap().len(), 1, "{who}: one mail");
        }
        assert_eq!(told, wanted, "{who}");
        alerts.len()
    }
}

/// The moments of a schedule after `begin` up to `end`, read off the zone's clock each quarter of an hour: on each day that there is,
/// the first time at which it shows the hour or has passed it. `None` where there are none, because everything is told at once.
fn moments(schedule: &Schedule, begin: Timestamp, end: Timestamp) -> Option<BTreeSet<Timestamp>> {
    if schedule.cadence == Cadence::Instant {
        return None;
    }
    let mut found = BTreeSet::new();
    let mut last: Option<NaiveDate> = None;
    let mut at = begin.minus(TimeDelta::days(2));
    while at <= end {
        let shown = at.to_chrono().with_timezone(&schedule.zone).naive_local();
        let fits = schedule.cadence == Cadence::Daily || shown.weekday() == Weekday::Mon;
        if fits && shown.hour() >= schedule.hour.into() && last.is_none_or(|last| last < shown.date()) {
            last = Some(shown.date());
            if at > begin {
                found.insert(at);
            }
        }
        at = at.plus(TimeDelta::minutes(15));
    }
    Some(found)
}

fn at(text: &str) -> Timestamp {
    Timestamp::parse_rfc3339(text).unwrap()
}
