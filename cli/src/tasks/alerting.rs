//! Matching new listings with saved searches, and putting messages together. Workers can do both side by side.

use std::thread::JoinHandle;
use std::time::Duration;

use alerts::digest::Digester;
use alerts::matching::{self, Matcher, Outcome};
use db::Db;

use super::{Step, Stop, start};
use crate::error::Error;
use crate::wiring;

/// How often changed listings and due messages are looked for: who asked to be told at once is told within seconds.
const EVERY: Duration = Duration::from_secs(1);

/// Starts both.
pub fn begin(db: &Db, stop: &Stop) -> Result<Vec<JoinHandle<()>>, Error> {
    let (matched, digester) = (db.clone(), Digester::new(db.clone(), wiring::random));
    // Made at the first step: it reads listings, which nobody who starts the program should wait for.
    let mut matcher: Option<Matcher> = None;
    let matching = move || {
        let matcher = match &mut matcher {
            Some(matcher) => matcher,
            none => none.insert(Matcher::new(matched.clone())?),
        };
        match matcher.step(wiring::now())? {
            Outcome::Idle => Ok(Step::Idle),
            Outcome::Overtaken => Ok(Step::Worked),
            Outcome::Matched { listings, matches } => {
                log::debug!(listings, matches, searches = matcher.len(); "listings are matched");
                Ok(Step::Worked)
            }
        }
    };
    let digesting = move || match digester.step(wiring::now())? {
        done if done.people == 0 => Ok(Step::Idle),
        done => {
            log::debug!(people = done.people, alerts = done.alerts, listings = done.told; "messages are put together");
            Ok(Step::Worked)
        }
    };
    Ok(vec![start("match", EVERY, stop.clone(), matching)?, start("digest", EVERY, stop.clone(), digesting)?])
}

/// How alerts stand, in words.
pub fn queue(db: &Db) -> Result<String, Error> {
    let (behind, (waiting, next), skipped, tallies) = db.read_blocking(|c| {
        let skipped = db::counters::beginning(c, db::counters::SKIPPED)?;
        Ok((matching::behind(c)?, db::matches::waiting(c)?, skipped, db::deliveries::tallies(c)?))
    })?;
    let next = next.map(|at| format!(", the first at {at}")).unwrap_or_default();
    let skipped: i64 = skipped.iter().map(|(_, count)| count).sum();
    let deliveries: Vec<String> = tallies.iter().map(|tally| format!("{} {} {}", tally.count, tally.channel, tally.state)).collect();
    let deliveries = if deliveries.is_empty() { "none".to_owned() } else { deliveries.join(", ") };
    Ok(format!(
        "matching is {behind} changes behind; {waiting} matches are to be told{next}; {skipped} were left out; deliveries: {deliveries}"
    ))
}
