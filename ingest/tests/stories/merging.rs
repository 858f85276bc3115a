//! Which postings become one listing, what it shows then, and how a mistake is undone.

use db::Db;
use db::listings::{Detail, Stored};
use db::test::TestDb;
use domain::dedupe::MergeRule;
use domain::id::{ListingId, PostingId};
use domain::listing::{CloseReason, Listing};
use domain::posting::{Draft, Markup};
use ingest::close;
use ingest::unmerge::{self, Unmerge};

use crate::make::{LONG, at, draft, listings, put};

fn located(id: &str, location: &str) -> Draft {
    Draft { location: Some(location.to_owned()), remote_flag: None, ..draft("lever", id, "Tester") }
}

fn detail(db: &Db, id: ListingId) -> Detail {
    db.read_blocking(|c| db::listings::detail(c, id)).unwrap().unwrap()
}

fn only(db: &Db) -> Listing {
    let all = listings(db);
    assert_eq!(all.len(), 1, "{all:#?}");
    all.into_iter().next().unwrap()
}

#[test]
fn towns_of_one_country_are_one_listing_that_names_them_all() {
    for test in TestDb::each() {
        put(test.db(), 0, vec![located("1", "Austin, TX")]);
        put(test.db(), 1, vec![located("2", "Denver, CO"), located("3", "Toronto, Canada")]);
        let all = listings(test.db());
        let us = all.iter().find(|listing| listing.locations.len() == 2).unwrap();
        assert_eq!((all.len(), us.locations.as_slice()), (2, &["Austin, TX".to_owned(), "Denver, CO".to_owned()][..]));
        let detail = detail(test.db(), us.id);
        let edge = &detail.edges[&detail.postings[1].id];
        assert_eq!((edge.edge.rule, edge.edge.confidence, edge.edge.with), (MergeRule::City, 93, detail.postings[0].id));
        assert_eq!(edge.edge.evidence, "texts 100 % alike, places denver and austin");
        let searched = test.db().read_blocking(|c| db::listings::changed_since(c, 0, 10)).unwrap();
        assert!(searched.iter().any(|change| change.text.contains("Austin") && change.text.contains("Denver")));
    }
}

#[test]
fn a_requisition_is_the_employers_word_and_silence_is_no_bridge() {
    for test in TestDb::each() {
        let numbered = |id: &str, location: &str| Draft { requisition: Some("R-77".to_owned()), ..located(id, location) };
        put(test.db(), 0, vec![numbered("1", "Remote - US"), numbered("2", "Remote - Canada")]);
        assert_eq!(only(test.db()).eligibility.countries.len(), 2);
    }
    for test in TestDb::each() {
        // A copy that names no place joins the one there is; it does not make another country's job the same.
        let silent = Draft { location: None, ..draft("remotive", "9", "Tester") };
        put(test.db(), 0, vec![located("1", "Remote - US")]);
        assert_eq!(put(test.db(), 1, vec![silent]).merged, 1);
        assert_eq!(put(test.db(), 2, vec![located("2", "Remote - Canada")]).new, 1);
        // Of two it joins neither.
        let late = Draft { location: None, ..draft("himalayas", "8", "Tester") };
        assert_eq!(put(test.db(), 3, vec![late]).new, 1);
    }
}

#[test]
fn what_contradicts_stays_two() {
    for test in TestDb::each() {
        let part_time = Draft { employment_type: Some("Part-time".to_owned()), ..draft("remotive", "9", "Tester") };
        let full_time = Draft { employment_type: Some("Full-time".to_owned()), ..draft("lever", "1", "Tester") };
        put(test.db(), 0, vec![full_time, part_time]);
        assert_eq!(listings(test.db()).len(), 2);
    }
}

#[test]
fn an_opening_that_comes_again_keeps_its_history() {
    for test in TestDb::each() {
        let first = Draft { posted_at: Some(at(-24)), ..draft("lever", "1", "Tester") };
        put(test.db(), 0, vec![first]);
        let id = only(test.db()).id;
        for hours in [10, 20] {
            close::missing(test.db(), "lever", "acme", &["7".to_owned()].into(), at(hours)).unwrap();
        }
        assert_eq!(only(test.db()).close_reason, Some(CloseReason::Absent));
        put(test.db(), 24 * 30, vec![Draft { posted_at: Some(at(24 * 30)), ..draft("lever", "2", "Tester") }]);
        let again = only(test.db());
        assert_eq!((again.id, again.closed_at, again.first_seen_at), (id, None, at(0)));
        assert_eq!(detail(test.db(), id).postings[1].rule, MergeRule::Repost);
        // Half a year after it was last seen it is another opening.
        close::missing(test.db(), "lever", "acme", &["7".to_owned()].into(), at(24 * 31)).unwrap();
        close::missing(test.db(), "lever", "acme", &["7".to_owned()].into(), at(24 * 32)).unwrap();
        assert_eq!(put(test.db(), 24 * 300, vec![draft("lever", "3", "Tester")]).new, 1);
    }
}

#[test]
fn an_agencys_copy_is_the_employers_listing() {
    for test in TestDb::each() {
        let text = Markup::Text(format!("Acme looks for you. {LONG}"));
        let copy =
            Draft { company: Some("Brightpath Staffing".to_owned()), description: Some(text.clone()), ..draft("lever", "7", "Tester") };
        put(test.db(), 0, vec![copy]);
        put(test.db(), 1, vec![Draft { description: Some(text), ..draft("remotive", "9", "Tester") }]);
        let one = only(test.db());
        assert_eq!(one.company.as_ref().map(|company| company.slug.as_str()), Some("acme"), "the employer speaks first");
        assert_eq!(one.company_slugs().collect::<Vec<_>>(), ["acme", "brightpath-staffing"]);
        let edge = detail(test.db(), one.id).edges.into_values().next().unwrap().edge;
        assert_eq!((edge.rule, edge.confidence), (MergeRule::Staffing, 80));
    }
}

/// Everything that is shown of a listing.
fn shown(db: &Db, id: ListingId) -> String {
    let Detail { stored: Stored { listing, text_of, .. }, text, postings, edges } = detail(db, id);
    let postings: Vec<_> = postings.iter().map(|posting| (posting.id, posting.rule, edges.get(&posting.id))).collect();
    format!("{} {text_of} {text:?} {postings:?}", serde_json::to_string_pretty(&listing).unwrap())
}

#[test]
fn an_undone_merge_leaves_no_trace_and_stays_undone() {
    for test in TestDb::each() {
        let db = test.db();
        put(db, 0, vec![located("1", "Austin, TX")]);
        put(db, 5, vec![located("2", "Denver, CO")]);
        let listing = only(db).id;
        let before = shown(db, listing);
        let wrong =
            Draft { salary_text: Some("$90,000 - $99,000 a year".to_owned()), tags: vec!["Rust".to_owned()], ..located("3", "Boise, ID") };
        assert_eq!(put(db, 9, vec![wrong.clone()]).merged, 1);
        assert_ne!(shown(db, listing), before);
        let third = detail(db, listing).postings.iter().find(|posting| posting.external_id == "3").unwrap().id;
        let what = Unmerge { listing, postings: vec![third], decided_by: "operator".to_owned(), reason: "another team".to_owned() };
        let made = unmerge::run(db, &what, at(20), &|| 77).unwrap();
        assert_eq!(shown(db, listing), before, "as if it had never come");
        assert_eq!(detail(db, made[0]).stored.listing.locations, ["Boise, ID"]);
        // Later runs, and changes, leave it there.
        put(db, 30, vec![located("1", "Austin, TX"), located("2", "Denver, CO"), Draft { title: "Tester (m/w/d)".to_owned(), ..wrong }]);
        assert_eq!(listings(db).len(), 2);
        // What fits both of what is kept apart joins neither.
        assert_eq!(put(db, 31, vec![located("4", "Tampa, FL")]).new, 1);
        let kept = db.read_blocking(|c| db::graph::separations(c, &[third])).unwrap();
        assert_eq!((kept.len(), kept[0].decided_by.as_str(), kept[0].reason.as_str()), (2, "operator", "another team"));
    }
}

#[test]
fn the_first_posting_can_leave_and_the_last_can_not() {
    for test in TestDb::each() {
        let db = test.db();
        put(db, 0, vec![located("1", "Austin, TX"), located("2", "Denver, CO"), located("3", "Boise, ID")]);
        let listing = only(db).id;
        let ids: Vec<PostingId> = detail(db, listing).postings.iter().map(|posting| posting.id).collect();
        let take = |listing, postings: &[PostingId]| {
            unmerge::run(db, &Unmerge { listing, postings: postings.to_vec(), decided_by: "x".into(), reason: "y".into() }, at(1), &|| 5)
        };
        assert!(matches!(take(listing, &ids), Err(unmerge::Error::NothingStays)));
        assert!(matches!(take(listing, &[PostingId::from_bits(3)]), Err(unmerge::Error::NotOfListing(_))));
        assert!(matches!(take(ListingId::from_bits(3), &ids), Err(unmerge::Error::NoListing(_))));
        let made = take(listing, &ids[..2]).unwrap();
        assert_eq!(made.len(), 1, "those that leave together are one job still");
        assert_eq!(detail(db, made[0]).postings.len(), 2);
        let rest = detail(db, listing);
        assert_eq!((rest.postings.len(), rest.postings[0].rule, rest.edges.len()), (1, MergeRule::First, 0));
    }
}
