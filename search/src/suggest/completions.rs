//! Names, found by the beginning of any of their words, with a typing error forgiven.

use std::cell::OnceCell;
use std::collections::HashMap;
use std::sync::Arc;

use domain::synonyms;
use fst::automaton::{Levenshtein, Str};
use fst::{Automaton, IntoStreamer, Map, Streamer};

use crate::request::SuggestionKind;
use crate::text::{fold, wholes};

/// The shortest text in which a typing error is forgiven, in characters.
const FORGIVEN_FROM: usize = 4;

/// What somebody typed.
pub(super) struct Typed {
    /// Folded, with single blanks.
    pub text: String,
    /// What accepts it with one typing error: made only where that is asked, and once.
    near: OnceCell<Option<Levenshtein>>,
}

impl Typed {
    pub fn new(q: &str) -> Typed {
        Typed { text: normal(q), near: OnceCell::new() }
    }

    /// `None` where no error is forgiven.
    fn near(&self) -> Option<&Levenshtein> {
        let long = || self.text.chars().count() >= FORGIVEN_FROM;
        self.near.get_or_init(|| long().then(|| Levenshtein::new(&self.text, 1).ok()).flatten()).as_ref()
    }
}

/// Names and how to find them by any of their words.
#[derive(Debug)]
pub(super) struct Completions {
    entries: Vec<Entry>,
    /// Names from each of their words on, each followed by NUL and a number that makes it unique, to [`Target`]s.
    names: Map<Vec<u8>>,
}

/// What is suggested.
#[derive(Debug)]
pub(super) struct Entry {
    pub kind: SuggestionKind,
    pub value: Arc<str>,
    pub label: Arc<str>,
    /// The label as it is compared.
    normal: Box<str>,
}

impl Entry {
    /// How well the label fits.
    pub fn fit(&self, typed: &str) -> Option<Fit> {
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
pub(super) enum Fit {
    Exact,
    Beginning,
    Inside,
    Misspelt,
}

impl Completions {
    /// An entry by its number, which is how many were added before it.
    pub fn entry(&self, number: u32) -> Option<&Entry> {
        self.entries.get(number as usize)
    }

    /// How many entries there are.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// The entries that fit, with their best fit; those that are misspelt only where nothing is spelt so.
    pub fn find(&self, typed: &Typed) -> Fits {
        self.spelt(typed, usize::MAX).filter(|found| !found.is_empty()).unwrap_or_else(|| self.misspelt(typed))
    }

    /// Those that are spelt so; `None` where more than `most` names are.
    pub fn spelt(&self, typed: &Typed, most: usize) -> Option<Fits> {
        self.collect(Str::new(&typed.text).starts_with(), |name, target| target.fit(name, &typed.text), most)
    }

    /// Those with one typing error.
    pub fn misspelt(&self, typed: &Typed) -> Fits {
        typed.near().and_then(|near| self.collect(near.starts_with(), |_, _| Fit::Misspelt, usize::MAX)).unwrap_or_default()
    }

    /// Those of which a name is just that from one of its words on.
    pub fn whole(&self, typed: &Typed) -> Fits {
        let whole = format!("{}\0", typed.text);
        self.collect(Str::new(&whole).starts_with(), |name, target| target.fit(name, &typed.text), usize::MAX).unwrap_or_default()
    }

    fn collect(&self, automaton: impl Automaton, fit: impl Fn(&[u8], Target) -> Fit, most: usize) -> Option<Fits> {
        let mut found = Fits::new();
        let mut names = self.names.search(automaton).into_stream();
        let mut left = most;
        while let Some((name, target)) = names.next() {
            left = left.checked_sub(1)?;
            let target = Target(target);
            let fit = fit(name, target);
            found.entry(target.entry()).and_modify(|best| *best = fit.min(*best)).or_insert(fit);
        }
        Some(found)
    }
}

/// Numbers of entries with how well they fit.
pub(super) type Fits = HashMap<u32, Fit>;

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
pub(super) struct Names {
    entries: Vec<Entry>,
    names: Vec<(Vec<u8>, Target)>,
}

impl Names {
    pub fn add(&mut self, kind: SuggestionKind, value: &str, label: &str, others: &[&str]) {
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
    pub fn add_with_synonyms(&mut self, kind: SuggestionKind, value: &str, label: &str, others: &[&str]) {
        let mut others: Vec<String> = others.iter().map(|other| (*other).to_owned()).collect();
        let names: Vec<&str> = [label].into_iter().chain(others.iter().map(String::as_str)).collect();
        let mut more: Vec<String> = names.into_iter().flat_map(rewritten).collect();
        others.append(&mut more);
        others.sort_unstable();
        others.dedup();
        self.add(kind, value, label, &others.iter().map(String::as_str).collect::<Vec<_>>());
    }

    pub fn complete(mut self) -> Completions {
        self.names.sort_unstable_by(|(a, _), (b, _)| a.cmp(b));
        let names = Map::from_iter(self.names.into_iter().map(|(name, target)| (name, target.0)));
        // Sorted and unique names always make a map.
        Completions { entries: self.entries, names: names.unwrap_or_default() }
    }
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
