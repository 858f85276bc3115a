//! What people type finds what they mean.

// A test that meets the unexpected fails on the spot.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]
#![allow(missing_docs)]

mod support;

use domain::company::Company;
use domain::listing::ListingChange;
use domain::query::{SearchQuery, Sort};
use domain::skill::Skill;
use search::{Direction, Index, Request};
use support::{SMALL, listing, now};

/// Open listings with these titles, companies and texts; older ones later.
fn index(jobs: &[(&str, &str, &str)]) -> (Index, Vec<ListingChange>) {
    let changes: Vec<ListingChange> = jobs
        .iter()
        .zip(0..)
        .map(|((title, company, text), n)| {
            let mut change = listing(n, 0, SMALL);
            change.listing.title = (*title).to_owned();
            change.listing.company = Company::from_name(company);
            change.listing.skills.clear();
            change.listing.closed_at = None;
            change.listing.posted_at = Some(now().minus(chrono::TimeDelta::days(n as i64)));
            change.text = (*text).to_owned();
            change
        })
        .collect();
    let index = Index::in_memory().unwrap();
    index.apply(&changes).unwrap();
    (index, changes)
}

/// The titles that are found, and how the text was read.
fn find((index, changes): &(Index, Vec<ListingChange>), q: &str) -> (Vec<String>, String) {
    let query = SearchQuery { q: Some(q.to_owned()), sort: Sort::Relevance, ..SearchQuery::default() };
    let request = Request {
        query: &query,
        now: now(),
        facets: &[],
        facet_limit: 0,
        limit: 100,
        after: None,
        direction: Direction::Forward,
        total: true,
    };
    let answer = index.generation().search(&request).unwrap();
    let title = |id| changes.iter().rev().find(|change| change.listing.id == id).unwrap().listing.title.clone();
    (answer.hits.iter().map(|hit| title(hit.id)).collect(), answer.interpreted.unwrap())
}

fn titles(index: &(Index, Vec<ListingChange>), q: &str) -> Vec<String> {
    find(index, q).0
}

#[test]
fn technologies_are_told_apart() {
    let jobs = index(&[
        ("C++ Engineer", "Acme", "We write C++ and some C."),
        ("C# Engineer", "Acme", "Mostly .NET, with ASP.NET in places."),
        ("Network Engineer", "Initech", "The net is yours."),
        ("Node.js Developer", "Initech", "NodeJS all day."),
    ]);
    assert_eq!(titles(&jobs, "C++"), ["C++ Engineer"]);
    assert_eq!(titles(&jobs, "c#"), ["C# Engineer"]);
    assert_eq!(titles(&jobs, ".NET"), ["C# Engineer"]);
    assert_eq!(titles(&jobs, "asp.net"), ["C# Engineer"]);
    for q in ["node.js", "nodejs", "Node JS", "\"node.js developer\""] {
        assert_eq!(titles(&jobs, q), ["Node.js Developer"], "{q}");
    }
}

#[test]
fn words_are_anded_and_the_title_counts_most() {
    let jobs = index(&[
        ("Designer", "Acme", "You work with a Rust team and Globex."),
        ("Rust Engineer", "Acme", "Systems."),
        ("Engineer", "Rust Works", "Systems."),
    ]);
    assert_eq!(titles(&jobs, "rust"), ["Rust Engineer", "Engineer", "Designer"]);
    assert_eq!(titles(&jobs, "rust engineer"), ["Rust Engineer", "Engineer"]);
    assert_eq!(titles(&jobs, "title:rust"), ["Rust Engineer"]);
    assert_eq!(titles(&jobs, "company:rust"), ["Engineer"]);
    assert_eq!(titles(&jobs, "rust -company:\"rust works\" -designer"), ["Rust Engineer"]);
    assert_eq!(titles(&jobs, "-rust"), Vec::<String>::new());
    assert_eq!(titles(&jobs, "-globex").len(), 2);
    assert_eq!(titles(&jobs, "\"rust team\""), ["Designer"]);
    assert_eq!(titles(&jobs, "\"team rust\""), Vec::<String>::new());
}

#[test]
fn a_skill_is_found_by_its_other_names() {
    let (index, mut changes) = index(&[("Database Administrator", "Acme", "Tables.")]);
    let change = &mut changes[0];
    change.number += 1_000;
    change.listing.skills = vec![Skill::from_slug("postgresql").unwrap()];
    index.apply(&changes).unwrap();
    let jobs = (index, changes);
    assert_eq!(titles(&jobs, "skill:postgres"), ["Database Administrator"]);
    assert_eq!(titles(&jobs, "skill:tables"), Vec::<String>::new());
}

#[test]
fn typing_errors_are_forgiven_in_names() {
    let jobs = index(&[("Backend Engineer", "Acme", "Reach many people."), ("React Developer", "Globex", "Frontend.")]);
    assert_eq!(find(&jobs, "enginer"), (vec!["Backend Engineer".to_owned()], "(enginer OR engineer)".to_owned()));
    assert_eq!(titles(&jobs, "bakcend enginer"), ["Backend Engineer"]);
    // A word that is there as it was typed is not corrected.
    assert_eq!(find(&jobs, "reach"), (vec!["Backend Engineer".to_owned()], "reach".to_owned()));
    assert_eq!(titles(&jobs, "globx"), ["React Developer"]);
    assert_eq!(titles(&jobs, "zzzzzzz"), Vec::<String>::new());
}

#[test]
fn the_last_word_may_be_unfinished() {
    let jobs = index(&[("Java Developer", "Acme", "."), ("JavaScript Developer", "Acme", "."), ("Kotlin Developer", "Acme", "Kubernetes")]);
    assert_eq!(find(&jobs, "kotlin dev"), (vec!["Kotlin Developer".to_owned()], "kotlin AND dev*".to_owned()));
    assert_eq!(titles(&jobs, "javas"), ["JavaScript Developer"]);
    assert_eq!(titles(&jobs, "java"), ["Java Developer"]);
    assert_eq!(titles(&jobs, "kuber"), ["Kotlin Developer"]);
    assert_eq!(titles(&jobs, "dev kotlin"), Vec::<String>::new());
}

#[test]
fn expressions_that_mean_the_same_find_each_other() {
    let jobs = index(&[
        ("Site Reliability Engineer", "Acme", "."),
        ("SRE", "Globex", "."),
        ("Front End Engineer", "Acme", "."),
        ("Senior Frontend Developer", "Initech", "."),
    ]);
    assert_eq!(titles(&jobs, "sre"), ["Site Reliability Engineer", "SRE"]);
    assert_eq!(titles(&jobs, "site reliability engineer"), ["Site Reliability Engineer", "SRE"]);
    for q in ["frontend", "front end", "front-end", "title:frontend"] {
        assert_eq!(titles(&jobs, q), ["Front End Engineer", "Senior Frontend Developer"], "{q}");
    }
    assert_eq!(titles(&jobs, "sr developer"), ["Senior Frontend Developer"]);
    assert_eq!(titles(&jobs, "-sre"), ["Front End Engineer", "Senior Frontend Developer"]);
    assert_eq!(find(&jobs, "sre -golang").1, "(sre OR title:\"site reliability engineer\") AND NOT (golang OR skill:go)");
    // A quotation is meant as it is.
    assert_eq!(titles(&jobs, "\"sre\""), ["SRE"]);
}

#[test]
fn a_saved_search_is_read_exactly() {
    let (index, _) = index(&[("Backend Engineer", "Acme", "Kubernetes")]);
    let found = |q: &str| {
        let query = SearchQuery { q: Some(q.to_owned()), ..SearchQuery::default() };
        let request = Request {
            query: &query,
            now: now(),
            facets: &[],
            facet_limit: 0,
            limit: 10,
            after: None,
            direction: Direction::Forward,
            total: false,
        };
        (index.generation().search(&request).unwrap().hits.len(), index.generation().search_saved(&request).unwrap().hits.len())
    };
    assert_eq!(found("backend kubernetes"), (1, 1));
    assert_eq!(found("back end"), (1, 1));
    assert_eq!(found("enginer"), (1, 0));
    assert_eq!(found("kuber"), (1, 0));
}

#[test]
fn nothing_typed_is_an_error() {
    let jobs = index(&[("Engineer", "Acme", "Text.")]);
    for q in ["\"", "-", "title:", "&&& |||", "\" engineer", ":-)", "ENGINEER", "engineer AND*"] {
        find(&jobs, q);
    }
    assert_eq!(find(&jobs, "\"engineer").1, "engineer");
    assert_eq!(titles(&jobs, "*"), ["Engineer"]);
    assert_eq!(find(&jobs, "engineer -\"big corp\" title:engineer").1, "engineer AND NOT \"big corp\" AND title:engineer");
}

#[test]
fn a_change_replaces_the_words() {
    let (index, mut changes) = index(&[("Rust Engineer", "Acme", "Old words.")]);
    changes[0].number += 1_000;
    changes[0].listing.title = "Go Engineer".to_owned();
    changes[0].text = "New words.".to_owned();
    index.apply(&changes).unwrap();
    let jobs = (index, changes);
    assert_eq!(titles(&jobs, "rust"), Vec::<String>::new());
    assert_eq!(titles(&jobs, "old"), Vec::<String>::new());
    assert_eq!(titles(&jobs, "go new"), ["Go Engineer"]);
}
