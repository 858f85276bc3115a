//! Completion of what somebody types: roles, skills, companies and places.

mod companies;
mod completions;

use std::cmp::Reverse;
use std::sync::LazyLock;

use domain::place::{Country, Region, Subdivision};
use domain::query::Facet;
use domain::role::Role;
use domain::skill::Skill;
use domain::synonyms::{self, Meaning};

use crate::columns::Columns;
use crate::request::{Suggestion, SuggestionKind};
pub(crate) use companies::CompanyNames;
use completions::{Completions, Entry, Fit, Names, Typed};

/// What is completed whatever the listings are.
static VOCABULARY: LazyLock<Completions> = LazyLock::new(|| {
    let mut names = Names::default();
    for role in Role::all() {
        let groups = synonyms::groups().iter().filter(|group| group.meaning == Meaning::Role(role));
        let own: Vec<&str> = groups.flat_map(|group| group.expressions.iter().copied()).collect();
        names.add_with_synonyms(SuggestionKind::Role, role.slug(), role.title(), &own);
    }
    for skill in Skill::all() {
        names.add_with_synonyms(SuggestionKind::Skill, skill.slug(), skill.name(), skill.aliases());
    }
    for country in Country::all() {
        names.add(SuggestionKind::Place, country.code(), country.name(), country.other_names());
    }
    for region in Region::all() {
        names.add(SuggestionKind::Place, region.code(), region.name(), region.aliases());
    }
    for part in Subdivision::all() {
        let country = part.country().map_or("", Country::name);
        names.add(SuggestionKind::Place, part.code(), &format!("{}, {country}", part.name()), &[]);
    }
    names.complete()
});

/// The completions of `q`: the best fit first, then those with most open listings.
///
/// `order` is that of the companies, by their codes.
pub(crate) fn suggest(columns: &Columns, companies: &CompanyNames, order: &[(u64, u32)], q: &str, limit: usize) -> Vec<Suggestion> {
    let typed = Typed::new(q);
    if typed.text.is_empty() {
        return Vec::new();
    }
    let known = VOCABULARY.find(&typed).into_iter().filter_map(|(number, fit)| Some((fit, VOCABULARY.entry(number)?)));
    let mut found: Vec<_> = known
        .chain(companies.find(&typed, order, limit))
        .map(|(fit, entry)| (fit, Reverse(listings(columns, entry)), entry))
        // A company without open listings is nothing to look for.
        .filter(|(_, Reverse(listings), entry)| *listings > 0 || entry.kind != SuggestionKind::Company)
        .collect();
    // A misspelling is only thought of where nothing is spelt so.
    let best = found.iter().map(|(fit, _, _)| *fit).min();
    found.retain(|(fit, _, _)| *fit != Fit::Misspelt || best == Some(Fit::Misspelt));
    found.sort_unstable_by(|a, b| (a.0, a.1, a.2.kind, &a.2.value).cmp(&(b.0, b.1, b.2.kind, &b.2.value)));
    found
        .into_iter()
        .take(limit)
        .map(|(_, Reverse(listings), entry)| Suggestion {
            kind: entry.kind,
            value: entry.value.to_string(),
            label: entry.label.to_string(),
            listings,
        })
        .collect()
}

/// Open listings with the value of an entry.
fn listings(columns: &Columns, entry: &Entry) -> u64 {
    let value = entry.value.as_ref();
    let counted = |facet, code: Option<u32>| code.map(|code| u64::from(columns.open_counts().get(facet, code)));
    let counted = match entry.kind {
        SuggestionKind::Role => counted(Facet::Role, Role::from_slug(value).and_then(|role| columns.role.code(&role))),
        SuggestionKind::Skill => counted(Facet::Skill, Skill::from_slug(value).and_then(|skill| columns.skill.code(&skill))),
        SuggestionKind::Company => counted(Facet::Company, columns.company.code(value)),
        SuggestionKind::Place => match (Country::from_code(value), Region::from_code(value), Subdivision::from_code(value)) {
            (Some(country), _, _) => counted(Facet::Country, columns.country.code(&country)),
            (_, Some(region), _) => counted(Facet::Region, columns.region.code(&region)),
            (_, _, Some(part)) => columns.subdivision.rows(&part).map(|rows| rows.intersection_len(&columns.open)),
            _ => None,
        },
    };
    counted.unwrap_or(0)
}
