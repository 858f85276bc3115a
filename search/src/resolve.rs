//! From free text to filters: "sr golang dev in lisbon" is seniority senior, skill go, work from Portugal.
//!
//! Expressions of the vocabulary stand in a finite-state set. At each word the longest one is taken, and where
//! nothing is spelt so, one that is a typing error away. What stands for nothing stays text.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use domain::employment::EmploymentType;
use domain::place::{Country, Place, Region, Subdivision};
use domain::query::SearchQuery;
use domain::read::{self, PostingText};
use domain::role::Role;
use domain::seniority::Seniority;
use domain::skill::Skill;
use domain::work_mode::WorkMode;
use domain::{city, synonyms};
use fst::automaton::Levenshtein;
use fst::{IntoStreamer, Map, Streamer};

use crate::text::{CORRECTION_FACTOR, Snapshot, edits, wholes};

/// Words that say nothing of their own.
const NOISE: &[&str] = &[
    "a",
    "an",
    "and",
    "any",
    "as",
    "at",
    "based",
    "for",
    "from",
    "hiring",
    "in",
    "job",
    "jobs",
    "near",
    "of",
    "on",
    "opening",
    "openings",
    "or",
    "position",
    "positions",
    "role",
    "roles",
    "the",
    "vacancies",
    "vacancy",
    "with",
    "work",
    "working",
];

/// What a text asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Resolved {
    /// The words that stand for something, in the order of the text.
    pub pieces: Vec<Piece>,
    /// The search: the pieces as filters, the other words as `q`.
    pub query: SearchQuery,
}

/// Words that stand for a value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    /// The words as they were typed, in lower case.
    pub text: String,
    /// The filter that takes the value.
    pub parameter: &'static str,
    /// The value, as the filter takes it.
    pub value: String,
    /// The value's name for people.
    pub label: String,
    /// What was read instead, where the words are misspelt.
    pub corrected: Option<String>,
}

/// What an expression stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Meaning {
    Seniority(Seniority),
    Role(Role),
    Skill(Skill),
    WorkMode(WorkMode),
    EmploymentType(EmploymentType),
    Place(Place),
    Region(Region),
    /// A word of titles, which says something only together with others.
    TitleWord,
    Noise,
}

struct Expressions {
    /// In the order in which they are preferred.
    meanings: Vec<Meaning>,
    names: Map<Vec<u8>>,
    /// Words of the longest name.
    longest: usize,
}

static EXPRESSIONS: LazyLock<Expressions> = LazyLock::new(|| {
    let mut names: Vec<(&str, Meaning)> = NOISE.iter().map(|word| (*word, Meaning::Noise)).collect();
    for group in synonyms::groups() {
        let meaning = match group.meaning {
            synonyms::Meaning::Role(role) => Meaning::Role(role),
            synonyms::Meaning::Seniority(seniority) => Meaning::Seniority(seniority),
            synonyms::Meaning::Words => continue,
        };
        names.extend(group.expressions.iter().map(|expression| (*expression, meaning)));
    }
    // Managers are left to the reader of titles: a product manager manages no people.
    let levels = Seniority::ALL.iter().filter(|level| !matches!(level, Seniority::Manager | Seniority::Executive));
    names.extend(levels.map(|level| (level.slug(), Meaning::Seniority(*level))));
    names.extend(WorkMode::ALL.iter().filter(|mode| **mode != WorkMode::Unknown).map(|mode| (mode.slug(), Meaning::WorkMode(*mode))));
    names.push(("on site", Meaning::WorkMode(WorkMode::Onsite)));
    names.extend(
        EmploymentType::ALL.iter().filter(|kind| kind.slug() != "unknown").map(|kind| (kind.slug(), Meaning::EmploymentType(*kind))),
    );
    names.extend(Role::all().filter(|role| *role != Role::other()).map(|role| (role.title(), Meaning::Role(role))));
    for skill in Skill::all() {
        names.extend(std::iter::once(skill.name()).chain(skill.aliases().iter().copied()).map(|name| (name, Meaning::Skill(skill))));
    }
    for country in Country::all() {
        let meaning = Meaning::Place(Place::Country(country));
        names.extend(std::iter::once(country.name()).chain(country.other_names().iter().copied()).map(|name| (name, meaning)));
    }
    for region in Region::all() {
        names.extend(std::iter::once(region.name()).chain(region.aliases().iter().copied()).map(|name| (name, Meaning::Region(region))));
    }
    names.extend(Subdivision::all().map(|part| (part.name(), Meaning::Place(Place::Subdivision(part)))));
    names.extend(city::all().map(|(name, place)| (name, Meaning::Place(place))));
    names.extend(Role::all().flat_map(|role| role.title().split(' ')).map(|word| (word, Meaning::TitleWord)));
    names.extend(["developer", "dev", "programmer", "coder", "eng"].map(|word| (word, Meaning::TitleWord)));

    let mut by_name: BTreeMap<String, u64> = BTreeMap::new();
    let mut meanings = Vec::new();
    for (name, meaning) in names {
        let key = wholes(&name.replace('_', " "));
        // A compound is one word: part-time is parttime.
        for key in [key.replace(' ', ""), key] {
            if !key.is_empty() {
                by_name.entry(key).or_insert(meanings.len() as u64);
            }
        }
        meanings.push(meaning);
    }
    let longest = by_name.keys().map(|name| name.split(' ').count()).max().unwrap_or(1);
    // Keys in order always make a map.
    Expressions { meanings, names: Map::from_iter(by_name).unwrap_or_default(), longest }
});

impl Expressions {
    fn meaning(&self, name: &str) -> Option<Meaning> {
        self.meanings.get(self.names.get(name)? as usize).copied()
    }

    /// The expression that a word is a typing error away from, the fewest errors first.
    fn near(&self, text: &Snapshot, word: &str) -> Option<(String, Meaning)> {
        let most = edits(word);
        if most == 0 {
            return None;
        }
        let known = text.listings_with(word);
        (1..=u32::from(most)).find_map(|errors| {
            let mut best: Option<(u64, String)> = None;
            let mut names = self.names.search(Levenshtein::new(word, errors).ok()?).into_stream();
            while let Some((name, at)) = names.next() {
                let Some(name) = std::str::from_utf8(name).ok().filter(|name| name.chars().next() == word.chars().next()) else { continue };
                // A word that is about as common as it was typed is meant as it is.
                let common = name.split(' ').map(|word| text.listings_with(word)).min().unwrap_or(0);
                if (known == 0 || common >= CORRECTION_FACTOR * known) && best.as_ref().is_none_or(|(first, _)| at < *first) {
                    best = Some((at, name.to_owned()));
                }
            }
            let (at, name) = best?;
            let meaning = self.meanings.get(at as usize).copied().filter(|meaning| *meaning != Meaning::Noise)?;
            Some((name, meaning))
        })
    }
}

/// A word of the text.
struct Typed {
    text: String,
    /// What is meant; empty where the word before it says it all.
    meant: String,
    /// It stands for something.
    taken: bool,
    /// It is a word of titles.
    titular: bool,
    misspelt: bool,
}

/// Reads a text.
pub(crate) fn resolve(text: &Snapshot, q: &str) -> Resolved {
    let mut typed: Vec<Typed> = wholes(q)
        .split_whitespace()
        .map(|word| Typed { text: word.to_owned(), meant: word.to_owned(), taken: false, titular: false, misspelt: false })
        .collect();
    let mut pieces: Vec<(usize, Piece)> = Vec::new();
    let mut place_is_known = false;
    let mut at = 0;
    while at < typed.len() {
        let Found { length, meaning, meant, misspelt } = longest_at(text, &typed, at);
        let words = typed.get_mut(at..at + length).unwrap_or_default();
        let corrected = meant.clone().filter(|_| misspelt);
        if let Some(mut meant) = meant {
            words.iter_mut().for_each(|word| word.meant = std::mem::take(&mut meant));
        }
        // One place is where the reader lives; a second one is left as text.
        let is_place = matches!(meaning, Some(Meaning::Place(_)));
        let meaning = meaning.filter(|_| !(is_place && place_is_known));
        place_is_known |= is_place;
        for word in words.iter_mut() {
            word.misspelt = misspelt;
            word.titular = meaning == Some(Meaning::TitleWord);
            word.taken = meaning.is_some() && !word.titular;
        }
        if let Some((parameter, value, label)) = meaning.and_then(value) {
            let text = words.iter().map(|word| word.text.as_str()).collect::<Vec<_>>().join(" ");
            pieces.push((at, Piece { text, parameter, value, label, corrected }));
        }
        at += length;
    }
    read_title(&mut typed, &mut pieces);
    pieces.sort_by_key(|(at, _)| *at);
    let pieces: Vec<Piece> = pieces.into_iter().map(|(_, piece)| piece).collect();
    let rest: Vec<&str> = typed.iter().filter(|word| !word.taken && !word.meant.is_empty()).map(|word| word.meant.as_str()).collect();
    Resolved { query: query(&pieces, &rest.join(" ")), pieces }
}

/// Words that belong together.
struct Found {
    length: usize,
    meaning: Option<Meaning>,
    /// The expression that is meant, where another one was typed.
    meant: Option<String>,
    misspelt: bool,
}

/// The longest expression from a place on, or one word.
fn longest_at(text: &Snapshot, typed: &[Typed], at: usize) -> Found {
    let rest = typed.get(at..).unwrap_or_default();
    for length in (1..=EXPRESSIONS.longest.min(rest.len())).rev() {
        let words: Vec<&str> = rest.iter().take(length).map(|word| word.text.as_str()).collect();
        let name = words.join(" ");
        if let Some(meaning) = EXPRESSIONS.meaning(&name) {
            return Found { length, meaning: Some(meaning), meant: None, misspelt: false };
        }
        let usual = synonyms::usual(&name).map(wholes);
        if let Some((usual, meaning)) = usual.and_then(|usual| EXPRESSIONS.meaning(&usual).map(|meaning| (usual, meaning))) {
            return Found { length, meaning: Some(meaning), meant: Some(usual), misspelt: false };
        }
    }
    match rest.first().and_then(|word| EXPRESSIONS.near(text, &word.text)) {
        Some((name, meaning)) => Found { length: 1, meaning: Some(meaning), meant: Some(name), misspelt: true },
        None => Found { length: 1, meaning: None, meant: None, misspelt: false },
    }
}

/// Reads role and seniority as from a title, where no expression said them but words of titles stand: "golang dev"
/// is a back-end engineer, while "golang" alone is a skill.
fn read_title(typed: &mut [Typed], pieces: &mut Vec<(usize, Piece)>) {
    if !typed.iter().any(|word| word.titular) {
        return;
    }
    let is_place = |at: usize| pieces.iter().any(|(from, piece)| *from == at && matches!(piece.parameter, "work_from" | "region"));
    let words: Vec<usize> = (0..typed.len()).filter(|at| !is_place(*at)).collect();
    // Where each word begins in the title, in characters.
    let (mut title, mut begins) = (String::new(), Vec::new());
    for word in words.iter().filter_map(|at| typed.get(*at)) {
        begins.push(title.chars().count() as u32);
        title.push_str(&word.meant);
        title.push(' ');
    }
    let reading = read::read(&PostingText { title: title.trim_end(), ..PostingText::default() });
    let role = reading.role.evidence.map(|evidence| (evidence, Meaning::Role(reading.role.value)));
    let seniority = reading.seniority.evidence.map(|evidence| (evidence, Meaning::Seniority(reading.seniority.value)));
    for (evidence, meaning) in seniority.into_iter().chain(role) {
        let Some((parameter, value, label)) = value(meaning) else { continue };
        if pieces.iter().any(|(_, piece)| piece.parameter == parameter) {
            continue;
        }
        let (mut first, mut text, mut meant, mut misspelt) = (None, Vec::new(), Vec::new(), false);
        for (at, begin) in words.iter().zip(&begins) {
            let Some(word) = typed.get_mut(*at) else { continue };
            let end = begin + word.meant.chars().count() as u32;
            let read = *begin < evidence.end && evidence.start < end;
            // The words of titles beside the evidence name the role, too.
            if read || (word.titular && !word.taken && parameter == "role") {
                word.taken = true;
                first = first.or(Some(*at));
                text.push(word.text.clone());
                meant.push(word.meant.clone());
                misspelt |= word.misspelt;
            }
        }
        let corrected = misspelt.then(|| meant.join(" ").trim_end().to_owned());
        pieces.push((first.unwrap_or_default(), Piece { text: text.join(" "), parameter, value, label, corrected }));
    }
}

/// The parameter that takes a meaning, its value there, and its name.
fn value(meaning: Meaning) -> Option<(&'static str, String, String)> {
    let of = |parameter, value: &str, label: &str| Some((parameter, value.to_owned(), label.to_owned()));
    match meaning {
        Meaning::Seniority(level) => of("seniority", level.slug(), level.slug()),
        Meaning::Role(role) => of("role", role.slug(), role.title()),
        Meaning::Skill(skill) => of("skill", skill.slug(), skill.name()),
        Meaning::WorkMode(mode) => of("work_mode", mode.slug(), mode.slug()),
        Meaning::EmploymentType(kind) => of("employment_type", kind.slug(), &kind.slug().replace('_', " ")),
        Meaning::Place(Place::Country(country)) => of("work_from", country.code(), country.name()),
        Meaning::Place(Place::Subdivision(part)) => of("work_from", part.code(), part.name()),
        Meaning::Region(region) => of("region", region.code(), region.name()),
        Meaning::TitleWord | Meaning::Noise => None,
    }
}

/// The search for some pieces: of several skills all, of other things any.
fn query(pieces: &[Piece], rest: &str) -> SearchQuery {
    let skills = pieces.iter().filter(|piece| piece.parameter == "skill").count();
    let parameter = |piece: &Piece| if piece.parameter == "skill" && skills > 1 { "skill_all" } else { piece.parameter };
    let mut pairs: Vec<(String, String)> = pieces.iter().map(|piece| (parameter(piece).to_owned(), piece.value.clone())).collect();
    if !rest.is_empty() {
        pairs.push(("q".to_owned(), rest.to_owned()));
    }
    SearchQuery::parse(&pairs, &[]).unwrap_or_default()
}
