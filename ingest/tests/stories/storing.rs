//! What becomes of postings that are new, known, changed, or the same job.

use db::test::TestDb;
use ingest::store::Outcome;

use crate::make::{LONG, draft, listings, put};

#[test]
fn a_second_replay_adds_and_changes_nothing() {
    for test in TestDb::each() {
        let all = || (0..30).map(|n| draft("lever", &n.to_string(), &format!("Tester {n}"))).collect();
        assert_eq!(put(test.db(), 0, all()), Outcome { new: 30, listings: 30, ..Outcome::default() });
        let before = test.db().read_blocking(db::listings::last_change).unwrap();
        assert_eq!(put(test.db(), 1, all()), Outcome { unchanged: 30, ..Outcome::default() });
        assert_eq!(test.db().read_blocking(db::listings::last_change).unwrap(), before);
    }
}

#[test]
fn being_confirmed_moves_a_listing_once_a_day() {
    for test in TestDb::each() {
        let seen = |hours| put(test.db(), hours, vec![draft("lever", "1", "Tester")]).listings;
        assert_eq!((seen(0), seen(1), seen(24), seen(25), seen(48)), (1, 0, 1, 0, 1));
        let listing = listings(test.db()).remove(0);
        assert_eq!((listing.last_seen_at, listing.updated_at), (crate::make::at(48), crate::make::at(0)));
    }
}

#[test]
fn an_older_recording_never_wins() {
    for test in TestDb::each() {
        put(test.db(), 10, vec![draft("lever", "1", "Senior Tester")]);
        put(test.db(), 5, vec![draft("lever", "1", "Tester")]);
        assert_eq!(listings(test.db()).remove(0).title, "Senior Tester");
        assert_eq!(put(test.db(), 11, vec![draft("lever", "1", "Lead Tester")]).changed, 1);
        assert_eq!(listings(test.db()).len(), 1);
    }
}

#[test]
fn the_same_page_is_one_job_and_the_employers_system_speaks_first() {
    for test in TestDb::each() {
        let mut board = draft("remoteok", "77", "Tester");
        board.apply_url = Some("https://www.lever.example/acme/1/?utm_source=board".to_owned());
        board.location = Some("Worldwide".to_owned());
        board.salary_text = Some("$100,000 - $120,000 per year".to_owned());
        put(test.db(), 0, vec![board]);
        assert_eq!(put(test.db(), 1, vec![draft("lever", "1", "Tester")]).merged, 1);
        let all = listings(test.db());
        assert_eq!(all.len(), 1);
        let one = &all[0];
        assert_eq!(one.apply_url, "https://lever.example/acme/1");
        assert_eq!(one.sources.iter().map(|s| s.source.as_str()).collect::<Vec<_>>(), ["lever", "remoteok"]);
        assert!(one.salary.is_some(), "pay that only one source states is not lost");
        assert_eq!(one.eligibility.countries.len(), 1, "places are not lost either: {:?}", one.eligibility);
    }
}

#[test]
fn the_same_words_for_the_same_opening_are_one_job() {
    for test in TestDb::each() {
        let batch = vec![draft("lever", "1", "Tester"), draft("remotive", "9", "Tester (m/w/d)")];
        assert_eq!(put(test.db(), 0, batch), Outcome { new: 1, merged: 1, listings: 1, ..Outcome::default() });
    }
}

#[test]
fn remote_us_and_remote_canada_are_two_listings() {
    for test in TestDb::each() {
        let mut canada = draft("lever", "2", "Tester");
        canada.location = Some("Remote - Canada".to_owned());
        put(test.db(), 0, vec![draft("lever", "1", "Tester"), canada]);
        assert_eq!(listings(test.db()).len(), 2);
    }
}

#[test]
fn one_title_for_two_openings_stays_two() {
    for test in TestDb::each() {
        let mut other = draft("lever", "2", "Tester");
        other.description = Some(domain::posting::Markup::Text(LONG.replace("dashboards", "ferries and their timetables")));
        put(test.db(), 0, vec![draft("lever", "1", "Tester"), other]);
        assert_eq!(listings(test.db()).len(), 2);
    }
}

#[test]
fn a_page_that_all_jobs_share_does_not_make_them_one() {
    for test in TestDb::each() {
        let mut drafts = vec![draft("lever", "1", "Tester"), draft("lever", "2", "Writer")];
        for draft in &mut drafts {
            draft.apply_url = Some("https://acme.example/careers".to_owned());
        }
        put(test.db(), 0, drafts);
        assert_eq!(listings(test.db()).len(), 2);
    }
}

#[test]
fn a_posting_that_stands_twice_is_stored_once() {
    for test in TestDb::each() {
        let outcome = put(test.db(), 0, vec![draft("lever", "1", "Tester"), draft("lever", "1", "Senior Tester")]);
        assert_eq!((outcome.new, outcome.unchanged), (1, 1));
        assert_eq!(listings(test.db()).remove(0).title, "Senior Tester");
    }
}
