//! Sources, runs, clicks, secrets.

use db::market_snapshots::{self, Snapshot};
use db::runs::{self, Outcome, RunRecord};
use db::test::TestDb;
use db::{clicks, meta, sources};
use domain::id::RunId;
use domain::source::{Access, Descriptor, SourceKind};

use crate::make::{at, listing_id};

#[test]
fn a_source_shows_its_last_run() {
    for test in TestDb::each() {
        let db = test.db();
        let mut acme = Descriptor {
            slug: "acme".to_owned(),
            name: "Acme Jobs".to_owned(),
            kind: SourceKind::Board,
            url: "https://acme.example/".to_owned(),
            terms: "Link back.".to_owned(),
            access: Access::Offered,
            attribution: Some("Acme Jobs".to_owned()),
            pace_seconds: 2,
            cadence_seconds: 3600,
            delay_seconds: 0,
        };
        db.write_blocking(|c| sources::sync(c, &[acme.clone()])).unwrap();
        acme.attribution = None;
        db.write_blocking(|c| sources::sync(c, &[acme.clone()])).unwrap();
        let run = |n: u128, finished: i64| RunRecord {
            id: RunId::new(at(0), n),
            source: "acme".to_owned(),
            board: String::new(),
            started_at: at(0),
            finished_at: at(finished),
            outcome: Outcome::Partial,
            seen: 3,
            accepted: 2,
            rejected: 1,
            opened: 2,
            changed: 0,
            closed: 0,
            report: "{}".to_owned(),
        };
        db.write_blocking(|c| runs::insert(c, &run(1, 10)).and_then(|()| runs::insert(c, &run(2, 20)))).unwrap();
        let all = db.read_blocking(sources::all).unwrap();
        assert_eq!(all.len(), 1);
        assert_eq!(all[0].descriptor, acme);
        assert_eq!(all[0].last_run, Some(run(2, 20)));
    }
}

#[test]
fn clicks_are_counted_by_the_day() {
    for test in TestDb::each() {
        let db = test.db();
        for (seconds, times) in [(0, 1), (1, 2), (86_400, 5)] {
            db.write_blocking(|c| clicks::add(c, listing_id(1), at(seconds), times)).unwrap();
        }
        assert_eq!(db.read_blocking(|c| clicks::on_day(c, listing_id(1), at(0))).unwrap(), 3);
        assert_eq!(db.read_blocking(|c| clicks::on_day(c, listing_id(2), at(0))).unwrap(), 0);
    }
}

#[test]
fn a_secret_is_made_once() {
    for test in TestDb::each() {
        let secret = |fresh: u8| test.db().write_blocking(|c| meta::get_or_insert_secret(c, "cursor", &[fresh; 32])).unwrap();
        assert_eq!((secret(1), secret(2)), ([1; 32], [1; 32]));
    }
}

#[test]
fn a_day_keeps_its_first_snapshot_of_the_market() {
    for test in TestDb::each() {
        let db = test.db();
        let keep = |seconds: i64, body: &str| {
            let snapshot = Snapshot { taken_at: at(seconds), body: body.to_owned() };
            db.write_blocking(|c| market_snapshots::keep(c, &snapshot)).unwrap()
        };
        let midnight = 86_400 - at(0).unix_seconds() % 86_400;
        assert!(keep(midnight, "{}") && !keep(midnight + 86_399, "[]") && keep(midnight + 86_400, "next"));
        let found = db.read_blocking(|c| market_snapshots::on_day(c, at(midnight + 3_600))).unwrap().unwrap();
        assert_eq!((found.taken_at, found.body.as_str()), (at(midnight), "{}"));
        let has = |seconds: i64| db.read_blocking(|c| market_snapshots::has_day(c, at(seconds))).unwrap();
        assert!(has(midnight + 86_400) && !has(midnight - 1));
    }
}
