//! Dependencies between the crates run one way, as docs/ARCHITECTURE.md says.

use std::collections::{BTreeMap, BTreeSet};

use cargo_metadata::{DependencyKind, MetadataCommand};

/// What each crate may use. Tests and benchmarks may use more.
const ALLOWED: &[(&str, &[&str])] = &[
    ("domain", &[]),
    ("db", &["domain"]),
    ("search", &["domain"]),
    ("ingest", &["domain", "db"]),
    ("alerts", &["domain", "db", "search"]),
    ("api", &["domain", "db", "search"]),
    ("cli", &["domain", "db", "search", "ingest", "alerts", "api"]),
];

/// Libraries that belong to some crates alone.
const OWNED: &[(&str, &[&str])] = &[
    ("diesel", &["db"]),
    ("diesel_migrations", &["db"]),
    ("libsqlite3-sys", &["db"]),
    ("pq-sys", &["db"]),
    ("tantivy", &["search"]),
    // Each behind a guard of its own: for platforms, and for receivers of webhooks.
    ("ureq", &["ingest", "alerts"]),
    ("lettre", &["alerts"]),
    ("actix-web", &["api"]),
    ("utoipa", &["api"]),
    ("utoipa-actix-web", &["api"]),
];

fn dependencies() -> BTreeMap<String, BTreeSet<String>> {
    let metadata = MetadataCommand::new().no_deps().exec().unwrap();
    let normal = |package: &cargo_metadata::Package| {
        package.dependencies.iter().filter(|d| d.kind == DependencyKind::Normal).map(|d| d.name.clone()).collect()
    };
    metadata.packages.iter().map(|package| (package.name.to_string(), normal(package))).collect()
}

#[test]
fn crates_use_only_what_is_below_them() {
    let all = dependencies();
    let ours: BTreeSet<&str> = all.keys().map(String::as_str).collect();
    for (name, allowed) in ALLOWED {
        let used: Vec<_> = all[*name].iter().map(String::as_str).filter(|d| ours.contains(d)).collect();
        let wrong: Vec<_> = used.into_iter().filter(|d| !allowed.contains(d)).collect();
        assert!(wrong.is_empty(), "{name} must not use {wrong:?}");
    }
    assert_eq!(ours.len(), ALLOWED.len() + 1, "a new crate needs a line in this test");
}

#[test]
fn each_outside_world_has_one_door() {
    // The tests ask the server over HTTP as a client would.
    for (name, uses) in dependencies().into_iter().filter(|(name, _)| name != "tests") {
        for (library, owners) in OWNED {
            assert!(owners.contains(&name.as_str()) || !uses.contains(*library), "{name} must not use {library}: that is {owners:?}'s");
        }
    }
}
