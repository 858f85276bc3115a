use std::collections::BTreeSet;

use super::table::{FILES, places, read};
use super::*;
use crate::text;

#[test]
fn every_file_is_a_complete_guide() {
    for (slug, text) in FILES {
        let guide = read(slug, text).unwrap_or_else(|flaws| panic!("{slug}: {flaws}"));
        let content = guide.content();
        assert_eq!((guide.slug(), guide.origin()), (*slug, Origin::Written));
        assert!(content.duties.len() >= 5, "{slug}: duties");
        assert!(content.skills.core.len() >= 4 && content.skills.nice_to_have.len() >= 2, "{slug}: skills");
        assert!(content.skills.core.iter().any(|skill| !skill.skills.is_empty()), "{slug}: no skill leads anywhere");
        assert!(!content.career.from.is_empty() && content.career.to.len() >= 2, "{slug}: career");
        assert!(content.interview.len() >= 2 && content.tools.len() >= 3 && content.questions.len() >= 3, "{slug}");
        assert_eq!(guide.browse().role.any, [guide.role()], "{slug}");
        assert_eq!(guide.browse().seniority.any, guide.seniority().into_iter().collect::<Vec<_>>(), "{slug}");
    }
}

#[test]
fn every_file_stands_in_the_table() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/data/guides");
    let names: BTreeSet<String> =
        std::fs::read_dir(folder).unwrap().map(|file| file.unwrap().path().file_stem().unwrap().to_str().unwrap().to_owned()).collect();
    assert_eq!(names, FILES.iter().map(|(slug, _)| (*slug).to_owned()).collect());
    for name in &names {
        assert_eq!(find(name).map(Guide::origin), Some(Origin::Written), "{name}: another guide is about the same role and level");
    }
}

#[test]
fn every_role_has_a_guide_at_every_level() {
    assert_eq!(all().len(), places().count());
    let slugs: BTreeSet<&str> = all().iter().map(Guide::slug).collect();
    assert_eq!(slugs.len(), all().len());
    for (role, level) in places() {
        let guide = of(role, level).unwrap();
        assert_eq!((guide.role(), guide.seniority()), (role, level));
        assert_eq!(find(guide.slug()).map(Guide::slug), Some(guide.slug()));
    }
    assert_eq!(of(Role::other(), None), None);
}

#[test]
fn whatever_a_guide_names_exists() {
    for guide in all() {
        let content = guide.content();
        let steps = content.career.from.iter().chain(&content.career.to).filter_map(|step| step.guide.as_ref());
        for slug in content.related.iter().chain(steps) {
            assert!(find(slug).is_some_and(|named| named.slug() != guide.slug()), "{}: {slug}", guide.slug());
        }
    }
}

#[test]
fn words_that_two_guides_share_are_said_once() {
    let mut seen = BTreeSet::new();
    for guide in all().iter().filter(|guide| guide.origin() == Origin::Written) {
        let content = guide.content();
        let answers = content.questions.iter().map(|question| &question.answer);
        for text in content.duties.iter().chain(&content.remote).chain(answers).chain([&content.summary]) {
            assert!(seen.insert(text), "{}: {text:?} stands in another guide", guide.slug());
        }
    }
}

#[test]
fn a_composed_guide_says_what_it_is_and_names_no_pay() {
    let guide = find("staff-backend-engineer").unwrap();
    assert_eq!(guide.origin(), Origin::Composed);
    assert_eq!(guide.content().salary, None);
    assert_eq!(guide.content().title, "Staff Backend Engineer");
    assert!(guide.content().career.from.iter().any(|step| step.guide.as_deref() == Some("senior-lead-backend-engineer")));
}

#[test]
fn flaws_are_told_all_at_once() {
    let (slug, text) = FILES[0];
    let mut content = read(slug, text).unwrap().content().clone();
    content.duties.clear();
    content.summary = " two\nlines".to_owned();
    content.salary = content.salary.map(|pay| Pay { total: Range { min: 9, max: 8 }, ..pay });
    content.resources[0].url = "javascript:alert(1)".to_owned();
    content.browse.query = "role=wizard".to_owned();
    let flaws = Guide::new(slug, Origin::Written, content).unwrap_err();
    let places: Vec<&str> = flaws.iter().map(|flaw| flaw.place.as_str()).collect();
    assert_eq!(places, ["summary", "duties", "salary", "resources[0]", "browse.query"]);
}

#[test]
fn the_words_are_words() {
    // Typographic leftovers and double blanks slip in when text is moved about.
    for guide in all() {
        let content = guide.content();
        let answers = content.questions.iter().map(|question| &question.answer);
        for words in content.duties.iter().chain(&content.remote).chain(answers).chain([&content.summary]) {
            assert!(!words.contains("  ") && words.ends_with(['.', '?', '!']), "{}: {words:?}", guide.slug());
            assert!(text::is_printable(words));
        }
    }
}
