//! Who places a posting: the employer, or somebody who recruits for it.

use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, MatchKind};

use super::sketch;
use crate::read::scan;

/// Words of names of agencies.
const NAMES: &[&str] = &[
    "staffing",
    "recruiting",
    "recruitment",
    "recruiters",
    "recruiter",
    "headhunters",
    "headhunting",
    "personnel",
    "personal",
    "personaldienstleistungen",
    "zeitarbeit",
    "resourcing",
    "manpower",
    "placements",
];

/// Words by which a text says that it speaks for another.
const SPEAKS: &[&str] = &[
    "our client",
    "one of our clients",
    "for a client of ours",
    "unser kunde",
    "unseren kunden",
    "unserem kunden",
    "notre client",
    "nuestro cliente",
    "nosso cliente",
    "onze klant",
];

/// Words of names that texts use otherwise.
const COMMON: &[&str] = &[
    "group",
    "labs",
    "technologies",
    "technology",
    "solutions",
    "systems",
    "software",
    "health",
    "data",
    "digital",
    "global",
    "services",
    "company",
    "media",
    "studio",
    "studios",
    "cloud",
    "security",
    "energy",
    "finance",
    "capital",
    "partners",
    "consulting",
    "staffing",
    "recruiting",
    "talent",
    "team",
    "works",
];

/// How much of a text is searched, in bytes.
const HEAD: usize = 8_000;

/// Whether a company's slug is that of an agency.
pub(super) fn is_name(slug: &str) -> bool {
    slug.split('-').any(|word| NAMES.contains(&word))
        || ["talent-partners", "search-partners", "talent-solutions", "executive-search"].iter().any(|words| slug.contains(words))
}

static AUTOMATON: LazyLock<Option<AhoCorasick>> =
    LazyLock::new(|| AhoCorasick::builder().match_kind(MatchKind::LeftmostLongest).build(SPEAKS).ok());

/// The part of a text that is searched, in lower case: few words are found many bytes at a time where letters have one case.
pub(super) struct Head(String);

impl Head {
    pub(super) fn of(text: &str) -> Head {
        Head(scan::head(text, HEAD).to_ascii_lowercase())
    }

    /// Whether the text says that somebody else is the employer.
    pub(super) fn speaks_for_others(&self) -> bool {
        AUTOMATON.as_ref().is_some_and(|automaton| automaton.find_iter(&self.0).any(|found| scan::is_word(&self.0, &found.range())))
    }

    /// Whether it names the company with this slug: one of its words that is not common.
    pub(super) fn names(&self, slug: &str) -> bool {
        telling(slug).any(|word| scan::find_word(&self.0, word).is_some())
    }
}

/// The words of an agency's text, among which the employer's name may stand; sorted.
pub(super) fn vocabulary(text: &str) -> Vec<u64> {
    let mut words = Vec::new();
    sketch::words(scan::head(text, HEAD), |word| words.push(word));
    words.sort_unstable();
    words.dedup();
    words
}

/// Whether a vocabulary holds the name of a company.
pub(super) fn holds(vocabulary: &[u64], slug: &str) -> bool {
    let mut held = false;
    telling(slug).for_each(|word| sketch::words(word, |hash| held |= vocabulary.binary_search(&hash).is_ok()));
    held
}

/// The words of a name that are not common.
fn telling(slug: &str) -> impl Iterator<Item = &str> {
    slug.split('-').filter(|word| word.len() >= 3 && !COMMON.contains(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn agencies_are_known_by_name_or_words() {
        assert!(is_name("brightpath-staffing") && is_name("example-executive-search") && !is_name("acme-health"));
        let speaks_for_others = |text| Head::of(text).speaks_for_others();
        assert!(speaks_for_others("Our client, a maker of boats, needs you."));
        assert!(speaks_for_others("Für unseren Kunden suchen wir Sie."));
        assert!(!speaks_for_others("Our clients love us. You keep our clients facing pages fast."));
        let names = |text| Head::of(text).names("zento-labs");
        assert!(names("At Zento we mend boats.") && names("zento-mail"));
        assert!(!names("At Acme we mend boats in labs.") && !names("Zentoria, Zento2 and Élzento"));
    }
}
