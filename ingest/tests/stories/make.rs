//! Invented postings, and a store over a test database.

use std::sync::atomic::{AtomicU64, Ordering};

use db::Db;
use domain::listing::Listing;
use domain::posting::{Draft, Markup, Posting};
use domain::time::Timestamp;
use ingest::store::{Outcome, Seen, Store};

pub fn at(hours: i64) -> Timestamp {
    Timestamp::from_unix_seconds(1_800_000_000 + hours * 3600)
}

pub fn draft(source: &str, id: &str, title: &str) -> Draft {
    Draft {
        source: source.to_owned(),
        board: Some("acme".to_owned()),
        external_id: id.to_owned(),
        url: format!("https://{source}.example/acme/{id}"),
        title: title.to_owned(),
        company: Some("Acme".to_owned()),
        location: Some("Remote - US".to_owned()),
        remote_flag: Some(true),
        description: Some(Markup::Text(LONG.to_owned())),
        ..Draft::default()
    }
}

/// Long enough to be told from other texts.
pub const LONG: &str = "We make dashboards for water utilities. You will build the services behind our interface, keep them fast and \
    observable, and review the code of two teammates. You have three years of experience with relational databases and write clear English.";

pub fn put(db: &Db, hours: i64, drafts: Vec<Draft>) -> Outcome {
    static RANDOM: AtomicU64 = AtomicU64::new(1);
    let random = || u128::from(RANDOM.fetch_add(1, Ordering::Relaxed)).wrapping_mul(0x9E37_79B9_7F4A_7C15_F39C_C060_5CED_C835);
    let seen = drafts.into_iter().map(|draft| Seen { posting: Posting::accept(draft).unwrap(), at: at(hours) }).collect();
    Store::new(db, &random).put(seen).unwrap()
}

pub fn listings(db: &Db) -> Vec<Listing> {
    let changes = db.read_blocking(|c| db::listings::changed_since(c, 0, 10_000)).unwrap();
    changes.into_iter().map(|change| change.listing).collect()
}
