//! Completion of what somebody types: roles, skills, companies and places.

use std::cmp::Reverse;
use std::collections::HashMap;
use std::sync::{Arc, LazyLock};

use domain::place::{Country, Region, Subdivision};
use domain::query::Facet;
use domain::role::Role;
use domain::skill::Skill;
use domain::synonyms::{self, Meaning};
use fst::automaton::{Levenshtein, Str};
use fst::{Automaton, IntoStreamer, Map, Streamer};

use crate::columns::Columns;
use crate::request::{Suggestion, SuggestionKind};
use crate::text::{fold, wholes};

/// The shortest text in which a typing error is forgiven, in characters.
const FORGIVEN_FROM: usize = 4;
/// Where more names of companies fit, the largest companies are looked at instead of the names.
const MANY: usize = 500;

/// Names and how to find them by any of their words.
#[derive(Debug)]
pub(crate) struct Completions {
    entries: Vec<Entry>,
    /// Names from each of their words on, each followed by NUL and a number that makes it unique, to [`Target`]s.
    names: Map<Vec<u8>>,
}

#[derive(Debug)]
struct Entry {
    kind: SuggestionKind,
    value: Arc<str>,
    label: Arc<str>,
    /// The label as it is compared.
    normal: Box<str>,
}

impl Entry {
    /// How well the label fits.
    fn fit(&self, typed: &str) -> Option<Fit> {
        let mut places = self.normal.match_indices(typed).map(|(at, _)| at);
        match places.next()? {
            0 if self.normal.len() == typed.len() => Some(Fit::Exact),
            0 => Some(Fit::Beginning),
            first => std::iter::once(first)
                .chain(places)
                .any(|at| self.normal.get(..at).is_some_and(|before| before.ends_with(' ')))
                .then_some(Fit::Inside),
        }
    }
}

/// How well a name fits, best first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Fit {
    Exact,
    Beginning,
    Inside,
    Misspelt,
}

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

impl Completions {
    /// Those of the companies.
    pub fn of_companies(columns: &Columns) -> Completions {
        let mut names = Names::default();
        for ((slug, _), code) in columns.company.values().zip(0u32..) {
            let name = columns.company_name(code).unwrap_or(slug);
            names.add(SuggestionKind::Company, slug, name, &[]);
        }
        names.complete()
    }

    /// The entries that fit, with their best fit; `None` where more than `most` names fit.
    fn find(&self, typed: &str, most: usize) -> Option<Fits> {
        let mut found = Fits::new();
        self.collect(Str::new(typed).starts_with(), |name, target| target.fit(name, typed), &mut found, most)?;
        if found.is_empty()
            && typed.chars().count() >= FORGIVEN_FROM
            && let Ok(near) = Levenshtein::new(typed, 1)
        {
            self.collect(near.starts_with(), |_, _| Fit::Misspelt, &mut found, usize::MAX)?;
        }
        Some(found)
    }

    /// The same where many names fit, for companies: those that fit exactly, and the first so many of an order that fit well.
    fn find_first(&self, typed: &str, order: &[(u64, u32)], limit: usize) -> Fits {
        let mut found = Fits::new();
        let whole = format!("{typed}\0");
        let _ = self.collect(Str::new(&whole).starts_with(), |name, target| target.fit(name, typed), &mut found, usize::MAX);
        let (mut beginning, mut inside) = (0, 0);
        for (_, code) in order {
            let Some(fit) = self.entries.get(*code as usize).and_then(|entry| entry.fit(typed)) else { continue };
            match fit {
                Fit::Inside if inside == limit => continue,
                Fit::Inside => inside += 1,
                _ => beginning += 1,
            }
            found.entry(*code).or_insert(fit);
            if beginning == limit {
                break;
            }
        }
        found
    }

    fn collect(&self, automaton: impl Automaton, fit: impl Fn(&[u8], Target) -> Fit, found: &mut Fits, most: usize) -> Option<()> {
        let mut names = self.names.search(automaton).into_stream();
        let mut left = most;
        while let Some((name, target)) = names.next() {
            left = left.checked_sub(1)?;
            let target = Target(target);
            let fit = fit(name, target);
            found.entry(target.entry()).and_modify(|best| *best = fit.min(*best)).or_insert(fit);
        }
        Some(())
    }
}

/// Entries with how well they fit.
type Fits = HashMap<u32, Fit>;

/// The number of an entry, and whether the name begins inside of its label.
#[derive(Debug, Clone, Copy)]
struct Target(u64);

impl Target {
    fn new(entry: usize, inside: bool) -> Target {
        Target((entry as u64) << 1 | u64::from(inside))
    }

    fn entry(self) -> u32 {
        (self.0 >> 1) as u32
    }

    fn fit(self, name: &[u8], typed: &str) -> Fit {
        match self.0 & 1 {
            0 if name.get(typed.len()) == Some(&0) => Fit::Exact,
            0 => Fit::Beginning,
            _ => Fit::Inside,
        }
    }
}

/// Names to be completed.
#[derive(Debug, Default)]
struct Names {
    entries: Vec<Entry>,
    names: Vec<(Vec<u8>, Target)>,
}

impl Names {
    fn add(&mut self, kind: SuggestionKind, value: &str, label: &str, others: &[&str]) {
        for name in [label].into_iter().chain(others.iter().copied()) {
            let name = normal(name);
            for (at, _) in name.char_indices().filter(|(at, _)| *at == 0 || name.get(..*at).is_some_and(|before| before.ends_with(' '))) {
                let mut key = name.get(at..).unwrap_or_default().as_bytes().to_vec();
                key.push(0);
                key.extend((self.names.len() as u32).to_be_bytes());
                self.names.push((key, Target::new(self.entries.len(), at > 0)));
            }
        }
        self.entries.push(Entry { kind, value: value.into(), label: label.into(), normal: normal(label).into() });
    }

    /// The same with what synonyms make of each name: "front end engineer" of "Frontend Engineer".
    fn add_with_synonyms(&mut self, kind: SuggestionKind, value: &str, label: &str, others: &[&str]) {
        let mut others: Vec<String> = others.iter().map(|other| (*other).to_owned()).collect();
        let names: Vec<&str> = [label].into_iter().chain(others.iter().map(String::as_str)).collect();
        let mut more: Vec<String> = names.into_iter().flat_map(rewritten).collect();
        others.append(&mut more);
        others.sort_unstable();
        others.dedup();
        self.add(kind, value, label, &others.iter().map(String::as_str).collect::<Vec<_>>());
    }

    fn complete(mut self) -> Completions {
        self.names.sort_unstable_by(|(a, _), (b, _)| a.cmp(b));
        let names = Map::from_iter(self.names.into_iter().map(|(name, target)| (name, target.0)));
        // Sorted and unique names always make a map.
        Completions { entries: self.entries, names: names.unwrap_or_default() }
    }
}

/// The completions of `q`: the best fit first, then those with most open listings.
///
/// `order` is that of the companies, which are the entries of `companies` by their codes.
pub(crate) fn suggest(columns: &Columns, companies: &Completions, order: &[(u64, u32)], q: &str, limit: usize) -> Vec<Suggestion> {
    let typed = normal(q);
    if typed.is_empty() {
        return Vec::new();
    }
    let mut found = Vec::new();
    let known = VOCABULARY.find(&typed, usize::MAX).unwrap_or_default();
    let named = companies.find(&typed, MANY).unwrap_or_else(|| companies.find_first(&typed, order, limit));
    for (completions, fits) in [(&*VOCABULARY, known), (companies, named)] {
        for (entry, fit) in fits {
            if let Some(entry) = completions.entries.get(entry as usize) {
                let listings = listings(columns, entry);
                // A company without open listings is nothing to look for.
                if listings > 0 || entry.kind != SuggestionKind::Company {
                    found.push((fit, Reverse(listings), entry));
                }
            }
        }
    }
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

/// A name without joints, and with each expression in it written as those that mean the same.
fn rewritten(name: &str) -> Vec<String> {
    let padded = |text: &str| format!(" {} ", wholes(text));
    let mut found = vec![wholes(name)];
    let name = padded(name);
    for group in synonyms::groups() {
        for expression in group.expressions.iter().map(|expression| padded(expression)).filter(|expression| name.contains(expression)) {
            let others = group.expressions.iter().map(|other| format!(" {other} ")).filter(|other| *other != expression);
            found.extend(others.map(|other| name.replace(&expression, &other).trim().to_owned()));
        }
    }
    found
}

/// Folded, with single blanks.
fn normal(text: &str) -> String {
    fold(text).split_whitespace().collect::<Vec<_>>().join(" ")
}
