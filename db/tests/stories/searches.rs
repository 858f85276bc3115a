//! Saved searches, matches, bookmarks.

use db::bookmarks::{self, Bookmark};
use db::matches::{self, Match, NewMatch, Span};
use db::saved_searches::{self, SavedSearch};
use db::test::TestDb;
use db::users;
use domain::account::Name;
use domain::bookmark::BookmarkKind;
use domain::id::{SavedSearchId, UserId};
use domain::saved_search::{Cadence, Channel, Schedule};

use crate::accounts::user;
use crate::make::{at, listing_id};

pub fn search(n: u128, user: UserId) -> SavedSearch {
    SavedSearch {
        id: SavedSearchId::new(at(0), n),
        user,
        name: Name::parse("Rust from home").unwrap(),
        query: "skill=rust&work_mode=remote&sort=-posted_at".to_owned(),
        schedule: Schedule { cadence: Cadence::Daily, hour: 7, zone: "Europe/Lisbon".parse().unwrap() },
        channels: vec![Channel::Email, Channel::Feed],
        per_company: Some(3),
        version: 1,
        created_at: at(0),
        updated_at: at(0),
    }
}

#[test]
fn a_saved_search_belongs_to_one_person() {
    for test in TestDb::each() {
        let db = test.db();
        let (ana, bo) = (user(1), user(2));
        db.write_blocking(|c| users::insert(c, &ana).and_then(|_| users::insert(c, &bo))).unwrap();
        let mine = search(1, ana.id);
        db.write_blocking(|c| saved_searches::insert(c, &mine)).unwrap();
        assert_eq!(db.read_blocking(|c| saved_searches::get(c, ana.id, mine.id)).unwrap(), Some(mine.clone()));
        assert_eq!(db.read_blocking(|c| saved_searches::get(c, bo.id, mine.id)).unwrap(), None);
        assert!(!db.write_blocking(|c| saved_searches::delete(c, bo.id, mine.id)).unwrap());
        let changed = SavedSearch { per_company: None, version: 2, updated_at: at(5), ..mine.clone() };
        assert!(db.write_blocking(|c| saved_searches::update(c, &changed)).unwrap());
        assert!(!db.write_blocking(|c| saved_searches::update(c, &changed)).unwrap(), "the version has moved on");
        assert_eq!(db.read_blocking(|c| saved_searches::of_user(c, ana.id)).unwrap(), [changed]);
        db.write_blocking(|c| users::delete(c, ana.id)).unwrap();
        assert_eq!(db.read_blocking(|c| saved_searches::get(c, ana.id, mine.id)).unwrap(), None, "it goes with its owner");
    }
}

#[test]
fn a_listing_matches_once_and_matches_are_walked_both_ways() {
    for test in TestDb::each() {
        let db = test.db();
        let ana = user(1);
        let mine = search(1, ana.id);
        db.write_blocking(|c| users::insert(c, &ana).and_then(|_| saved_searches::insert(c, &mine))).unwrap();
        let found: Vec<Match> = (1..=6).map(|n| Match { matched_at: at(n / 2), listing: listing_id(n as u128) }).collect();
        let new = |found: &Match| NewMatch { search: mine.id, listing: found.listing, matched_at: found.matched_at, due_at: None };
        let rows: Vec<NewMatch> = found.iter().map(new).collect();
        assert_eq!(db.write_blocking(|c| matches::add(c, &rows)).unwrap(), 6);
        let again = NewMatch { matched_at: at(99), ..rows[0] };
        assert_eq!(db.write_blocking(|c| matches::add(c, &[again])).unwrap(), 0);
        let span = Span { search: mine.id, user: ana.id, since: None, news: false };
        let mut newest: Vec<Match> = found.clone();
        newest.sort_by(|a, b| b.cmp(a));
        let older = |from, limit| db.read_blocking(|c| matches::older(c, &span, from, limit)).unwrap();
        assert_eq!(older(None, 4), newest[..4]);
        assert_eq!(older(Some(newest[3]), 4), newest[4..]);
        assert_eq!(db.read_blocking(|c| matches::newer(c, &span, newest[4], 2)).unwrap(), newest[2..4]);
        let hidden = Bookmark { listing: newest[0].listing, kind: BookmarkKind::Hidden, created_at: at(0) };
        let saved = Bookmark { listing: newest[1].listing, kind: BookmarkKind::Saved, created_at: at(0) };
        db.write_blocking(|c| bookmarks::put(c, ana.id, &hidden).and_then(|()| bookmarks::put(c, ana.id, &saved))).unwrap();
        assert_eq!(older(None, 9), newest[1..], "what is hidden is left out");
        let since = Span { since: Some(at(1)), ..span };
        assert_eq!(db.read_blocking(|c| matches::count(c, &since)).unwrap(), 2, "of the three after that time one is hidden");
    }
}

#[test]
fn a_bookmark_is_saved_or_hidden() {
    for test in TestDb::each() {
        let db = test.db();
        let ana = user(1);
        db.write_blocking(|c| users::insert(c, &ana)).unwrap();
        let put = |n, kind, now| {
            let bookmark = Bookmark { listing: listing_id(n), kind, created_at: at(now) };
            db.write_blocking(|c| bookmarks::put(c, ana.id, &bookmark)).unwrap();
        };
        put(1, BookmarkKind::Saved, 1);
        put(2, BookmarkKind::Hidden, 2);
        put(1, BookmarkKind::Hidden, 3);
        let of = |kind| db.read_blocking(|c| bookmarks::of_user(c, ana.id, kind)).unwrap();
        assert_eq!(of(Some(BookmarkKind::Saved)), []);
        assert_eq!(
            of(None).iter().map(|b| (b.listing, b.created_at)).collect::<Vec<_>>(),
            [(listing_id(2), at(2)), (listing_id(1), at(1))]
        );
        assert!(db.write_blocking(|c| bookmarks::delete(c, ana.id, listing_id(1))).unwrap());
        assert!(!db.write_blocking(|c| bookmarks::delete(c, ana.id, listing_id(1))).unwrap());
        assert_eq!(db.read_blocking(|c| bookmarks::get(c, ana.id, listing_id(1))).unwrap(), None);
        assert_eq!(db.read_blocking(|c| bookmarks::count(c, ana.id)).unwrap(), 1);
    }
}
