//! Guides that nobody has written: what the taxonomy says of the role, what its own guide says, and what its level adds.

use std::collections::HashMap;
use std::sync::LazyLock;

use chrono::NaiveDate;

use super::table::Place;
use super::{Browse, Career, Content, Guide, Origin, Skills, Step};
use crate::money::rows;
use crate::role::Role;
use crate::seniority::Seniority;

/// When the words below and the table of levels were last gone over.
const EDITED_ON: Option<NaiveDate> = NaiveDate::from_ymd_opt(2026, 11, 26);
/// Guides of the same family that are named as related.
const NEIGHBOURS: usize = 4;

/// What a level adds to a role.
struct Level {
    title: &'static str,
    expected: &'static str,
    from: Vec<Seniority>,
    to: Vec<Seniority>,
}

static LEVELS: LazyLock<HashMap<Seniority, Level>> = LazyLock::new(|| {
    let levels = |cell: &str| cell.split(" | ").filter_map(Seniority::from_slug).collect();
    rows(include_str!("../../data/guide_levels.tsv"))
        .filter_map(|cells| match *cells.as_slice() {
            [slug, title, expected, from, to] => {
                Some((Seniority::from_slug(slug)?, Level { title, expected, from: levels(from), to: levels(to) }))
            }
            _ => None,
        })
        .collect()
});

/// The guide of a place; `None` where its parts make no sound guide, which a test rules out.
pub(super) fn compose((role, seniority): Place, written: &HashMap<Place, Guide>) -> Option<Guide> {
    let own = written.get(&(role, None)).map(Guide::content);
    let title = title(role, seniority);
    let level = seniority.and_then(|seniority| LEVELS.get(&seniority));
    let summary = match level {
        Some(level) => format!("{}: {}. At this level one {}.", role.title(), role.scope(), level.expected),
        None => format!("{}: {}.", role.title(), role.scope()),
    };
    let filter = seniority.map_or_else(String::new, |seniority| format!("&seniority={seniority}"));
    let content = Content {
        role,
        seniority,
        edited_on: EDITED_ON?,
        aliases: Vec::new(),
        summary,
        duties: own.map(|own| own.duties.clone()).unwrap_or_default(),
        skills: own.map_or_else(Skills::default, |own| own.skills.clone()),
        // What is paid differs from level to level; the role's figures would mislead.
        salary: None,
        career: career(role, seniority, written),
        remote: own.map(|own| own.remote.clone()).unwrap_or_default(),
        industries: own.map(|own| own.industries.clone()).unwrap_or_default(),
        interview: own.map(|own| own.interview.clone()).unwrap_or_default(),
        tools: own.map(|own| own.tools.clone()).unwrap_or_default(),
        regions: own.map(|own| own.regions.clone()).unwrap_or_default(),
        questions: own.map(|own| own.questions.clone()).unwrap_or_default(),
        related: related(role, seniority, written),
        resources: own.map(|own| own.resources.clone()).unwrap_or_default(),
        browse: Browse { text: format!("Browse open listings: {title}"), query: format!("role={role}{filter}") },
        title,
    };
    Guide::new(&slug((role, seniority), written), Origin::Composed, content).ok()
}

fn title(role: Role, seniority: Option<Seniority>) -> String {
    let level = seniority.and_then(|seniority| LEVELS.get(&seniority));
    level.map_or_else(|| role.title().to_owned(), |level| level.title.replace("{}", role.title()))
}

/// The slug of a place's guide: its own name where it is written, otherwise the role's after the level's.
fn slug(place: Place, written: &HashMap<Place, Guide>) -> String {
    match (written.get(&place), place) {
        (Some(guide), _) => guide.slug().to_owned(),
        (None, (role, Some(level))) => format!("{level}-{role}"),
        (None, (role, None)) => role.slug().to_owned(),
    }
}

/// The levels before and after; a guide of every level stands in the middle.
fn career(role: Role, seniority: Option<Seniority>, written: &HashMap<Place, Guide>) -> Career {
    let level = LEVELS.get(&seniority.unwrap_or(Seniority::Mid));
    let step = |to: &Seniority| {
        let place = (role, Some(*to));
        let expected = LEVELS.get(to).map_or("", |level| level.expected);
        Step { title: title(role, Some(*to)), guide: Some(slug(place, written)), reason: format!("There one {expected}.") }
    };
    let steps = |levels: Option<&Vec<Seniority>>| levels.into_iter().flatten().map(step).collect();
    Career { from: steps(level.map(|level| &level.from)), to: steps(level.map(|level| &level.to)) }
}

/// The role's own guide, and those of its neighbours in the family.
fn related(role: Role, seniority: Option<Seniority>, written: &HashMap<Place, Guide>) -> Vec<String> {
    let own = seniority.map(|_| slug((role, None), written));
    let family = Role::all().filter(|other| other.family() == role.family() && *other != role);
    own.into_iter().chain(family.take(NEIGHBOURS).map(|other| slug((other, None), written))).collect()
}
