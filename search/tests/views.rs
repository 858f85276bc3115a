//! Suggestions, similar listings, companies and counts.

// A test that meets the unexpected fails on the spot.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]
#![allow(missing_docs)]

mod support;

use domain::company::Company;
use domain::query::Facet;
use domain::role::Role;
use domain::skill::Skill;
use domain::work_mode::WorkMode;
use search::{Index, SuggestionKind};
use support::{LARGE, SMALL, World, listing, listings};

fn index(count: u64, world: World) -> Index {
    let index = Index::in_memory().unwrap();
    index.apply(&listings(count, World { sentences: 1, ..world })).unwrap();
    index
}

#[test]
fn what_is_typed_is_completed_with_live_counts() {
    let index = index(300, SMALL);
    let generation = index.generation();
    let first = |q: &str| generation.suggest(q, 5).into_iter().next().map(|s| (s.kind, s.value)).unwrap();
    assert_eq!(first("backend"), (SuggestionKind::Role, "backend-engineer".to_owned()));
    assert_eq!(first("postgres"), (SuggestionKind::Skill, "postgresql".to_owned()));
    assert_eq!(first("portug"), (SuggestionKind::Place, "PT".to_owned()));
    assert_eq!(first("Califor"), (SuggestionKind::Place, "US-CA".to_owned()));
    assert_eq!(first("company 3"), (SuggestionKind::Company, "company-3".to_owned()));
    // One typing error, where nothing is spelt so.
    assert_eq!(first("kuberntes"), (SuggestionKind::Skill, "kubernetes".to_owned()));
    assert!(generation.suggest("  ", 5).is_empty());
    assert!(generation.suggest("no such thing", 5).is_empty());
    for suggestion in generation.suggest("c", 100).into_iter().filter(|s| s.kind == SuggestionKind::Skill) {
        let counts = generation.count_by(Facet::Skill);
        let counted = counts.iter().find(|count| count.value == suggestion.value).map_or(0, |count| count.count);
        assert_eq!(suggestion.listings, counted, "{}", suggestion.value);
    }
}

#[test]
fn what_means_the_same_is_completed_to_the_one_value_that_filters_take() {
    let generation = index(300, SMALL).generation();
    let first = |q: &str| generation.suggest(q, 5).into_iter().next().map(|s| (s.kind, s.value, s.label)).unwrap();
    let role = |slug: &str, label: &str| (SuggestionKind::Role, slug.to_owned(), label.to_owned());
    let skill = |slug: &str, label: &str| (SuggestionKind::Skill, slug.to_owned(), label.to_owned());
    assert_eq!(first("k8s"), skill("kubernetes", "Kubernetes"));
    assert_eq!(first("golang"), skill("go", "Go"));
    assert_eq!(first("sre"), role("site-reliability-engineer", "Site Reliability Engineer"));
    assert_eq!(first("devrel"), role("developer-advocate", "Developer Advocate"));
    for typed in ["front end", "Front-end", "frontend", "front e", "front end eng"] {
        assert_eq!(first(typed), role("frontend-engineer", "Frontend Engineer"), "{typed}");
    }
    for typed in ["full stack", "fullstack", "full-stack"] {
        assert_eq!(first(typed), role("fullstack-engineer", "Full-Stack Engineer"), "{typed}");
    }
    assert_eq!(first("ml"), skill("machine-learning", "Machine learning"));
    assert_eq!(first("ml eng"), role("machine-learning-engineer", "Machine Learning Engineer"));
    // One suggestion, however many of its names fit.
    assert_eq!(generation.suggest("machine learning e", 10).iter().filter(|s| s.kind == SuggestionKind::Role).count(), 1);
}

#[test]
fn a_new_company_is_suggested_at_once() {
    let index = index(20, SMALL);
    assert!(index.generation().suggest("initech", 5).is_empty());
    let mut change = listing(500, 0, SMALL);
    change.listing.company = Company::from_name("Initech GmbH");
    change.listing.closed_at = None;
    index.apply(&[change.clone()]).unwrap();
    let found = index.generation().suggest("initech", 5);
    assert_eq!(
        found.iter().map(|s| (s.value.as_str(), s.label.as_str(), s.listings)).collect::<Vec<_>>(),
        [("initech", "Initech GmbH", 1)]
    );
    change.number += 1;
    change.listing.closed_at = Some(support::now());
    index.apply(&[change]).unwrap();
    assert!(index.generation().suggest("initech", 5).is_empty());
}

#[test]
fn companies_are_completed_alike_whenever_they_came() {
    // Some come late, some with each batch, one is renamed twice, and one loses the name that was spelt so.
    let mut changes = listings(900, World { sentences: 1, ..SMALL });
    for (n, change) in (0..).zip(&mut changes) {
        change.number = n + 1;
        change.listing.company = Company::from_name(&format!("{} {} Works", ["Amber", "Birch", "Cedar"][n as usize % 3], n % 450));
    }
    let mut renamed = |n: usize, name: &str| {
        let mut change = changes[n].clone();
        change.number = changes.len() as i64 + 1;
        change.listing.company = change.listing.company.map(|company| Company { name: name.to_owned(), ..company });
        changes.push(change);
    };
    renamed(3, "Amber Three");
    renamed(4, "Dogwood");
    renamed(3, "Amber Third");

    let moving = Index::in_memory().unwrap();
    for batch in changes.chunks(100) {
        moving.apply(batch).unwrap();
        moving.generation().prepare();
    }
    let anew = Index::in_memory().unwrap();
    anew.apply(&changes).unwrap();
    let (moving, anew) = (moving.generation(), anew.generation());
    let typed =
        ["amber", "amber 3", "birch 4 works", "birhc 4", "cedar 44", "works", "dogwood", "dogwod", "third", "amber thre", "w", "elm"];
    for typed in typed {
        assert_eq!(moving.suggest(typed, 8), anew.suggest(typed, 8), "{typed}");
    }
    assert_eq!(moving.suggest("dogwod", 1)[0].label, "Dogwood");
    assert!(moving.suggest("amber 3", 50).iter().all(|found| found.label != "Amber 3 Works"));
}

#[test]
fn similar_listings_share_work_and_skills() {
    let index = Index::in_memory().unwrap();
    let mut changes = listings(6, SMALL);
    let skills = |slugs: &[&str]| slugs.iter().map(|slug| Skill::from_slug(slug).unwrap()).collect::<Vec<_>>();
    let jobs = [
        ("backend-engineer", skills(&["rust", "postgresql"])),
        ("backend-engineer", skills(&["java"])),
        ("backend-engineer", skills(&["postgresql", "rust"])),
        ("product-designer", skills(&["rust", "postgresql"])),
        ("frontend-engineer", skills(&["postgresql", "rust"])),
        ("backend-engineer", skills(&["rust", "postgresql"])),
    ];
    for (change, (role, mut skills)) in changes.iter_mut().zip(jobs) {
        skills.sort();
        change.listing.role = Role::from_slug(role).unwrap();
        change.listing.skills = skills;
        change.listing.seniority = domain::seniority::Seniority::Senior;
        change.listing.closed_at = None;
    }
    changes[5].listing.closed_at = Some(support::now());
    index.apply(&changes).unwrap();
    let similar = |n: usize, limit| {
        let hits = index.generation().similar(changes[n].listing.id, limit);
        hits.iter().map(|hit| changes.iter().position(|change| change.listing.id == hit.id).unwrap()).collect::<Vec<_>>()
    };
    // The same work with the same skills first; other families and closed listings never.
    assert_eq!(similar(0, 10), [2, 4, 1]);
    assert_eq!(similar(0, 1), [2]);
    assert_eq!(similar(5, 1).len(), 1);
    assert!(index.generation().similar(listing(99, 0, SMALL).listing.id, 5).is_empty());
}

#[test]
fn companies_come_in_pages_and_add_up() {
    let index = index(1_500, LARGE);
    let generation = index.generation();
    let (mut seen, mut after) = (Vec::new(), None);
    loop {
        let page = generation.companies(after, 7);
        after = page.items.last().map(|company| (company.listings, company.slug.clone()));
        seen.extend(page.items);
        if !page.more {
            break;
        }
    }
    let open = listings(1_500, SMALL).len() as u64;
    assert!(seen.iter().map(|company| company.listings).sum::<u64>() <= open);
    let counted = generation.count_by(Facet::Company);
    assert_eq!(
        seen.iter().map(|c| (c.slug.clone(), c.listings)).collect::<Vec<_>>(),
        counted.into_iter().map(|c| (c.value, c.count)).collect::<Vec<_>>()
    );
    for company in &seen {
        assert_eq!(generation.company(&company.slug).as_ref(), Some(company));
        assert!((0.0..=100.0).contains(&company.average_score) && company.remote <= company.listings);
    }
    assert_eq!(generation.company("no-such-company"), None);
}

#[test]
fn counts_are_over_open_listings_of_every_work_mode() {
    let index = index(400, SMALL);
    let expected = listings(400, SMALL).iter().filter(|change| change.listing.closed_at.is_none()).count() as u64;
    let counts = index.generation().count_by(Facet::WorkMode);
    assert_eq!(counts.iter().map(|count| count.count).sum::<u64>(), expected);
    assert_eq!(counts.len(), WorkMode::ALL.len());
}
