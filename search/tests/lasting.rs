//! What the index keeps on disk, and what it does when that is locked or damaged.

// A test that meets the unexpected fails on the spot.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]
#![allow(missing_docs)]

mod support;

use std::sync::Arc;

use domain::query::{Facet, SearchQuery};
use search::{Answer, Direction, Error, Generation, Index, Request};
use support::{Rng, SMALL, listing, listings, now, query};

fn ask(generation: &Generation, query: &SearchQuery) -> Answer {
    let request = Request {
        query,
        now: now(),
        facets: Facet::ALL,
        facet_limit: 100,
        limit: 50,
        after: None,
        direction: Direction::Forward,
        total: true,
    };
    generation.search(&request).unwrap()
}

#[test]
fn an_index_that_is_opened_again_answers_alike() {
    let dir = tempfile::tempdir().unwrap();
    let index = Index::open(dir.path()).unwrap();
    assert_eq!((index.checkpoint(), index.generation().is_empty()), (0, true));
    index.apply(&listings(300, SMALL)).unwrap();
    index.apply(&(0..40).map(|n| listing(n * 7, 1, SMALL)).collect::<Vec<_>>()).unwrap();
    let before = index.generation();
    drop(index);

    let index = Index::open(dir.path()).unwrap();
    let after = index.generation();
    assert_eq!(after.checkpoint(), before.checkpoint());
    assert_eq!(after.len(), before.len());
    let mut rng = Rng(3);
    for n in 0..100 {
        let mut query = query(&mut rng, SMALL);
        query.q = (n % 3 == 0).then(|| "engineer remote".to_owned());
        assert_eq!(ask(&after, &query), ask(&before, &query), "{query:?}");
    }
    assert_eq!(after.companies(None, 100), before.companies(None, 100));
    // It can be changed further.
    index.apply(&[listing(0, 2, SMALL), listing(900, 2, SMALL)]).unwrap();
    assert!(index.checkpoint() > before.checkpoint());
}

/// What an index answers to some queries.
fn answers(index: &Index) -> Vec<Answer> {
    let (mut rng, generation) = (Rng(11), index.generation());
    (0..30).map(|_| ask(&generation, &query(&mut rng, SMALL))).chain([ask(&generation, &SearchQuery::default())]).collect()
}

#[test]
fn columns_that_are_kept_for_the_next_start_are_never_believed_blindly() {
    let dir = tempfile::tempdir().unwrap();
    let kept = dir.path().join("columns");
    let reopened = || {
        let index = Index::open(dir.path()).unwrap();
        (index.checkpoint(), answers(&index))
    };
    let index = Index::open(dir.path()).unwrap();
    index.apply(&listings(200, SMALL)).unwrap();
    drop(index);
    let early = std::fs::read(&kept).unwrap();
    let index = Index::open(dir.path()).unwrap();
    index.apply(&(0..40).map(|n| listing(n * 7, 1, SMALL)).collect::<Vec<_>>()).unwrap();
    let expected = (index.checkpoint(), answers(&index));
    drop(index);
    let whole = std::fs::read(&kept).unwrap();
    assert_ne!(early, whole);
    assert_eq!(reopened(), expected);

    // A process that was killed leaves what was written before: the rest is read from the records.
    std::fs::write(&kept, &early).unwrap();
    assert_eq!(reopened(), expected);
    // The file is not there, or holds nothing.
    std::fs::remove_file(&kept).unwrap();
    assert_eq!(reopened(), expected);
    std::fs::write(&kept, "").unwrap();
    assert_eq!(reopened(), expected);
    // An index that had to read its records keeps its columns when it closes.
    assert!(std::fs::metadata(&kept).unwrap().len() > 0);
    // It was cut off, or a bit turned.
    for at in (0..whole.len()).step_by(whole.len() / 40) {
        std::fs::write(&kept, &whole[..at]).unwrap();
        assert_eq!(reopened(), expected, "cut off at {at}");
        let mut damaged = whole.clone();
        damaged[at] ^= 1 << (at % 8);
        std::fs::write(&kept, &damaged).unwrap();
        assert_eq!(reopened(), expected, "damaged at {at}");
    }
    // The columns of other indexes: the same listings in other rows, a part of other listings, and later ones.
    let all: Vec<_> = listings(200, SMALL).into_iter().rev().collect();
    let others = [all, (0..90).map(|n| listing(n, 2, SMALL)).collect(), (300..900).map(|n| listing(n, 0, SMALL)).collect()];
    for other in others {
        let elsewhere = tempfile::tempdir().unwrap();
        let index = Index::open(elsewhere.path()).unwrap();
        index.apply(&other).unwrap();
        drop(index);
        std::fs::copy(elsewhere.path().join("columns"), &kept).unwrap();
        assert_eq!(reopened(), expected);
    }
}

#[test]
fn an_index_begun_anew_does_not_take_the_columns_of_the_old_one() {
    let dir = tempfile::tempdir().unwrap();
    let index = Index::open(dir.path()).unwrap();
    index.apply(&listings(100, SMALL)).unwrap();
    drop(index);
    std::fs::write(dir.path().join("text").join("meta.json"), "no index").unwrap();

    let index = Index::open(dir.path()).unwrap();
    assert_eq!((index.checkpoint(), index.generation().len()), (0, 0));
    let others: Vec<_> = (200..300).map(|n| listing(n, 0, SMALL)).collect();
    index.apply(&others).unwrap();
    let expected = answers(&index);
    drop(index);
    assert_eq!(answers(&Index::open(dir.path()).unwrap()), expected);
}

#[test]
fn a_directory_in_use_is_refused_in_one_sentence() {
    let dir = tempfile::tempdir().unwrap();
    let first = Index::open(dir.path()).unwrap();
    let error = Index::open(dir.path()).unwrap_err();
    assert!(matches!(error, Error::Locked(_)));
    assert_eq!(error.to_string(), format!("the search index in {} is in use by another process", dir.path().display()));
    drop(first);
    Index::open(dir.path()).unwrap();
}

#[test]
fn a_damaged_directory_is_begun_anew() {
    // Each way to damage an index: half a file, another format, what is no index at all.
    let damages: [fn(&std::path::Path); 3] = [
        |dir| {
            for file in std::fs::read_dir(dir).unwrap().map(|file| file.unwrap().path()) {
                if file.extension().is_some_and(|ending| ending == "store") {
                    let bytes = std::fs::read(&file).unwrap();
                    std::fs::write(&file, &bytes[..bytes.len() / 2]).unwrap();
                }
            }
        },
        |dir| {
            let meta = std::fs::read_to_string(dir.join("meta.json")).unwrap();
            std::fs::write(dir.join("meta.json"), meta.replace("format\\\":", "format\\\":9")).unwrap();
        },
        |dir| std::fs::write(dir.join("meta.json"), "no index").unwrap(),
    ];
    for damage in damages {
        let dir = tempfile::tempdir().unwrap();
        let index = Index::open(dir.path()).unwrap();
        index.apply(&listings(50, SMALL)).unwrap();
        drop(index);
        damage(&dir.path().join("text"));

        let index = Index::open(dir.path()).unwrap();
        assert_eq!((index.checkpoint(), index.generation().len()), (0, 0));
        index.apply(&listings(50, SMALL)).unwrap();
        drop(index);
        assert_eq!(Index::open(dir.path()).unwrap().checkpoint(), 50);
    }
}

#[test]
fn readers_keep_the_generation_they_hold() {
    let index = Index::in_memory().unwrap();
    index.apply(&listings(20, SMALL)).unwrap();
    let held: Arc<Generation> = index.generation();
    let answer = ask(&held, &SearchQuery::default());
    index.apply(&listings(200, SMALL)[20..]).unwrap();
    assert_eq!(ask(&held, &SearchQuery::default()), answer);
    assert!(index.generation().len() > held.len());
}

#[test]
fn an_older_change_does_not_undo_a_newer_one() {
    let index = Index::in_memory().unwrap();
    let (old, new) = (listing(1, 0, SMALL), listing(1, 1, SMALL));
    index.apply(&[new.clone(), old.clone()]).unwrap();
    index.apply(&[old]).unwrap();
    let answer = ask(&index.generation(), &SearchQuery { open_only: false, ..SearchQuery::default() });
    assert_eq!(answer.hits.iter().map(|hit| hit.number).collect::<Vec<_>>(), [new.number]);
    assert_eq!(index.checkpoint(), new.number);
    index.apply(&[]).unwrap();
}
