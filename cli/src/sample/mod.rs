//! Invented listings, so that a fresh program has something to answer with. They
//! go through the same reading, merging and storing as real ones.

mod tables;

use chrono::TimeDelta;
use db::Db;
use domain::posting::{Draft, Markup, Posting};
use domain::source::{Access, Descriptor, SourceKind};
use domain::time::Timestamp;
use ingest::store::{Outcome, Seen, Store};

use crate::error::Error;
use crate::wiring;
use tables::{Company, Opening, Place, TABLES};

/// How many postings there are; a few of them show the same job.
pub const POSTINGS: usize = 520;

/// The sources that the sample pretends to come from.
pub fn sources() -> Vec<Descriptor> {
    let source = |slug: &str, name: &str| Descriptor {
        slug: slug.to_owned(),
        name: name.to_owned(),
        kind: SourceKind::Feed,
        url: "https://sample.example/".to_owned(),
        terms: "Invented data; no such company or job exists.".to_owned(),
        access: Access::Offered,
        attribution: Some("Invented sample data".to_owned()),
        pace_seconds: 0,
        cadence_seconds: 0,
        delay_seconds: 0,
    };
    vec![source("sample", "Invented sample"), source("sample-board", "Invented sample, second board")]
}

/// The postings, the same at every call but for their dates, which lie in the 45 days before `now`.
pub fn postings(now: Timestamp) -> Vec<Posting> {
    (0..POSTINGS).filter_map(|n| Posting::accept(draft(n, now)?).ok()).collect()
}

/// Loads the sample as seen now.
pub fn load(db: &Db) -> Result<Outcome, Error> {
    let now = wiring::now();
    let seen = postings(now).into_iter().map(|posting| Seen { posting, at: now }).collect();
    Ok(Store::new(db, &wiring::random).put(seen)?)
}

/// Every twentieth posting shows the job of the one before it on the second board.
const REPEAT_EVERY: usize = 20;

fn draft(n: usize, now: Timestamp) -> Option<Draft> {
    let repeats = n % REPEAT_EVERY == REPEAT_EVERY - 1;
    let job = if repeats { n - 1 } else { n };
    // Strides without a common factor with the tables' lengths: neighbours differ in everything.
    let company = pick(&TABLES.companies, job * 7 + job / 32)?;
    let opening = pick(&TABLES.openings, job * 11 + job / 30)?;
    let place = pick(&TABLES.places, job * 5 + job / 17)?;
    let (level, percent) = pick(&TABLES.levels, job * 3 + job / 8)?;
    let pay = pay_words(pick(&TABLES.pay, job * 5 + job / 8)?, place.currency, *percent, job);
    let title = if level.is_empty() { opening.title.to_owned() } else { format!("{level} {}", opening.title) };
    let page = format!("https://{}.example/jobs/{job}", company.host());
    let source = if repeats { "sample-board" } else { "sample" };
    Some(Draft {
        source: source.to_owned(),
        board: (!repeats).then(|| company.host()),
        external_id: n.to_string(),
        url: if repeats { format!("https://sample.example/board/{n}") } else { page.clone() },
        apply_url: repeats.then(|| page.clone()),
        title,
        company: Some(company.name.to_owned()),
        location: Some(place.location.to_owned()),
        remote_flag: place.remote,
        employment_type: Some(if pay.contains("per hour") || pay.contains("per day") { "Contract" } else { "Full-time" }.to_owned()),
        description: Some(Markup::Html(description(company, opening, place, &pay))),
        posted_at: Some(now.minus(TimeDelta::hours((job as i64 * 37) % (45 * 24)))),
        ..Draft::default()
    })
}

fn pick<T>(table: &[T], at: usize) -> Option<&T> {
    table.get(at.checked_rem(table.len())?)
}

fn description(company: &Company, opening: &Opening, place: &Place, pay: &str) -> String {
    let list = |items: &[&str]| items.iter().map(|item| format!("<li>{}</li>", sentence(item))).collect::<String>();
    format!(
        "<p><em>This listing is invented.</em></p><p>{} makes {}. This opening is in a team of eight and reports to its lead.</p>\
         <h3>What you will do</h3><ul>{}</ul><h3>What you bring</h3><ul>{}</ul><p>We work with {}.</p>\
         <h3>Where</h3><p>{}</p>{}<h3>How we hire</h3><p>A call of thirty minutes, a small paid task, and an interview with the team.</p>",
        company.name,
        company.makes,
        list(&opening.duties),
        list(&opening.requirements),
        opening.skills.join(", "),
        place.words,
        if pay.is_empty() { String::new() } else { format!("<h3>Pay</h3><p>{pay}</p>") },
    )
}

fn sentence(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().collect::<String>() + letters.as_str() + ".")
}

/// The pay in words: a base of 60,000 to 109,000 a year by position, times the level's factor and the currency's.
fn pay_words(template: &str, currency: &str, percent: usize, job: usize) -> String {
    let (sign, factor) = match currency {
        "USD" => ("$", 100),
        "EUR" => ("€", 90),
        "GBP" => ("£", 80),
        "CAD" => ("CAD ", 120),
        "AUD" => ("AUD ", 130),
        "PLN" => ("PLN ", 300),
        _ => ("INR ", 4_000),
    };
    let min = (60 + (job * 7) % 50) * percent * factor / 10_000;
    let max = min * 125 / 100;
    let whole = |thousands: usize, periods: usize| (thousands * 1000 / periods).to_string();
    template
        .replace("{s}", sign)
        .replace("{min}", &min.to_string())
        .replace("{max}", &max.to_string())
        .replace("{dmin}", &whole(min, 260))
        .replace("{dmax}", &whole(max, 260))
        .replace("{hmin}", &whole(min, 2080))
        .replace("{hmax}", &whole(max, 2080))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_invented_posting_is_accepted_and_says_that_it_is_invented() {
        let now = Timestamp::from_unix_seconds(1_800_000_000);
        let postings = postings(now);
        assert_eq!(postings.len(), POSTINGS);
        assert!(postings.iter().all(|p| p.description_text.contains("This listing is invented.")));
        assert!(postings.iter().all(|p| p.url.contains(".example/") && p.posted_at.is_some_and(|at| at <= now)));
    }

    #[test]
    fn the_sample_shows_what_the_filters_are_for() {
        let readings: Vec<_> = postings(Timestamp::from_unix_seconds(1_800_000_000)).iter().map(domain::read::posting).collect();
        let count = |wanted: &dyn Fn(&domain::read::Reading) -> bool| readings.iter().filter(|r| wanted(r)).count();
        assert!(count(&|r| r.salary.is_some()) > POSTINGS / 2);
        assert!(count(&|r| r.work_mode.value == domain::work_mode::WorkMode::Remote) > POSTINGS / 2);
        assert!(count(&|r| r.eligibility.scope == domain::eligibility::Scope::Worldwide) > 20);
        assert!(count(&|r| !r.skills.is_empty()) > POSTINGS * 9 / 10);
    }
}
