//! Completion of the names of companies, which become more with every import.

use std::sync::Arc;

use super::completions::{Completions, Entry, Fit, Fits, Names, Typed};
use crate::columns::Columns;
use crate::request::SuggestionKind;

/// Where more names of companies fit, the largest companies are looked at instead of the names.
const MANY: usize = 500;
/// Of so many companies one may have a name that is not among the settled ones yet, or this many in all.
const SHARE: usize = 8;
const FEW: usize = 200;

/// The names of all companies that listings name. A name is added by building all that is built with it, so what is new
/// stands beside most of them until it is worth that.
#[derive(Debug)]
pub(crate) struct CompanyNames {
    /// Numbered by the codes of the companies.
    settled: Arc<Completions>,
    /// Those that have a name only since, or another one, in the order of `codes`.
    recent: Completions,
    codes: Vec<u32>,
}

impl CompanyNames {
    /// Those of a state.
    pub fn of(columns: &Columns) -> CompanyNames {
        let settled = complete(columns, 0..columns.company.len());
        CompanyNames { settled: settled.into(), recent: Names::default().complete(), codes: Vec::new() }
    }

    /// Those of a later state.
    pub fn moved(&self, columns: &Columns) -> CompanyNames {
        let is_recent = |code: &u32| self.settled.entry(*code).is_none_or(|entry| Some(&*entry.label) != name(columns, *code));
        let codes: Vec<u32> = (0..columns.company.len()).filter(is_recent).collect();
        if codes.len() > FEW.max(self.settled.len() / SHARE) {
            return CompanyNames::of(columns);
        }
        CompanyNames { settled: Arc::clone(&self.settled), recent: complete(columns, codes.iter().copied()), codes }
    }

    /// The companies that fit, with their best fit. Where many do, those that fit exactly are among them, and the first so many
    /// of an order that fit well.
    pub(super) fn find(&self, typed: &Typed, order: &[(u64, u32)], limit: usize) -> Vec<(Fit, &Entry)> {
        let spelt = self.settled.spelt(typed, MANY).zip(self.recent.spelt(typed, MANY));
        let found = match spelt.map(|(settled, recent)| self.united(settled, recent)) {
            Some(found) if found.is_empty() => self.united(self.settled.misspelt(typed), self.recent.misspelt(typed)),
            Some(found) => found,
            None => self.first(typed, order, limit),
        };
        found.into_iter().filter_map(|(code, fit)| Some((fit, self.entry(code)?))).collect()
    }

    /// By the codes of the companies.
    fn united(&self, settled: Fits, recent: Fits) -> Fits {
        let still = settled.into_iter().filter(|(code, _)| self.codes.binary_search(code).is_err());
        still.chain(recent.into_iter().filter_map(|(at, fit)| Some((*self.codes.get(at as usize)?, fit)))).collect()
    }

    fn first(&self, typed: &Typed, order: &[(u64, u32)], limit: usize) -> Fits {
        let mut found = self.united(self.settled.whole(typed), self.recent.whole(typed));
        let (mut beginning, mut inside) = (0, 0);
        for (_, code) in order {
            let Some(fit) = self.entry(*code).and_then(|entry| entry.fit(&typed.text)) else { continue };
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

    fn entry(&self, code: u32) -> Option<&Entry> {
        self.codes.binary_search(&code).map_or_else(|_| self.settled.entry(code), |at| self.recent.entry(at as u32))
    }
}

fn complete(columns: &Columns, codes: impl Iterator<Item = u32>) -> Completions {
    let mut names = Names::default();
    for code in codes {
        let slug = columns.company.value(code).map_or("", |slug| slug);
        names.add(SuggestionKind::Company, slug, name(columns, code).unwrap_or_default(), &[]);
    }
    names.complete()
}

/// What a company is called: by its slug, if by nothing else.
fn name(columns: &Columns, code: u32) -> Option<&str> {
    columns.company_name(code).or_else(|| columns.company.value(code)).map(|name| &**name)
}
